import { basename } from 'node:path/posix';
import type { Place, SecretShape } from '../../facts/index.ts';
import { maskArguments } from '../masks/index.ts';
import type { DeclaredObject, Files, Program, Use, Variable } from '../reading.ts';
import { shapeOfSecret } from '../secret-shape.ts';
import { scriptSecrets } from './script-secrets.ts';

/** Data of an object `literal-secret`: a password of a Redis that stands in a file as it is, and not by reference. */
export interface LiteralSecret {
  /** Program that gets it; null for code and scripts. */
  by: string | null;
  format: string;
  variant: string | null;
  how: 'variable' | 'command' | 'script' | 'code';
  shape: SecretShape;
  /** Its words say that it is for development, a test or an example. */
  isObvious: boolean;
}

/** Names under which an application or an image gets a password of Redis. */
const secretName = /(^|_)(REDIS|VALKEY|KEYDB|REDISCLI|SENTINEL)\w*?(PASS(WORD|WD|PHRASE)?|AUTH|PWD|SECRET)$/i;
const inUrl = /^(?:rediss?|valkeys?|redis\+?-?sentinel|unix)[\w+]*:\/\/[^\s/@:]*:([^\s@]+)@/i;
const obvious = /(^|[^a-z])(dev|test|local|example|dummy|sample|demo|fake|mock)/i;
/** What a format puts something else in place of. None goes over the beginning of another, so that torn ones cost no more than their length. */
const references = /\$\{[^{}]*\}|\$\([^()]*\)|\{\{(?:(?!\{\{).)*?\}\}|<%(?:(?!<%).)*?%>|#\{[^{}]*\}/g;
/** Lines below a command's beginning in which its words may stand. */
const maxCommandLines = 60;
/** Env files are not meant to be committed, and whether they are is not known here. */
const isEnvFile = (file: string): boolean => /(^|\.)env(\.|$)/i.test(basename(file));

/** Passwords of Redis that stand in files of the project. The objects hold their shapes alone. */
export function literalSecrets(programs: readonly Program[], uses: readonly Use[], files: Files): DeclaredObject[] {
  const found = new Map<string, DeclaredObject>();
  const lines = linesIn(files);
  const add = (name: string, place: Place, secret: string, data: Omit<LiteralSecret, 'shape' | 'isObvious'>) => {
    const shape = shapeOfSecret(secret, null);
    const key = `${place.file}:${place.line}`;
    if (!shape.set || shape.variable !== null || isEnvFile(place.file) || found.has(key)) return;
    found.set(key, { kind: 'literal-secret', name, place, data: { ...data, shape, isObvious: obvious.test(secret) } satisfies LiteralSecret });
  };
  for (const program of programs) {
    const about = { by: program.name, format: program.format, variant: program.variant };
    for (const variable of program.layers.flatMap(({ variables }) => variables)) {
      const secret = secretOf(variable.name, variable.value);
      const place = secret === null ? null : placeOfLiteral(variable, secret, lines);
      if (secret !== null && place !== null) add(variable.name, place, secret, { ...about, how: 'variable' });
    }
    if (program.command === null) continue;
    const { place } = program.command;
    for (const secret of secretWords(program.command.value)) if (standsInCommand(place, secret, lines)) add(program.name, place, secret, { ...about, how: 'command' });
  }
  for (const { means, fallback, place } of uses) {
    const secret = secretOf(means, fallback);
    if (secret !== null && lineAt(place, lines).includes(secret)) add(means, place, secret, { by: null, format: 'code', variant: null, how: 'code' });
  }
  for (const { secret, place } of scriptSecrets(files)) add(basename(place.file), place, secret, { by: null, format: 'pipeline', variant: null, how: 'script' });
  return [...found.values()];
}

function secretOf(name: string, value: string | null): string | null {
  if (value === null || value === '') return null;
  if (value.includes('://')) return inUrl.exec(value)?.[1] ?? null;
  return secretName.test(name) ? value : null;
}

/** Lines of a file; split once, as it may hold many candidates. */
type Lines = (file: string) => readonly string[];

function linesIn(files: Files): Lines {
  const known = new Map<string, readonly string[]>();
  return (file) => {
    const lines = known.get(file) ?? (files.text(file) ?? '').split('\n');
    known.set(file, lines);
    return lines;
  };
}

const lineAt = ({ file, line }: Place, lines: Lines): string => (line === undefined ? '' : (lines(file)[line - 1] ?? ''));

/** Where the value itself stands: at the variable, or in the object of the cluster that it comes from; null: it is put in there from elsewhere. */
function placeOfLiteral({ name, value, place, from }: Variable, secret: string, lines: Lines): Place | null {
  const at = from === undefined ? place : from.place;
  if (at === null || (from !== undefined && !/\.ya?ml$/i.test(at.file))) return null;
  const line = lineAt(at, lines);
  const text = line.slice(Math.max(0, line.indexOf(name))).replace(references, ' ');
  const encoded = Buffer.from(secret, 'utf8').toString('base64').replace(/=+$/, '');
  // In a URL its signs tell it from a host of the same name.
  return text.includes(value?.includes('://') ? `:${secret}@` : secret) || (from !== undefined && text.includes(encoded)) ? at : null;
}

/** What masking takes out of the words. */
function secretWords(words: readonly string[]): string[] {
  const { shown, hasSecret } = maskArguments(words);
  if (!hasSecret) return [];
  return shown.flatMap((word, index) => {
    const raw = words[index] ?? '';
    if (word === raw || raw.length > 400) return [];
    const shape = word.split('***').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    return shape.length > 6 ? [] : [...(new RegExp(`^${shape.join('(.+?)')}$`, 's').exec(raw) ?? [])].slice(1).map((secret) => secret.replace(/^["']|["']$/g, ''));
  });
}

function standsInCommand(place: Place, secret: string, lines: Lines): boolean {
  const first = (place.line ?? 1) - 1;
  const text = lines(place.file).slice(first, first + maxCommandLines).join('\n').replace(references, '\0'); // biome-ignore format: one chain
  const escaped = secret.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`(?:requirepass|masterauth|primaryauth|pass(?:word)?|token|secret|\\s-a|://[^\\s/@:]*:)[\\s"',=>|\\[\\]\\\\-]*${escaped}(?![\\w$])`, 'i').test(text);
}
