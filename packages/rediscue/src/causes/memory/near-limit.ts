import { defineCause } from '../define.ts';
import { bytes, redisCli } from '../remedy.ts';

export default defineCause({
  code: 'memory/near-limit',
  severity: 'warning',
  scope: 'endpoint',
  title: 'Used memory is over 80 % of the limit',
  meaning: 'A little more data, or a burst of client buffers, and writes are refused or keys are evicted.',
  detection:
    'INFO: `used_memory` above 80 % of `maxmemory`. Where every key may be evicted a full memory is how a cache works, and only `info`; whether it hurts is `memory/eviction-churn`.',
  advice: 'Raise the limit in time, let keys expire, or take the biggest users of memory out.',
  source: 'redis.io, "Key eviction"',
  needs: ['info'],
  explains: [],
  detect: (at) => {
    const used = at.infoNumber('used_memory');
    const limit = at.infoNumber('maxmemory') ?? at.configNumber('maxmemory');
    if (used === undefined || !limit || used <= limit * 0.8) return null;
    const policy = at.info('maxmemory_policy') ?? at.config('maxmemory-policy') ?? '';
    const isCache = policy.startsWith('allkeys-');
    return {
      summary: `${at.subject} uses ${bytes(used)} of its limit of ${bytes(limit)} (${Math.round((used / limit) * 100)} %)${policy ? `, policy ${policy}` : ''}.`,
      evidence: ['info'],
      ...(isCache ? { severity: 'info' as const } : {}),
      remedies: [
        {
          title: 'See what takes the memory, and raise the limit if the machine has room',
          commands: [`${redisCli(at)} --memkeys`, `${redisCli(at)} CONFIG SET maxmemory ${Math.ceil((limit * 1.5) / 1048576)}mb`, `${redisCli(at)} CONFIG REWRITE`],
          risk: 'safe',
          runbook: 'raise-memory-limit',
          verify: `${redisCli(at)} INFO memory | grep -E 'used_memory_human|maxmemory_human'`,
        },
      ],
    };
  },
  examples: {
    bad: [{ name: '90 % under noeviction', facts: { info: { value: { used_memory: '966367641' } } } }],
    good: [
      { name: 'half full', facts: { info: { value: { used_memory: '536870912' } } } },
      { name: 'no limit is set', facts: { info: { value: { used_memory: '966367641', maxmemory: '0' } } } },
    ],
  },
});
