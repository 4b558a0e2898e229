import { join, normalize } from 'node:path/posix';
import type { Place } from '../../facts/index.ts';
import { linesOf } from '../lines.ts';
import { ownEntry } from '../own-entry.ts';
import { type Expression, parseTemplate } from './hcl/index.ts';
import type { Instance } from './instances.ts';
import type { Source } from './modules.ts';
import { isNothing, joined, known, list, plainText, structure, type TerraformValue, unknown } from './values.ts';

interface Context {
  place: Place;
  instance: Instance;
  /** Works out a template with names of its own. */
  render(parts: readonly (string | Expression)[], names: ReadonlyMap<string, TerraformValue>, source: Source): TerraformValue;
}

type Plain = (...texts: string[]) => string | number | boolean | null;

const maxText = 64 * 1024;

/** Functions of plain texts. */
const plain: Readonly<Record<string, Plain>> = {
  lower: (text = '') => text.toLowerCase(),
  upper: (text = '') => text.toUpperCase(),
  trimspace: (text = '') => text.trim(),
  chomp: (text = '') => text.replace(/[\r\n]+$/, ''),
  trimprefix: (text = '', prefix = '') => (text.startsWith(prefix) ? text.slice(prefix.length) : text),
  trimsuffix: (text = '', suffix = '') => (suffix !== '' && text.endsWith(suffix) ? text.slice(0, -suffix.length) : text),
  tostring: (text = '') => text,
  tonumber: (text = '') => (/^-?\d+(\.\d+)?$/.test(text) ? Number(text) : null),
  tobool: (text = '') => text === 'true',
  startswith: (text = '', prefix = '') => text.startsWith(prefix),
  endswith: (text = '', suffix = '') => text.endsWith(suffix),
  replace: (text = '', from = '', to = '') => (from.startsWith('/') || from === '' ? null : text.split(from).join(to)),
  urlencode: (text = '') => encodeURIComponent(text).replace(/%20/g, '+'),
  format: (pattern = '', ...args) => (/%(?![sdv%])/.test(pattern) ? null : pattern.replace(/%[sdv%]/g, (verb) => (verb === '%%' ? '%' : (args.shift() ?? '')))),
};

/** Functions that hand their first argument on as it is. */
const same = new Set(['sensitive', 'nonsensitive', 'tolist', 'toset', 'tomap', 'distinct', 'compact', 'flatten', 'ephemeralasnull']);

export function callFunction(name: string, args: readonly TerraformValue[], context: Context): TerraformValue {
  const { place } = context;
  const through = joined(...args.map((arg) => arg.through));
  const nothing = unknown({ place, through });
  const texts = args.map(plainText);
  const [first] = args;
  if (Object.hasOwn(plain, name)) {
    if (texts.includes(null)) return nothing;
    const result = ownEntry(plain, name)?.(...(texts as string[])) ?? null;
    if (result === null || String(result).length > maxText) return nothing;
    return known(result, { place, through, origin: args.length === 1 ? (first?.origin ?? null) : null });
  }
  if (same.has(name)) return first?.is === 'list' || first?.is === 'object' || first?.is === 'known' || first?.is === 'reference' ? flat(name, first) : nothing;
  switch (name) {
    case 'coalesce':
      return firstOf(args, (arg) => isNothing(arg) || plainText(arg) === '') ?? nothing;
    case 'try':
      return first?.is === 'unknown' && first.through.length === 0 ? (args.at(-1) ?? nothing) : (first ?? nothing);
    case 'lookup':
      return lookup(args) ?? nothing;
    case 'merge':
      return merged(args, place) ?? nothing;
    case 'concat':
      return args.every((arg) => arg.is === 'list') ? list(args.flatMap((arg) => (arg.is === 'list' ? arg.items : [])).slice(0, 1000), { place }) : nothing;
    case 'join':
      return joinedText(args, place) ?? nothing;
    case 'jsondecode':
      return first?.is === 'encoded' ? first.of : first?.is === 'known' ? (decoded(first, place) ?? nothing) : nothing;
    case 'length':
      return first?.is === 'list' ? known(first.items.length, { place }) : first?.is === 'object' ? known(first.entries.size, { place }) : nothing;
    case 'file':
      return fileText(texts[0] ?? null, context) ?? nothing;
    case 'templatefile':
      return rendered(texts[0] ?? null, args[1], context) ?? nothing;
    default:
      return nothing;
  }
}

