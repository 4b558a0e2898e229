import type { TargetFact } from '../../facts/index.ts';

export interface Scheme {
  kind: TargetFact['kind'];
  tls: boolean;
  /** As it is shown. */
  name: string;
}

const scheme = (name: string, kind: Scheme['kind'], tls: boolean): Scheme => ({ name, kind, tls });

/** Every scheme that is understood: the contract's, and the spellings of widespread clients (Lettuce, Kombu, Celery). */
const schemes: Readonly<Record<string, Scheme>> = {
  redis: scheme('redis', 'server', false),
  rediss: scheme('rediss', 'server', true),
  valkey: scheme('valkey', 'server', false),
  valkeys: scheme('valkeys', 'server', true),
  unix: scheme('unix', 'unix', false),
  sentinel: scheme('sentinel', 'sentinel', false),
  sentinels: scheme('sentinels', 'sentinel', true),
  cluster: scheme('cluster', 'cluster', false),
  clusters: scheme('clusters', 'cluster', true),
  'redis-socket': scheme('unix', 'unix', false),
  'redis+socket': scheme('unix', 'unix', false),
  'redis+unix': scheme('unix', 'unix', false),
  'redis-sentinel': scheme('sentinel', 'sentinel', false),
  'rediss-sentinel': scheme('sentinels', 'sentinel', true),
  'redis+sentinel': scheme('sentinel', 'sentinel', false),
  'rediss+sentinel': scheme('sentinels', 'sentinel', true),
  'redis+cluster': scheme('cluster', 'cluster', false),
  'rediss+cluster': scheme('clusters', 'cluster', true),
};

export const plainServer: Scheme = schemes.redis as Scheme;

export const defaultPort = (kind: TargetFact['kind']): number => (kind === 'sentinel' ? 26379 : 6379);

export function schemeNamed(name: string): Scheme | undefined {
  return Object.hasOwn(schemes, name) ? schemes[name] : undefined;
}

/** The scheme of a declaration that is no URL. */
export function schemeOf(kind: 'server' | 'sentinel' | 'cluster', tls: boolean): Scheme {
  return schemeNamed({ server: tls ? 'rediss' : 'redis', sentinel: tls ? 'sentinels' : 'sentinel', cluster: tls ? 'clusters' : 'cluster' }[kind]) ?? plainServer;
}

/** The contract's scheme that was most likely meant: one letter added, lost, changed or swapped; otherwise `redis`. */
export function nearestScheme(name: string): Scheme {
  const plain = ['redis', 'rediss', 'valkey', 'valkeys', 'unix', 'sentinel', 'sentinels', 'cluster', 'clusters'];
  const exact = { https: 'rediss', 'redis+tls': 'rediss', 'redis+ssl': 'rediss', tls: 'rediss', ssl: 'rediss', file: 'unix' }[name];
  return schemeNamed(exact ?? plain.find((candidate) => isNear(name, candidate)) ?? 'redis') ?? plainServer;
}

function isNear(given: string, wanted: string): boolean {
  if (Math.abs(given.length - wanted.length) > 1) return false;
  const sorted = (text: string) => [...text].sort().join('');
  if (sorted(given) === sorted(wanted)) return true;
  for (let i = 0; i <= Math.max(given.length, wanted.length); i += 1)
    if (
      given.slice(0, i) === wanted.slice(0, i) &&
      (given.slice(i + 1) === wanted.slice(i + 1) || given.slice(i) === wanted.slice(i + 1) || given.slice(i + 1) === wanted.slice(i))
    )
      return true;
  return false;
}
