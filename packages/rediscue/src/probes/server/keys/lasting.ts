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

const shapeOf = (key: string): Shape | undefined => shapes.find(({ name }) => name.test(key));

/** Names that look like such keys, the first of each kind: their type decides. */
export function lastingCandidates(keys: readonly string[]): string[] {
  const first = new Map<Kind, string>();
  for (const key of keys) {
    const kind = shapeOf(key)?.kind;
    if (kind !== undefined && !first.has(kind)) first.set(kind, key);
  }
  return [...first.values()];
}

/**
 * Sampled keys that are not cache, by kind. A kind counts when the type of one of its keys was asked and fits; keys whose type was
 * not asked are counted by their names then, those of another type are not.
 */
export function lastingOf(keys: readonly string[], types: ReadonlyMap<string, string>): { kind: Kind; example: string; keys: number }[] {
  const found = new Map<Kind, { example: string | null; keys: number }>();
  for (const key of keys) {
    const shape = shapeOf(key);
    const type = types.get(key);
    if (shape === undefined || (type !== undefined && !shape.types.includes(type))) continue;
    const seen = found.get(shape.kind) ?? { example: null, keys: 0 };
    seen.keys += 1;
    if (type !== undefined) seen.example ??= key;
    found.set(shape.kind, seen);
  }
  return [...found].flatMap(([kind, { example, keys: count }]) => (example === null ? [] : [{ kind, example, keys: count }]));
}
