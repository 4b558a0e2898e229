import type { Place } from '../../facts/index.ts';

/** Where a value stands when that is not where it is used: a variable's default, a tfvars file, a local. */
export interface Origin {
  what: string;
  place: Place;
}

interface Known {
  is: 'known';
  value: string | number | boolean | null;
}
interface Reference {
  is: 'reference';
  /** Address in the root module: `aws_elasticache_replication_group.main.primary_endpoint_address`, `module.a.b_c.d.id`, `var.region`. */
  to: string;
}
interface Text {
  is: 'text';
  /** Pieces that are known, and those that are not. */
  parts: (string | { to: string | null })[];
}
interface List {
  is: 'list';
  items: readonly TerraformValue[];
}
interface Structure {
  is: 'object';
  entries: ReadonlyMap<string, TerraformValue>;
}
/** `jsonencode(…)`, before it becomes text. */
interface Encoded {
  is: 'encoded';
  of: TerraformValue;
}
interface Unknown {
  is: 'unknown';
}

/** What an expression comes to, as far as files tell. Values may be secrets: they stay in memory. */
export type TerraformValue = (Known | Reference | Text | List | Structure | Encoded | Unknown) & {
  place: Place;
  /** Addresses of resources and of variables without a value that it was made from, directly or not. */
  through: readonly string[];
  origin: Origin | null;
};

const maxThrough = 50;

export function joined(...lists: readonly (readonly string[])[]): readonly string[] {
  const filled = lists.filter((list) => list.length > 0);
  if (filled.length <= 1) return filled[0] ?? [];
  return [...new Set(filled.flat())].slice(0, maxThrough);
}

type Rest = { place: Place; through?: readonly string[]; origin?: Origin | null };
const rest = ({ place, through = [], origin = null }: Rest) => ({ place, through, origin });

export const known = (value: Known['value'], about: Rest): TerraformValue => ({ is: 'known', value, ...rest(about) });
export const unknown = (about: Rest): TerraformValue => ({ is: 'unknown', ...rest(about) });
export const reference = (to: string, about: Rest): TerraformValue => ({ is: 'reference', to, ...rest(about), through: joined([to], about.through ?? []) });
export const list = (items: readonly TerraformValue[], about: Rest): TerraformValue => ({
  is: 'list',
  items,
  ...rest(about),
  through: joined(...items.map(({ through }) => through), about.through ?? []),
});
export const structure = (entries: ReadonlyMap<string, TerraformValue>, about: Rest): TerraformValue => ({
  is: 'object',
  entries,
  ...rest(about),
  through: joined(...[...entries.values()].map(({ through }) => through), about.through ?? []),
});
export const encoded = (of: TerraformValue, about: Rest): TerraformValue => ({ is: 'encoded', of, ...rest(about), through: joined(of.through, about.through ?? []) });
export const textOf = (parts: Text['parts'], about: Rest): TerraformValue => ({ is: 'text', parts, ...rest(about) });

/** The text that a known value is in a template or an environment; null for what is no plain value. */
export function plainText(value: TerraformValue | null | undefined): string | null {
  return value?.is === 'known' && value.value !== null ? String(value.value) : null;
}

export function knownBoolean(value: TerraformValue | null | undefined): boolean | null {
  const text = plainText(value);
  return text === 'true' ? true : text === 'false' ? false : null;
}

export function knownNumber(value: TerraformValue | null | undefined): number | null {
  const text = plainText(value);
  return text !== null && /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : null;
}

/** Nothing is set: no value, or `null`. */
export const isNothing = (value: TerraformValue | null | undefined): boolean => value == null || (value.is === 'known' && value.value === null);

export interface Address {
  /** `module.redis.google_redis_instance.main`: without attribute and index. */
  resource: string;
  type: string;
  name: string;
  data: boolean;
  /** `host`, `metadata.name`; empty for the whole. */
  attribute: string;
}

/** The resource that a reference leads to; null for variables and for what is read from other modules. */
export function addressOf(to: string): Address | null {
  const match = /^((?:module\.[^.]+\.)*)(data\.)?([a-z][\w-]*)\.([\w-]+)(?:\.(.*))?$/.exec(to);
  if (!match) return null;
  const [, prefix = '', data = '', type = '', name = '', attribute = ''] = match;
  if (['var', 'local', 'module', 'each', 'count', 'path', 'terraform', 'self'].includes(type)) return null;
  return { resource: `${prefix}${data}${type}.${name}`, type, name, data: data !== '', attribute };
}
