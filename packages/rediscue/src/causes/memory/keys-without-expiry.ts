import { defineCause } from '../define.ts';
import { diagnoseAgain, redisCli } from '../remedy.ts';
import { quoted } from '../shell.ts';

/** Names by which applications call what can be made again. */
const cacheLike = /(^|[:._/-])(caches?|cached|tmp|temp|fragments?|rendered|memo)([:._/-]|$)/i;

/** Sampled keys of a prefix below which its share without expiry says little. */
const enough = 10;

export default defineCause({
  code: 'memory/keys-without-expiry',
  severity: 'warning',
  scope: 'endpoint',
  title: 'Cache entries never expire',
  meaning: 'What looks like a cache is written without an expiry under a policy that may not evict it. It grows until the memory is full.',
  detection: 'Nine of ten sampled keys of a prefix that is named like a cache (or of a target declared as cache) have no expiry, and the policy may not evict such keys.',
  advice: 'Set an expiry where the keys are written (`SET … EX`), with some jitter; or, where the whole instance is a cache, an `allkeys-*` policy with a limit.',
  source: 'redis.io, "Key eviction"',
  needs: ['keys', 'info'],
  explains: [],
  detect: (at) => {
    const policy = at.info('maxmemory_policy') ?? at.config('maxmemory-policy');
    if (policy === undefined || policy.startsWith('allkeys-')) return null;
    const isCache = at.target.declared?.use === 'cache';
    const found = at.value('keys')?.prefixes.find(({ prefix, keys, withoutExpiry }) => keys >= enough && withoutExpiry >= keys * 0.9 && (isCache || cacheLike.test(prefix)));
    if (found === undefined) return null;
    return {
      summary: `Keys like ${found.prefix}* never expire on ${at.subject} (${found.withoutExpiry} of ${found.keys} sampled have no expiry), and the policy ${policy} may not evict them: they grow without end.`,
      evidence: ['keys', 'info', 'config'],
      remedies: [
        {
          title: 'Set an expiry where the application writes them; see how many there are',
          commands: [`${redisCli(at)} --scan --pattern ${quoted(`${found.prefix}*`)} | head -n 20`, `${redisCli(at)} INFO keyspace`],
          risk: 'safe',
          runbook: null,
          verify: diagnoseAgain(at),
        },
      ],
    };
  },
  examples: {
    bad: [
      { name: 'a page cache without expiry', facts: { keys: { value: { prefixes: [{ prefix: 'cache:page:', keys: 60, withoutExpiry: 60 }] } } } },
      { name: 'a target declared as cache', facts: { target: { use: 'cache' }, keys: { value: { prefixes: [{ prefix: 'product:', keys: 60, withoutExpiry: 58 }] } } } },
    ],
    good: [
      {
        name: 'evicted when room is needed',
        facts: { info: { value: { maxmemory_policy: 'allkeys-lfu' } }, keys: { value: { prefixes: [{ prefix: 'cache:page:', keys: 60, withoutExpiry: 60 }] } } },
      },
      { name: 'records that are meant to stay', facts: { keys: { value: { prefixes: [{ prefix: 'user:', keys: 60, withoutExpiry: 60 }] } } } },
      { name: 'most of it expires', facts: { keys: { value: { prefixes: [{ prefix: 'cache:', keys: 60, withoutExpiry: 5 }] } } } },
    ],
  },
});
