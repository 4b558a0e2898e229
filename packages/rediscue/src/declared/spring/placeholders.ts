import type { Place } from '../../facts/index.ts';
import { joinedValue, none, orElse, textValue, unknown, type Value, variableValue } from '../settings/index.ts';

/** Tells what a property that a value refers to has; null for a name that is no property of the application. */
export type Lookup = (name: string, depth: number) => Value | null;

const maxDepth = 12;
const maxReferences = 64;

/**
 * What a value with `${name:default}` stands for. A name is a property of the application, which a variable of the environment
 * may set too, or a variable itself. `style` tells how a default is written: Spring's `:`, Redisson's `:-`.
 */
export function valueIn(text: string, place: Place, lookup: Lookup, style: 'spring' | 'redisson' = 'spring', depth = 0): Value {
  // Jasypt and Spring Cloud keep secrets enciphered, Maven fills names between signs in while it builds.
  if (/^(ENC\(.*\)|\{cipher\}.*|@[\w.-]+@)$/s.test(text.trim()) || text.includes('#{')) return unknown;
  if (!text.includes('${')) return textValue(text, place);
  if (depth > maxDepth) return unknown;
  const parts: Value[] = [];
  let at = 0;
  for (let count = 0; at < text.length && count < maxReferences; count += 1) {
    const start = text.indexOf('${', at);
    const end = start === -1 ? -1 : closing(text, start + 2);
    if (start === -1 || end === -1) break;
    if (start > at) parts.push(textValue(text.slice(at, start), place));
    parts.push(referenceOf(text.slice(start + 2, end), place, lookup, style, depth));
    at = end + 1;
  }
  if (at < text.length) parts.push(textValue(text.slice(at), place));
  return joinedValue(parts, place);
}

/** The brace that closes a reference, over those of the references in its default; -1 without one. */
function closing(text: string, from: number): number {
  let depth = 1;
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '{' && text[at - 1] === '$') depth += 1;
    else if (text[at] === '}') depth -= 1;
    if (depth === 0) return at;
  }
  return -1;
}

function referenceOf(inner: string, place: Place, lookup: Lookup, style: 'spring' | 'redisson', depth: number): Value {
  const match = /^\s*([A-Za-z_][\w.[\]-]{0,199})\s*(?::(.*))?$/s.exec(inner);
  if (!match?.[1]) return unknown;
  const [, name, rest] = match;
  const given = style === 'redisson' ? rest?.replace(/^-/, '') : unquoted(rest);
  const otherwise = given === undefined ? none : valueIn(given, place, lookup, style, depth + 1);
  const property = lookup(name, depth + 1);
  const isVariable = /^[A-Z0-9_]+$/.test(name);
  if (property !== null) return isVariable ? variableValue(name, place, orElse(property, otherwise, 'unset')) : orElse(property, otherwise, 'unset');
  return variableValue(isVariable ? name : variableOfKey(name, '_'), place, otherwise);
}

/** Micronaut writes defaults that hold a colon in backticks. */
const unquoted = (text: string | undefined): string | undefined => (text?.startsWith('`') && text.endsWith('`') && text.length > 1 ? text.slice(1, -1) : text);

/** Variable that sets a property: Spring's binder leaves dashes out, its `@Value` and other frameworks make them `_`. */
export function variableOfKey(key: string, dash: '' | '_'): string {
  return key.replace(/\[(\d+)\]/g, '_$1').replace(/-/g, dash).replace(/[^A-Za-z0-9]/g, '_').toUpperCase(); // biome-ignore format: one chain
}
