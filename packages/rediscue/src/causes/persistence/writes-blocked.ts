import { defineCause } from '../define.ts';
import { diagnoseAgain, redisCli } from '../remedy.ts';
import { failure, saveFault } from './save-fault.ts';

export default defineCause({
  code: 'persistence/writes-blocked',
  severity: 'critical',
  scope: 'endpoint',
  title: 'Writes are refused because the last save failed',
  meaning:
    'With `stop-writes-on-bgsave-error yes` a server whose last snapshot failed, or whose append-only file cannot be written, answers writes with `-MISCONF`. Reads still work.',
  detection:
    "The probe's own write is refused with `MISCONF`, or INFO says that the last snapshot failed and the settings make the server refuse. Why it failed is told by its log and its data directory; where they show it, that code explains this one.",
  advice: 'Find out why the save failed and mend that; a good BGSAVE lifts the refusal at once. Switching the protection off only hides that nothing is saved.',
  source: 'redis.io, "Redis persistence"; redis.conf, stop-writes-on-bgsave-error',
  needs: ['write'],
  explains: ['persistence/stale'],
  detect: (at) => {
    if (failure(at)?.effect !== 'writes-refused') return null;
    const reply = at.get('write')?.reply ?? '';
    const isLog = /AOF/.test(reply) || at.info('aof_last_write_status') === 'err';
    const told = /AOF file: (.+)$/.exec(reply)?.[1];
    const reason = told ? ` (${told})` : saveFault(at)?.event?.kind === 'save-killed' ? ' (the child that saved was killed)' : '';
    const cli = redisCli(at);
    return {
      summary: `Writes to ${at.subject} are refused (MISCONF): ${isLog ? `its append-only file cannot be written${reason}` : `its last snapshot failed${reason}`}.`,
      why: 'writes are refused with MISCONF',
      evidence: ['write', 'info', 'config'],
      remedies: [
        {
          title: "See why it fails: the server's log and its data directory, then save again",
          commands: [`${cli} CONFIG GET dir`, `${cli} CONFIG GET logfile`, `${cli} BGSAVE`, `${cli} INFO persistence | grep -E 'rdb_last_bgsave_status|aof_last_write_status'`],
          risk: 'safe',
          runbook: null,
          verify: diagnoseAgain(at),
        },
        // The protection that can be lifted is that of snapshots only.
        ...(isLog
          ? []
          : [
              {
                title: 'Accept writes at once although they are not saved (they are lost at a restart)',
                commands: [`${cli} CONFIG SET stop-writes-on-bgsave-error no`],
                risk: 'disruptive' as const,
                runbook: null,
                verify: diagnoseAgain(at),
              },
            ]),
      ],
    };
  },
  examples: {
    bad: [
      {
        name: 'a far server refuses, nothing else is known',
        facts: {
          write: { state: 'refused', step: 'set', error: 'MISCONF', reply: "MISCONF Redis is configured to save RDB snapshots, but it's currently unable to persist to disk." },
        },
      },
      { name: 'nothing was written, INFO and the settings tell', facts: { write: { state: 'not-asked', why: '--no-write' }, info: { value: { rdb_last_bgsave_status: 'err' } } } },
    ],
    good: [
      {
        name: 'the last snapshot failed, but writes are accepted',
        facts: { info: { value: { rdb_last_bgsave_status: 'err' } }, config: { value: { values: { 'stop-writes-on-bgsave-error': 'no' } } } },
      },
      {
        name: 'no snapshots are meant to be made',
        facts: { write: { state: 'not-asked', why: '--no-write' }, info: { value: { rdb_last_bgsave_status: 'err' } }, config: { value: { values: { save: '' } } } },
      },
    ],
  },
});
