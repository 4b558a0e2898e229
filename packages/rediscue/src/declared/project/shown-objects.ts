import { isSecretName, maskArguments, maskSecrets } from '../masks/index.ts';
import type { DeclaredObject } from '../reading.ts';
import { shownDirectives } from '../redis-conf/index.ts';
import type { DeclaredRedisConf } from '../redis-conf/reader.ts';

const maxDepth = 12;
const maxEntries = 400;

/** Kinds that are plenty and that nobody judges as they are: they serve the readers alone. */
const unjudged = new Set([
  'kubernetes-config-map',
  'kubernetes-workload',
  'terraform-resource',
  'terraform-variable',
  'terraform-output',
  'dockerfile-stage',
  'spring-profile',
  'laravel-redis',
]);

/** Objects as facts may keep them: what may be a secret is masked, whatever its kind. */
export const shownObjects = (objects: readonly DeclaredObject[]): DeclaredObject[] =>
  objects.filter(({ kind }) => !unjudged.has(kind)).map((each) => ({ ...each, data: shownData(each) }));

function shownData({ kind, data }: DeclaredObject): unknown {
  if (kind === 'redis-conf') {
    const { conf, variant, aclFile } = data as DeclaredRedisConf;
    return {
      file: conf.file,
      sentinel: conf.sentinel,
      variant,
      aclFile,
      problems: conf.problems.map(({ place, reason }) => ({ place, reason })),
      directives: shownDirectives(conf),
      variables: conf.variables,
    };
  }
  if (kind === 'compose-secret' || kind === 'compose-config') return { ...(data as object), content: null };
  // Its reader tells shapes and places only.
  if (kind === 'kubernetes-secret') return data;
  if (kind === 'pipeline-step' || kind === 'pipeline-job') {
    // `Rotate the password` is the name of a step, and not of a secret beside it.
    const { name, ...rest } = data as { name: string | null };
    return { name: masked(name, '', 0), ...(masked(rest, '', 0) as object) };
  }
  // Rules hold passwords in every form.
  if (kind === 'acl-file') return { namedBy: (data as { namedBy: string[] }).namedBy };
  return masked(data, '', 0);
}

function masked(value: unknown, key: string, depth: number): unknown {
  if (depth > maxDepth) return null;
  if (typeof value === 'string') return isSecretName(key) ? '***' : maskSecrets(value).slice(0, 4000);
  if (value === null || typeof value !== 'object') return typeof value === 'function' ? null : value;
  if (isPlace(value)) return value;
  if (Array.isArray(value)) {
    const whole = value.slice(0, maxEntries);
    // Of a command, the word before tells what the next one is.
    const words = whole.every((each) => typeof each === 'string') ? maskArguments(whole).shown : whole;
    return words.map((each) => masked(each, key, depth + 1));
  }
  const entries = value instanceof Map ? [...value.entries()] : Object.entries(value);
  // `{ name: 'REDIS_PASSWORD', value: '…' }`
  const name = nameIn(value instanceof Map ? Object.fromEntries(value) : value);
  const named = name !== null && isSecretName(name) ? name : null;
  const keyOf = (own: string): string => {
    // What tells the shape of a value says nothing of it.
    if (own === 'is') return own;
    if (isSecretName(key)) return key;
    if (named !== null && own !== 'name') return named;
    return /^(fallback|value)$/.test(own) && isSecretUse(value) ? 'password' : own;
  };
  return Object.fromEntries(entries.slice(0, maxEntries).map(([own, each]) => [String(own), masked(each, keyOf(String(own)), depth + 1)]));
}

/** The name beside a value, also where it is a value of its own: `{ name: { value: 'REDIS_PASSWORD' }, value: … }`. */
function nameIn(entry: object): string | null {
  const { name } = entry as { name?: unknown };
  if (typeof name === 'string') return name;
  const inner = typeof name === 'object' && name !== null ? (name as { value?: unknown }).value : null;
  return typeof inner === 'string' ? inner : null;
}

/** `{ means: 'REDIS_PASSWORD', fallback: '…' }`, `{ variable: 'REDIS_PASSWORD', value: … }`, a value whose `origin` is `var.redis_password`. */
const isSecretUse = (value: object): boolean => {
  const { means, variable, name, origin } = value as Readonly<Record<string, unknown>>;
  return [means, variable, (name as { value?: unknown } | null | undefined)?.value, (origin as { what?: unknown } | null | undefined)?.what].some(
    (each) => typeof each === 'string' && isSecretName(each),
  );
};

/** Where a secret stands is none. */
const isPlace = (value: object): boolean =>
  'file' in value &&
  typeof value.file === 'string' &&
  Object.entries(value).every(([name, each]) => name === 'file' || (/^(line|column)$/.test(name) && (each === undefined || typeof each === 'number')));
