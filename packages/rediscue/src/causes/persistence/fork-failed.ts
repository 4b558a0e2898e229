import { defineCause } from '../define.ts';
import { logOf } from '../example-parts.ts';
import { bytes, diagnoseAgain, redisCli } from '../remedy.ts';
import { explainedByFailedSave, logPlace } from './consequences.ts';
import { saveFault } from './save-fault.ts';

const refused = {
  state: 'refused',
  step: 'set',
  error: 'MISCONF',
  reply: "MISCONF Redis is configured to save RDB snapshots, but it's currently unable to persist to disk.",
} as const;

export default defineCause({
  code: 'persistence/fork-failed',
  severity: 'error',
  scope: 'endpoint',
  title: 'The server cannot fork to save',
  meaning:
    'A snapshot or a rewrite is written by a child process. The kernel refuses to make one, for want of memory that it is told not to promise, or by a limit of processes. Saves fail, and writes are refused in the end.',
  detection: 'A save failed, and the newest failure in the log is that of a fork. A full disk raises the same refusal; only the log tells them apart.',
  advice: 'For memory: `vm.overcommit_memory = 1`, so that the kernel does not count the copy that is hardly ever made. For a limit of processes: raise it.',
  source: 'redis.io, "Redis administration", overcommit_memory; FAQ, "Background saving fails with a fork() error"',
  needs: ['write', 'info'],
  explains: [...explainedByFailedSave, 'memory/no-fork-headroom'],
  detect: (at) => {
    const fault = saveFault(at);
    if (fault?.reason !== 'fork') return null;
    const { errno, reason } = fault.event?.detail ?? {};
    const kernel = at.machine.get('kernel');
    const overcommit = kernel?.overcommitMemory;
    const isMemory = errno === 'ENOMEM' || /memory/i.test(reason ?? fault.event?.text ?? '');
    const rss = at.infoNumber('used_memory_rss');
    const figures = isMemory && overcommit != null ? ` (vm.overcommit_memory is ${overcommit}${rss === undefined ? '' : `, the server holds ${bytes(rss)}`})` : '';
    const verify = diagnoseAgain(at);
    return {
      summary: `${at.subject} cannot fork to save: ${reason ?? (isMemory ? 'Cannot allocate memory' : 'the kernel refuses')}${figures}; ${fault.words}.`,
      evidence: ['log', 'info', 'write', 'kernel', 'process'],
      where: logPlace(at, fault.event),
      remedies: [
        isMemory
          ? {
              title: 'Let the kernel promise memory that is hardly ever used, then save',
              commands: ['sysctl -w vm.overcommit_memory=1', "echo 'vm.overcommit_memory = 1' > /etc/sysctl.d/60-redis.conf", `${redisCli(at)} BGSAVE`],
              risk: 'safe',
              runbook: null,
              verify,
            }
          : {
              title: 'Raise the limit of processes of the server, then save',
              commands: [`prlimit --nproc=4096:4096 --pid ${at.get('process')?.pid ?? at.info('process_id') ?? '<pid>'}`, `${redisCli(at)} BGSAVE`],
              risk: 'safe',
              runbook: null,
              verify,
            },
      ],
    };
  },
  examples: {
    bad: [
      {
        name: 'no memory for the child',
        facts: {
          write: refused,
          info: { value: { rdb_last_bgsave_status: 'err' } },
          log: logOf('ready', {
            kind: 'fork-failed',
            text: "Can't save in background: fork: Cannot allocate memory",
            detail: { errno: 'ENOMEM', reason: 'Cannot allocate memory' },
          }),
        },
      },
      {
        name: 'a limit of processes',
        facts: {
          info: { value: { rdb_last_bgsave_status: 'err' } },
          log: logOf('ready', {
            kind: 'fork-failed',
            text: "Can't save in background: fork: Resource temporarily unavailable",
            detail: { errno: 'EAGAIN', reason: 'Resource temporarily unavailable' },
          }),
        },
      },
    ],
    good: [
      {
        name: 'it failed once, the last snapshot is good',
        facts: { log: logOf('ready', { kind: 'fork-failed', text: "Can't save in background: fork: Cannot allocate memory" }, { kind: 'saved', text: 'DB saved on disk' }) },
      },
      {
        name: 'the disk was full last',
        facts: {
          info: { value: { rdb_last_bgsave_status: 'err' } },
          log: logOf('ready', { kind: 'fork-failed', text: 'fork' }, { kind: 'save-write-failed', text: 'No space left on device', detail: { errno: 'ENOSPC' } }),
        },
      },
    ],
  },
});
