type Kind = 'queue' | 'session' | 'lock' | 'state';

interface Shape {
  kind: Kind;
  name: RegExp;
  /** Types that such a key has; a name alone would take a cached `queue:stats` string for a queue. */
  types: readonly string[];
}

const collections = ['list', 'set', 'zset', 'hash', 'stream'];

/** Keys of libraries whose data must not be evicted, by the names in their documentation and source. */
const shapes: readonly Shape[] = [
  // Bull and BullMQ: <prefix>:<queue>:<part>; their default prefix.
  {
    kind: 'queue',
    name: /^\{?bull:[^:]+\}?:(id|meta|wait|paused|active|completed|failed|delayed|prioritized|waiting-children|events|stalled|stalled-check|marker|limiter|repeat.*|\d+)$/,
    types: [...collections, 'string'],
  },
  // Celery and Kombu; the queue's own name is free, its bindings and unacknowledged messages are not.
  { kind: 'queue', name: /^_kombu\.binding\./, types: ['set'] },
  { kind: 'queue', name: /^unacked(_index|_mutex)?$/, types: ['hash', 'zset', 'string'] },
  { kind: 'queue', name: /^celery$/, types: ['list'] },
  // Sidekiq and Resque, also below a namespace.
  { kind: 'queue', name: /^([^:]+:)?queues$/, types: ['set'] },
  { kind: 'queue', name: /^([^:]+:)?queues?:[^:]+(:(reserved|delayed|notify))?$/, types: ['list', 'zset', 'stream'] },
  { kind: 'queue', name: /^resque:/, types: [...collections, 'string'] },
  // RQ, arq, Dramatiq, Huey, Bee-Queue, Asynq, Faktory-like libraries.
  { kind: 'queue', name: /^rq:(queues?|job|workers?|wip|finished|failed|scheduler|canceled|deferred)(:|$)/, types: collections },
  { kind: 'queue', name: /^arq:(queue|job|in-progress|retry)/, types: [...collections, 'string'] },
  { kind: 'queue', name: /^dramatiq:/, types: collections },
  { kind: 'queue', name: /^huey\.(redis\.)?/, types: collections },
  { kind: 'queue', name: /^bq:[^:]+:(id|jobs|waiting|active|succeeded|failed|delayed|stallBlock|stalling)$/, types: [...collections, 'string'] },
  { kind: 'queue', name: /^asynq:(queues|\{[^}]+\}:)/, types: [...collections, 'string'] },
  // Sessions: connect-redis, Spring, Laravel and PHP, Django, Flask, Rails.
  { kind: 'session', name: /^(sess|session|sessions|PHPREDIS_SESSION|flask_session|laravel_session|connect\.sess):/i, types: ['string', 'hash'] },
  { kind: 'session', name: /^spring:session:/, types: ['hash', 'string', 'set', 'zset'] },
  { kind: 'session', name: /django\.contrib\.sessions\./, types: ['string'] },
  { kind: 'session', name: /^(_session_id:)?2::[0-9a-f]{64}$/, types: ['string'] },
  // Locks: Redlock, ShedLock, Redisson, and the usual names.
  { kind: 'lock', name: /^(locks?|redlock|mutex|job-lock|redisson_lock(__[a-z]+)?):/i, types: ['string', 'hash'] },
  { kind: 'lock', name: /[:.](lock|mutex)$/i, types: ['string', 'hash'] },
];

/** Sampled keys that are not cache, by kind. */
export function lastingOf(keys: readonly { key: string; type: string }[]): { kind: Kind; example: string; keys: number }[] {
  const found = new Map<Kind, { example: string; keys: number }>();
  for (const { key, type } of keys) {
    const shape = shapes.find((candidate) => candidate.name.test(key) && candidate.types.includes(type));
    if (shape === undefined) continue;
    const seen = found.get(shape.kind);
    if (seen) seen.keys += 1;
    else found.set(shape.kind, { example: key, keys: 1 });
  }
  return [...found].map(([kind, rest]) => ({ kind, ...rest }));
}
