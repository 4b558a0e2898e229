import type { SyntaxNode } from '@lezer/common';
import { type Meaning, meaningOf, textValue, type Value, variableValue } from '../settings/index.ts';
import { literalText, type Source, textOf } from './source.ts';

/** What the tag of a struct's field says: a variable of the environment with its default. */
export interface Tagged {
  field: string;
  owners: string[];
  value: Value;
  meaning: Meaning | null;
}

/** Reads `env:"REDIS_ADDR" envDefault:"localhost:6379"` and the spellings of other libraries. `prefixes` are those of nested structs, by type. */
export function tagsOf(source: Source, prefixes: ReadonlyMap<string, string>): Tagged[] {
  return source.structs.flatMap(({ name, node }) => fieldsOf(source, node, [name], prefixes.get(name) ?? '', 0));
}

/** `Redis RedisConfig` with `envPrefix:"REDIS_"`: the prefix of the type's own variables. */
export function prefixesOf(sources: readonly Source[]): Map<string, string> {
  const prefixes = new Map<string, string>();
  for (const source of sources)
    for (const { node } of source.structs)
      for (const field of node.getChild('StructBody')?.getChildren('FieldDecl') ?? []) {
        const prefix = prefixIn(tagPairs(source, field));
        const type = textOf(source, field.getChild('TypeName') ?? field.getChild('PointerType') ?? field.getChild('QualifiedType')).replace(/^.*[*.]/, '');
        // Of a type that is used with two prefixes none can be told.
        if (prefix !== null && type !== '') prefixes.set(type, prefixes.has(type) && prefixes.get(type) !== prefix ? '' : prefix);
      }
  return prefixes;
}

function fieldsOf(source: Source, struct: SyntaxNode, owners: string[], prefix: string, depth: number): Tagged[] {
  if (depth > 8) return [];
  return (struct.getChild('StructBody')?.getChildren('FieldDecl') ?? []).flatMap((node) => {
    const names = node.getChildren('FieldName');
    const [first] = names;
    const field = textOf(source, first ?? null);
    const pairs = tagPairs(source, node);
    const inner = node.getChild('StructType') ?? node.getChild('PointerType')?.getChild('StructType') ?? null;
    if (inner) return fieldsOf(source, inner, [...owners, field], `${prefix}${prefixIn(pairs) ?? ''}`, depth + 1);
    const tag = variableIn(pairs);
    const literal = node.getChild('String');
    if (!tag || !literal || names.length !== 1) return [];
    const place = source.at(literal);
    const variable = `${prefix}${tag.name}`;
    const fallback = tag.fallback ?? pairs.get('envDefault') ?? pairs.get('env-default') ?? pairs.get('default') ?? null;
    const value = fallback === null ? variableValue(variable, place) : variableValue(variable, place, textValue(fallback, place));
    const meaning = meaningOf(variable) ?? meaningOf([...owners, field].slice(-2).join('.'));
    return [{ field, owners: owners.slice(-1), value, meaning }];
  });
}

function tagPairs(source: Source, field: SyntaxNode): Map<string, string> {
  const literal = field.getChild('String');
  const text = literal ? (literalText(source, literal) ?? '') : '';
  return new Map([...text.slice(0, 2000).matchAll(/([\w-]+):"((?:[^"\\]|\\.)*)"/g)].map(([, key = '', value = '']) => [key, value]));
}

const prefixIn = (pairs: ReadonlyMap<string, string>): string | null =>
  pairs.get('envPrefix') ?? pairs.get('env-prefix') ?? /prefix=(\w+)/.exec(pairs.get('env') ?? '')?.[1] ?? null;

function variableIn(pairs: ReadonlyMap<string, string>): { name: string; fallback: string | null } | null {
  const text = pairs.get('env') ?? pairs.get('envconfig') ?? (/^[A-Z][A-Z0-9_]+$/.test(pairs.get('mapstructure') ?? '') ? pairs.get('mapstructure') : undefined);
  if (text === undefined) return null;
  const [name = '', ...options] = text.split(',').map((part) => part.trim());
  const fallback = options.find((option) => option.startsWith('default='))?.slice(8) ?? null;
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) ? { name: name.toUpperCase() === name || pairs.has('env') ? name : name.toUpperCase(), fallback } : null;
}
