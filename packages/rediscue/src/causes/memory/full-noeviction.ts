import { defineCause } from '../define.ts';
import { bytes, diagnoseAgain, redisCli } from '../remedy.ts';

export default defineCause({
  code: 'memory/full-noeviction',
  severity: 'critical',
  scope: 'endpoint',
  title: 'The memory limit is reached and nothing may be evicted',
  meaning: 'Redis refuses every command that would need memory with `-OOM`. Reads still work, so the application looks half alive.',
  detection: "The probe's own small write is refused with `OOM`. The policy is `noeviction`, or `volatile-*` while no key has an expiry.",
  advice: 'Raise `maxmemory` if the machine has room, delete what is not needed, or choose an eviction policy if the data is a cache.',
  source: 'redis.io, "Key eviction"',
  needs: ['write'],
  explains: ['memory/near-limit'],
  detect: (at) => {
    const write = at.get('write');
    if (write?.error !== 'OOM') return null;
    const used = at.infoNumber('used_memory');
    const limit = at.infoNumber('maxmemory');
    const policy = at.info('maxmemory_policy') ?? at.config('maxmemory-policy');
    const figures = used !== undefined && limit !== undefined ? ` (${bytes(used)} used of ${bytes(limit)}${policy ? `, policy ${policy}` : ''})` : '';
    return {
      summary: `Writes are refused: the memory limit of ${at.subject} is reached and nothing may be evicted${figures}.`,
      evidence: ['write', 'info'],
      remedies: [
        {
          title: 'Raise the limit, if the machine has room for it',
          commands: [`${redisCli(at)} CONFIG SET maxmemory ${limit === undefined ? '<bytes>' : Math.ceil((limit * 1.5) / 1048576) + 'mb'}`, `${redisCli(at)} CONFIG REWRITE`],
          risk: 'safe',
          runbook: 'raise-memory-limit',
          verify: diagnoseAgain(at),
        },
      ],
    };
  },
  examples: {
    bad: [
      {
        name: 'a 2 MiB limit is reached under noeviction',
        facts: {
          write: { state: 'refused', step: 'set', error: 'OOM', reply: "OOM command not allowed when used memory > 'maxmemory'." },
          info: { value: { used_memory: '2097152', maxmemory: '2097152' } },
        },
      },
    ],
    good: [{ name: 'nearly full, but eviction makes room', facts: { info: { value: { used_memory: '1070000000', maxmemory_policy: 'allkeys-lru' } } } }],
  },
});
