import type { Use } from '../reading.ts';
import { type Lines, linesOf, meaningOf, orElse, textValue, usesOfSetting, type Value, variableValue } from '../settings/index.ts';
import { lookupIn } from '../spring/application.ts';
import { canonical, meaningOfKey } from '../spring/keys.ts';
import { valueIn } from '../spring/placeholders.ts';
import type { Project } from './evaluate.ts';

interface Token {
  kind: 'word' | 'text' | 'sign';
  text: string;
  at: number;
}

/** Reads of the environment and of settings in Kotlin, by their names: `System.getenv("X") ?: "…"`, `@Value("\${redis.host:…}")`. */
export function kotlinUses(path: string, text: string, project: Project): Use[] {
  const tokens = tokensOf(text);
  const lines = linesOf(path, text);
  const settings = project.settingsOf({ path });
  return tokens.flatMap((token, index) => {
    if (token.kind !== 'word') return [];
    if (token.text === 'getenv') return environmentRead(tokens, index, lines);
    const literal = token.text === 'Value' && tokens[index - 1]?.text === '@' ? tokens[index + 2] : undefined;
    if (literal?.kind !== 'text') return [];
    const key = /^\$\{\s*([\w.[\]-]+)/.exec(literal.text)?.[1] ?? '';
    const meaning = meaningOfKey(canonical(key), key) ?? (/^[A-Z0-9_]+$/.test(key) ? meaningOf(key) : null);
    return meaning ? usesOfSetting(meaning, valueIn(literal.text, lines.at(literal.at), lookupIn(settings)), 'spring') : [];
  });
}

function environmentRead(tokens: readonly Token[], from: number, lines: Lines): Use[] {
  const sign = (index: number) => (tokens[index]?.kind === 'sign' || tokens[index]?.kind === 'word' ? tokens[index]?.text : undefined);
  let at = from + 1;
  // `getenv("X")`, `getenv()["X"]`, `getenv().getOrDefault("X", "…")`.
  if (sign(at) === '(' && sign(at + 1) === ')') at += sign(at + 2) === '.' ? 4 : 2;
  const name = tokens[at + 1];
  if (!/^[([]$/.test(sign(at) ?? '') || name?.kind !== 'text') return [];
  let value: Value = variableValue(name.text, lines.at(name.at));
  let next = at + 2;
  if (sign(next) === ',') {
    const given = tokens[next + 1];
    if (given?.kind === 'text') value = orElse(value, textValue(given.text, lines.at(given.at)));
    next += 2;
  }
  next += 1;
  // `?.toInt()` and its like change nothing of what is meant.
  for (let calls = 0; calls < 4 && (sign(next) === '?.' || sign(next) === '.') && sign(next + 2) === '(' && sign(next + 3) === ')'; calls += 1) next += 4;
  const given = sign(next) === '?:' ? tokens[next + 1] : undefined;
  if (given?.kind === 'text' || (given?.kind === 'word' && /^(\d+|true|false)$/.test(given.text))) value = orElse(value, textValue(given.text, lines.at(given.at)));
  const meaning = meaningOf(name.text);
  return meaning ? usesOfSetting(meaning, value, null) : [];
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b' };
const token = /\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|"""[\s\S]*?(?:"""|$)|"(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.)*'?|\w+|\?:|\?\.|[^\s\w]/g;

/** Words, texts and signs; comments are none. */
function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  for (const match of text.matchAll(token)) {
    const [whole] = match;
    if (whole.startsWith('//') || whole.startsWith('/*')) continue;
    if (whole.startsWith('"""')) tokens.push({ kind: 'text', text: whole.slice(3, -3), at: match.index });
    else if (whole.startsWith('"')) tokens.push({ kind: 'text', text: whole.slice(1, -1).replace(/\\(.)/gs, (_, sign: string) => escapes[sign] ?? sign), at: match.index });
    else tokens.push({ kind: /^\w/.test(whole) ? 'word' : 'sign', text: whole, at: match.index });
  }
  return tokens;
}
