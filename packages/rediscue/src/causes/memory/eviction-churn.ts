import { defineCause } from '../define.ts';
import { bytes, diagnoseAgain, redisCli } from '../remedy.ts';
import { keyCounts } from '../server-state.ts';

/** Fewer reads or evictions than this in the window say nothing. */
const enough = 20;

export default defineCause({
  code: 'memory/eviction-churn',
  severity: 'error',
  scope: 'endpoint',
  title: 'Keys are evicted faster than they are useful',
  meaning: 'The working set does not fit: keys are thrown out and missed soon after, so the cache costs more than it saves and the load falls on what lies behind it.',
  detection:
    'Over the window more than 100 keys, or 1 % of all keys, a second are evicted, and fewer than 90 % of the reads hit. Lifetime counters are not used: they say nothing about now.',
  advice: 'Give the cache more memory, store less or smaller values, or let keys expire before they are evicted.',
  source: 'redis.io, "Key eviction"',
  needs: ['rates', 'info'],
  explains: ['memory/near-limit'],
  detect: (at) => {
    const delta = at.value('rates')?.delta;
    const perSecond = at.rate('evicted_keys');
    const hits = delta?.keyspace_hits;
    const misses = delta?.keyspace_misses;
    if (delta === undefined || perSecond === undefined || hits === undefined || misses === undefined) return null;
    const reads = hits + misses;
    if ((delta.evicted_keys ?? 0) < enough || reads < enough || hits / reads >= 0.9) return null;
    const keys = keyCounts(at)?.keys;
    if (perSecond <= 100 && (keys === undefined || perSecond <= keys / 100)) return null;
    const limit = at.infoNumber('maxmemory');
    return {
      summary: `${at.subject} evicts ${Math.round(perSecond)} keys a second${keys ? ` of ${keys}` : ''}, and only ${Math.round((hits / reads) * 100)} % of the reads hit: the data does not fit into ${limit ? bytes(limit) : 'its memory'}.`,
      evidence: ['rates', 'info'],
      remedies: [
        {
          title: 'Give it more memory, if the machine has room',
          commands: [`${redisCli(at)} CONFIG SET maxmemory ${limit ? `${Math.ceil((limit * 1.5) / 1048576)}mb` : '<bytes>'}`, `${redisCli(at)} CONFIG REWRITE`],
          risk: 'safe',
          runbook: 'raise-memory-limit',
          verify: diagnoseAgain(at),
        },
        {
          title: 'See what fills it',
          commands: [`${redisCli(at)} --memkeys`],
          risk: 'safe',
          runbook: null,
          verify: `${redisCli(at)} INFO stats | grep -E 'evicted_keys|keyspace_'`,
        },
      ],
    };
  },
  examples: {
    bad: [
      {
        name: '500 a second, every other read misses',
        facts: {
          info: { value: { used_memory: '1073741824', maxmemory_policy: 'allkeys-lru' } },
          rates: { value: { windowMs: 200, delta: { evicted_keys: 100, keyspace_hits: 60, keyspace_misses: 60 } } },
        },
      },
    ],
    good: [
      { name: 'it evicts, but nearly every read hits', facts: { rates: { value: { windowMs: 200, delta: { evicted_keys: 100, keyspace_hits: 980, keyspace_misses: 20 } } } } },
      { name: 'it evicts, and nobody reads', facts: { rates: { value: { windowMs: 200, delta: { evicted_keys: 100, keyspace_hits: 0, keyspace_misses: 0 } } } } },
      {
        name: 'bad hit rate of a cold cache that evicts nothing',
        facts: { rates: { value: { windowMs: 200, delta: { evicted_keys: 0, keyspace_hits: 10, keyspace_misses: 900 } } } },
      },
      { name: 'many were evicted in its life, none now', facts: { info: { value: { evicted_keys: '90000000', keyspace_misses: '90000000' } } } },
    ],
  },
});
