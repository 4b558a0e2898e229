import { defineCause } from '../define.ts';
import { serverProcess } from '../example-parts.ts';
import { atLeast, lastEvent } from '../server-state.ts';

export default defineCause({
  code: 'latency/huge-pages',
  severity: 'warning',
  scope: 'endpoint',
  title: 'Transparent huge pages are on for the server',
  meaning: 'After a fork each first write to a page copies it: with huge pages 2 MiB instead of 4 KiB. Latency and memory jump during every snapshot.',
  detection:
    'The kernel is set to `always`, the server runs on this machine, and it does not opt out for itself: `disable-thp` is no, its version (before 6.2) has no such setting, or its own log warns. Newer servers opt out by default, and nothing is reported then.',
  advice: 'Set the kernel to `madvise` (now and at boot), then restart the server.',
  source: 'redis.io, "Diagnosing latency issues", transparent huge pages; redis.conf, disable-thp (6.2)',
  needs: ['process'],
  explains: ['latency/fork'],
  detect: (at) => {
    if (at.machine.get('kernel')?.transparentHugePages !== 'always' || !at.get('process')?.isServer) return null;
    const own = at.config('disable-thp');
    const warned = lastEvent(at, 'huge-pages-warning') !== undefined;
    const optsOut = own === 'yes' || (own === undefined && atLeast(at, 6, 2) !== false);
    if (optsOut && !warned) return null;
    return {
      summary: `Transparent huge pages are on (always) where ${at.subject} runs${own === 'no' ? ', and disable-thp is no' : ''}: writes during a snapshot copy 2 MiB at a time.`,
      evidence: ['kernel', 'process', 'config', 'log'],
      remedies: [
        {
          title: 'Switch them to madvise, and restart the server at a quiet time',
          commands: [
            'echo madvise > /sys/kernel/mm/transparent_hugepage/enabled',
            "echo 'w /sys/kernel/mm/transparent_hugepage/enabled - - - - madvise' > /etc/tmpfiles.d/redis-thp.conf",
          ],
          risk: 'safe',
          runbook: null,
          verify: 'cat /sys/kernel/mm/transparent_hugepage/enabled',
        },
      ],
    };
  },
  examples: {
    bad: [
      {
        name: 'an old server',
        recordedFrom: 'redis.io, "Diagnosing latency issues"; the setting is the whole machine\'s, so no test makes it',
        facts: {
          endpoints: { 'redis.example:6379': { info: { value: { redis_version: '6.0.16' } }, process: serverProcess() } },
          machine: { kernel: { transparentHugePages: 'always' } },
        },
      },
      {
        name: 'its own protection is off',
        facts: {
          endpoints: { 'redis.example:6379': { config: { value: { values: { 'disable-thp': 'no' } } }, process: serverProcess() } },
          machine: { kernel: { transparentHugePages: 'always' } },
        },
      },
    ],
    good: [
      {
        name: 'a server that opts out for itself',
        facts: {
          endpoints: { 'redis.example:6379': { config: { value: { values: { 'disable-thp': 'yes' } } }, process: serverProcess() } },
          machine: { kernel: { transparentHugePages: 'always' } },
        },
      },
      {
        name: 'the server is elsewhere',
        facts: { endpoints: { 'redis.example:6379': { info: { value: { redis_version: '6.0.16' } } } }, machine: { kernel: { transparentHugePages: 'always' } } },
      },
      { name: 'madvise', facts: { info: { value: { redis_version: '6.0.16' } }, process: serverProcess() } },
    ],
  },
});
