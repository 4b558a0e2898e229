import type { z } from 'zod';
import { printable } from '../cli/arguments.ts';
import { nearest } from '../cli/nearest.ts';
import { maskSecrets } from '../declared/masks/index.ts';
import { errors, type RediscueError } from '../errors.ts';
import type { Place } from '../facts/index.ts';
import { type SchemaNode, settingsSchema } from './schema/index.ts';

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/** What is wrong with a file, as the error that tells the first fault in the file, and how many more there are. */
export function firstProblem(issues: readonly Issue[], value: unknown, at: (path: Path) => Place): RediscueError {
  const all = issues.flatMap((issue) => flat(issue, [], value));
  // A key that is written wrong may be the very one that is missing.
  const isOfUnknownKey = (path: Path) =>
    all.some((other) => other.allowed === null && other.path.length === path.length + 1 && path.every((step, index) => step === other.path[index]));
  const found = all.filter(({ allowed, path }) => allowed === null || !isOfUnknownKey(path)).map((each) => ({ ...each, place: at(each.path) }));
  const order = ({ place }: { place: Place }) => (place.line ?? 0) * 1e6 + (place.column ?? 0);
  const [first, ...more] = found.toSorted((a, b) => order(a) - order(b));
  if (first === undefined) return errors.bug({ what: 'a configuration was refused without a reason' });
  const elsewhere = [...new Set(more.map(({ place }) => place.line))].filter((line) => line !== first.place.line).length;
  const { place, path } = first;
  if (first.allowed === null) {
    const known = keysAt(path.slice(0, -1));
    const [near] = nearest(String(path.at(-1)), known);
    return errors.configUnknownKey({ place, key: shownPath(path), nearest: near ?? null, known, more: elsewhere });
  }
  return errors.configWrongValue({ place, key: shownPath(path), value: shownValue(path, valueAt(value, path)), allowed: first.allowed, more: elsewhere });
}

interface Problem {
  path: Path;
  /** What is allowed there; null: there is no such key. */
  allowed: string | null;
}

/** One problem for each place. Of forms that a value may have, the one that it was meant to be says what is wrong. */
function flat(issue: Issue, above: Path, whole: unknown): Problem[] {
  const path = [...above, ...issue.path];
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => ({ path: [...path, key], allowed: null }));
  if (issue.code === 'invalid_union') {
    const isWrongKind = (each: Issue) => each.code === 'invalid_type' && each.path.length === 0;
    const meant = issue.errors.find((each) => each.length > 0 && !each.some(isWrongKind));
    return meant === undefined ? [{ path, allowed: issue.message }] : meant.flatMap((each) => flat(each, path, whole));
  }
  // The name of a target is checked as a key.
  if (issue.code === 'invalid_key') return [{ path, allowed: issue.issues[0]?.message ?? issue.message }];
  return [{ path, allowed: issue.message }];
}

/** The keys that the schema knows there. */
function keysAt(path: Path): string[] {
  let node: SchemaNode | undefined = settingsSchema();
  for (const step of path) {
    const here = asMap(node);
    node = here?.properties?.[String(step)] ?? (typeof here?.additionalProperties === 'object' ? here.additionalProperties : undefined);
  }
  return Object.keys(asMap(node)?.properties ?? {});
}

const asMap = (node: SchemaNode | undefined): SchemaNode | undefined => node?.anyOf?.find(({ properties, additionalProperties }) => properties ?? additionalProperties) ?? node;

function valueAt(value: unknown, path: Path): unknown {
  let node = value;
  for (const step of path) node = node !== null && typeof node === 'object' && Object.hasOwn(node, step) ? (node as Record<PropertyKey, unknown>)[step] : undefined;
  return node;
}

const shownPath = (path: Path): string => (path.length === 0 ? 'the file' : path.map((step) => printable(maskSecrets(String(step)))).join('.'));

/** Only keys of which the value cannot be a secret, and forms that no secret has: somebody may have put a password into `passwordEnv`. */
const shownKeys = new Set(['port', 'database', 'tls', 'readOnly', 'write', 'budget', 'window', 'targets', 'diagnose', 'audit', 'app', 'ignore']);

function shownValue(path: Path, value: unknown): string | null {
  if (value === undefined) return null;
  if (value === null) return 'empty';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a map';
  if (typeof value === 'boolean') return String(value);
  const key = path.findLast((step) => typeof step === 'string');
  if (!shownKeys.has(String(key))) return typeof value === 'number' ? 'a number' : value === '' ? 'empty' : null;
  const text = String(value);
  return text.length > 12 ? null : `"${printable(maskSecrets(text))}"`;
}
