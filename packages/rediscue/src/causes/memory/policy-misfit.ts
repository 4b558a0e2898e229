import { defineCause } from '../define.ts';
import { redisCli } from '../remedy.ts';

const names = { queue: 'queues', session: 'sessions', lock: 'locks', state: 'state' } as const;

export default defineCause({
  code: 'memory/policy-misfit',
  severity: 'error',
  scope: 'endpoint',
  title: 'Data that must stay lives under a policy that evicts anything',
  meaning: 'An `allkeys-*` policy throws out whatever was used least, when memory is short: jobs of a queue, sessions, locks. Nothing tells the application; work is simply gone.',
  detection:
    'The policy is `allkeys-*` with a limit, and keys of a queue, session or state library were sampled, or the target is declared for such a use. A `warning` where no limit is set yet, or where only locks were seen, which caches use too.',
  advice: 'Use `noeviction` for data that must stay, and keep caches in an instance of their own.',
  source: 'redis.io, "Key eviction"; BullMQ, "Going to production", max memory policy',
  needs: ['keys', 'info'],
  explains: [],
  detect: (at) => {
    const policy = at.info('maxmemory_policy') ?? at.config('maxmemory-policy');
    if (!policy?.startsWith('allkeys-')) return null;
    const use = at.target.declared?.use;
    const seen = at.value('keys')?.lasting ?? [];
    const found = seen.find(({ kind }) => kind !== 'lock') ?? seen[0];
    const isDeclared = use === 'queue' || use === 'session';
    if (found === undefined && !isDeclared) return null;
    const limit = at.infoNumber('maxmemory') ?? at.configNumber('maxmemory');
    const isMild = limit === 0 || (found?.kind === 'lock' && !isDeclared);
    const what = found ? `${names[found.kind]} (${found.example})` : `what the application declares as its ${use}`;
    const cli = redisCli(at);
    return {
      summary: `${at.subject} keeps ${what} under the policy ${policy}: when its memory is full they are evicted without a word.`,
      evidence: ['info', 'keys', 'target'],
      ...(isMild ? { severity: 'warning' as const } : {}),
      remedies: [
        {
          title: 'Forbid eviction (writes are refused instead when memory is full), and move caches elsewhere',
          commands: [`${cli} CONFIG SET maxmemory-policy noeviction`, `${cli} CONFIG REWRITE`],
          risk: 'disruptive',
          runbook: null,
          verify: `${cli} CONFIG GET maxmemory-policy`,
        },
      ],
    };
  },
  examples: {
    bad: [
      {
        name: 'a job queue under allkeys-lru',
        facts: { info: { value: { maxmemory_policy: 'allkeys-lru' } }, keys: { value: { lasting: [{ kind: 'queue', example: 'bull:mail:wait', keys: 9 }] } } },
      },
      { name: 'declared as the session store', facts: { target: { use: 'session' }, info: { value: { maxmemory_policy: 'allkeys-random' } } } },
    ],
    good: [
      { name: 'a cache under allkeys-lru', facts: { info: { value: { maxmemory_policy: 'allkeys-lru' } } } },
      { name: 'a queue under noeviction', facts: { keys: { value: { lasting: [{ kind: 'queue', example: 'bull:mail:wait', keys: 9 }] } } } },
      {
        name: 'only keys with an expiry may go',
        facts: { info: { value: { maxmemory_policy: 'volatile-lru' } }, keys: { value: { lasting: [{ kind: 'queue', example: 'bull:mail:wait', keys: 9 }] } } },
      },
    ],
  },
});
