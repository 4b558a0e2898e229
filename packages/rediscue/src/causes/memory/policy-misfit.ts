import { isForTrial } from '../declared-stack.ts';
import { defineCause } from '../define.ts';
import { about, change as changeFile, declaredServers, programs, type Way, ways } from '../in-files.ts';
import { redisCli } from '../remedy.ts';
import type { ProgramView, ProjectView } from '../view.ts';

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
  inFiles: {
    detect: (project) =>
      declaredServers(project).flatMap((server) => {
        const line = server.server?.settings.findLast(({ name }) => name === 'maxmemory-policy');
        const policy = line?.values[0]?.toLowerCase() ?? '';
        if (!line || !policy.startsWith('allkeys-') || isForTrial(server)) return [];
        const lasting = ways(project).flatMap((way) => (way.server?.subject === server.subject && way.consumer.variant === server.variant ? keeps(project, way) : []));
        const found = lasting.find(({ isLock }) => !isLock) ?? lasting[0];
        if (!found) return [];
        const isMild = found.isLock || /^(0|)$/.test(server.setting('maxmemory') ?? '');
        return [
          {
            ...(isMild && { severity: 'warning' as const }),
            summary: `${server.name} evicts anything when its memory is full (${policy}), and ${found.way.consumer.name} keeps ${found.what} there.`,
            evidence: ['target', ...programs(server)],
            where: [line.place],
            ...about(found.way.target),
            remedies: [changeFile('Write `noeviction`, and give caches a server of their own', line.place, { find: line.values[0] ?? policy, replace: 'noeviction' })],
          },
        ];
      }),
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
  fileExamples: {
    bad: [
      {
        name: 'compose: a queue under allkeys-lru',
        files: {
          'docker-compose.yml':
            'services:\n  app:\n    image: shop:1\n    environment:\n      REDIS_QUEUE_URL: redis://redis:6379\n  redis:\n    image: redis:7.4\n    command: redis-server --maxmemory 256mb --maxmemory-policy allkeys-lru\n',
        },
        at: 'docker-compose.yml:8',
      },
      {
        name: 'compose: the code asks for BullMQ',
        files: {
          'package.json': '{ "dependencies": { "bullmq": "5.12.0", "ioredis": "5.4.1" } }\n',
          'docker-compose.yml':
            'services:\n  app:\n    build: .\n    environment:\n      REDIS_URL: redis://redis:6379\n  redis:\n    image: redis:7.4\n    command: redis-server --maxmemory 256mb --maxmemory-policy allkeys-lru\n',
        },
        at: 'docker-compose.yml:8',
      },
    ],
    good: [
      {
        name: 'compose: a cache under allkeys-lru',
        files: {
          'docker-compose.yml':
            'services:\n  app:\n    image: shop:1\n    environment:\n      REDIS_CACHE_URL: redis://redis:6379\n  redis:\n    image: redis:7.4\n    command: redis-server --maxmemory 256mb --maxmemory-policy allkeys-lru\n',
        },
      },
      {
        name: 'compose: the queue has a server of its own',
        files: {
          'package.json': '{ "dependencies": { "bullmq": "5.12.0", "ioredis": "5.4.1" } }\n',
          'docker-compose.yml':
            'services:\n  app:\n    build: .\n    environment:\n      REDIS_CACHE_URL: redis://cache:6379\n      REDIS_QUEUE_URL: redis://queue:6379\n  queue:\n    image: redis:7.4\n    command: redis-server --maxmemory 256mb --maxmemory-policy noeviction\n  cache:\n    image: redis:7.4\n    command: redis-server --maxmemory 256mb --maxmemory-policy allkeys-lru\n',
        },
      },
      {
        name: 'compose: only keys with an expiry may go',
        files: {
          'docker-compose.yml':
            'services:\n  app:\n    image: shop:1\n    environment:\n      REDIS_QUEUE_URL: redis://redis:6379\n  redis:\n    image: redis:7.4\n    command: redis-server --maxmemory 256mb --maxmemory-policy volatile-lru\n',
        },
      },
    ],
  },
});

const lastingUse = /(^|_)(queues?|jobs?|brokers?|celery|sidekiq|bull|rq|sessions?|locks?|state)(_|$)/;

interface Lasting {
  way: Way;
  what: string;
  isLock: boolean;
}

/** What must stay of all that a consumer keeps there: by the use that it declares, or by a queue's library where it has only this Redis. */
function keeps(project: ProjectView, way: Way): Lasting[] {
  const { target, consumer, program } = way;
  const use = target.declared?.use ?? null;
  if (use !== null) return lastingUse.test(use) ? [{ way, what: `what it declares as its ${use}`, isLock: /lock/.test(use) }] : [];
  const own = project.targets.filter(({ consumers }) => consumers.some(({ name }) => name === consumer.name));
  if (own.length !== 1 || !isOfFolder(program)) return [];
  const library = project.objects('code-library').find(({ data }) => {
    const { use: is, folder, development } = data as { use: string | null; folder: string; development: boolean };
    return is === 'queue' && folder === consumer.folder && !development;
  });
  return library ? [{ way, what: `the jobs of ${library.name}`, isLock: false }] : [];
}

/** It runs what stands in its folder, and not an image of somebody's. */
const isOfFolder = (program: ProgramView | null): boolean => program === null || program.image === null;