function flat(name: string, value: TerraformValue): TerraformValue {
  if (name !== 'flatten' || value.is !== 'list') return value;
  if (value.items.some((item) => item.is !== 'list' && item.is !== 'object' && item.is !== 'known')) return unknown(value);
  return list(value.items.flatMap((item) => (item.is === 'list' ? item.items : [item])).slice(0, 1000), value);
}

/** The first that is something; undecided when one before it is not known. */
function firstOf(args: readonly TerraformValue[], isMissing: (arg: TerraformValue) => boolean): TerraformValue | null {
  for (const arg of args) {
    if (arg.is === 'unknown' || (arg.is === 'reference' && /(^|\.)var\./.test(arg.to))) return null;
    if (!isMissing(arg)) return arg;
  }
  return null;
}

function lookup([map, key, fallback]: readonly TerraformValue[]): TerraformValue | null {
  const name = plainText(key);
  if (map?.is !== 'object' || name === null) return null;
  return map.entries.get(name) ?? fallback ?? null;
}

function merged(args: readonly TerraformValue[], place: Place): TerraformValue | null {
  const entries = new Map<string, TerraformValue>();
  for (const arg of args) {
    if (arg.is === 'object') for (const [key, value] of arg.entries) entries.set(key, value);
    else if (!isNothing(arg)) return null;
  }
  return entries.size > 2000 ? null : structure(entries, { place });
}

function joinedText([separator, items]: readonly TerraformValue[], place: Place): TerraformValue | null {
  const between = plainText(separator);
  if (between === null || items?.is !== 'list') return null;
  const texts = items.items.map(plainText);
  if (texts.includes(null)) return null;
  const text = texts.join(between);
  return text.length > maxText ? null : known(text, { place, through: items.through });
}

function decoded(text: TerraformValue, place: Place): TerraformValue | null {
  try {
    return fromJson(JSON.parse(plainText(text) ?? ''), place, 0);
  } catch {
    return null;
  }
}

/** A JSON text as a value; all of it stands where the text stands. */
function fromJson(data: unknown, place: Place, depth = 0): TerraformValue {
  if (depth > 50) return unknown({ place });
  if (Array.isArray(data))
    return list(
      data.slice(0, 500).map((item) => fromJson(item, place, depth + 1)),
      { place },
    );
  if (typeof data === 'object' && data !== null) return structure(new Map(Object.entries(data).map(([key, value]) => [key, fromJson(value, place, depth + 1)])), { place });
  return typeof data === 'string' || typeof data === 'number' || typeof data === 'boolean' || data === null ? known(data, { place }) : unknown({ place });
}

/** A file's path counts from the folder where Terraform runs: the root's. */
function projectText(path: string | null, { instance }: Context): { path: string; text: string } | null {
  if (path === null || path.startsWith('/')) return null;
  const { files, folder } = instance.root;
  const inside = instance.module.folder;
  // `path.module` is given as a path of the project; any other is relative to the root's folder.
  for (const candidate of path.startsWith(`${inside}/`) || inside === '.' ? [normalize(path), normalize(join(folder, path))] : [normalize(join(folder, path))]) {
    const text = candidate.startsWith('..') ? null : files.text(candidate);
    if (text !== null && text.length <= maxText) return { path: candidate, text };
  }
  return null;
}

function fileText(path: string | null, context: Context): TerraformValue | null {
  const found = projectText(path, context);
  return found ? known(found.text, { place: context.place, origin: { what: `file ${found.path}`, place: { file: found.path, line: 1, column: 1 } } }) : null;
}

function rendered(path: string | null, values: TerraformValue | undefined, context: Context): TerraformValue | null {
  const found = projectText(path, context);
  const parts = found ? parseTemplate(found.text) : null;
  if (!found || parts === null || (values && values.is !== 'object')) return null;
  return context.render(parts, values?.is === 'object' ? values.entries : new Map(), { file: found.path, lines: linesOf(found.path, found.text) });
}
