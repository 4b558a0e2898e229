import type { Environment } from '../target/index.ts';

/** What a variable says of one Redis: the part of its name behind `REDIS_` or `VALKEY_`. */
const settings = [
  'URL', 'HOST', 'PORT', 'DB', 'USERNAME', 'PASSWORD', 'PASSWORD_FILE', 'ENABLED',
  'TLS', 'TLS_ENABLED', 'SSL', 'TLS_CA_FILE', 'TLS_CERT_FILE', 'TLS_KEY_FILE',
  'SENTINELS', 'SENTINEL_NAME', 'SENTINEL_MASTER', 'MASTER_NAME', 'SENTINEL_USERNAME', 'SENTINEL_PASSWORD', 'CLUSTER_NODES',
] as const; // biome-ignore format: a list to read
export type Setting = (typeof settings)[number];

/** All variables that describe one Redis: those of one flavour (`REDIS`, `VALKEY`) and one use. */
export interface Group {
  flavour: string;
  /** In lower case; null for the application's one Redis. */
  use: string | null;
  /** Setting → name of the variable; only those with a value. */
  names: Map<Setting, string>;
}

const pattern = new RegExp(`^(?:([A-Z0-9]+(?:_[A-Z0-9]+)*)_)?(REDIS|VALKEY)(?:_([A-Z0-9]+(?:_[A-Z0-9]+)*?))??_(${[...settings].sort((a, b) => b.length - a.length).join('|')})$`);

/** Uses that are no Redis of the application: what Kubernetes injects for a Service, web APIs, tools around Redis, and the admin's credential. */
const foreign = /(^|_)(SERVICE|TCP|REST|REST_API|API|HTTP|HTTPS|EXPORTER|COMMANDER|INSIGHT|UI|METRICS|HEALTH|HEALTHCHECK|IMAGE|ADMIN|TLS)$/;

const readers = new Set(['read', 'readonly', 'read_only', 'replica', 'reader']);

/** The variables of an environment that declare a Redis, by what they describe. */
export function groupsOf(environment: Environment): Group[] {
  const groups = new Map<string, Group>();
  for (const [name, value] of Object.entries(environment)) {
    const match = value === undefined || value === '' ? null : pattern.exec(name);
    if (!match) continue;
    const [, before = '', flavour = 'REDIS', after = '', setting = 'URL'] = match;
    if (foreign.test(before) || foreign.test(after)) continue;
    const use =
      [before, after]
        .filter((part) => part !== '')
        .join('_')
        .toLowerCase() || null;
    const key = `${flavour} ${use}`;
    const group = groups.get(key) ?? { flavour, use, names: new Map<Setting, string>() };
    group.names.set(setting as Setting, name);
    groups.set(key, group);
  }
  // The application's one Redis comes first, then its uses by name: the order of an environment means nothing.
  return [...groups.values()].sort((a, b) => (a.use ?? '').localeCompare(b.use ?? '') || a.flavour.localeCompare(b.flavour));
}

/** `REDIS_READ_URL` and its like declare a server for reads only. */
export const isReadOnlyUse = (use: string | null): boolean => use !== null && readers.has(use);

/** Null for a variable that is not set, and for a word that is neither yes nor no. */
export function switchValue(value: string | undefined): boolean | null {
  if (value === undefined) return null;
  if (/^\s*(true|1|yes|on|enabled|enable|required?)\s*$/i.test(value)) return true;
  return /^\s*(false|0|no|off|disabled?|none)\s*$/i.test(value) ? false : null;
}
