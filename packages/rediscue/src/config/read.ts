// What is needed to read a rediscue.yaml: its schema with zod, and a parser of YAML. Loaded only where there is one: see decision 5.
import { type Document, LineCounter, parseDocument } from 'yaml';
import { errors } from '../errors.ts';
import type { Place } from '../facts/index.ts';
import { placeAt } from './place-at.ts';
import { firstProblem } from './problems.ts';
import { Settings } from './schema/index.ts';

/** What stands in a rediscue.yaml, checked. May hold a secret: lives in memory only. */
export interface Config {
  /** As reports name it. */
  file: string;
  settings: Settings;
  /** Where a setting stands. */
  place(path: readonly PropertyKey[]): Place;
}

const maxLength = 1024 * 1024;
const maxDepth = 40;

/** Throws `config/not-yaml`, `config/unknown-key` or `config/wrong-value`. */
export function readConfig(text: string, file: string): Config {
  const { document, lines } = parsed(text, file);
  const at = (path: readonly PropertyKey[]): Place => {
    const { line, col } = lines.linePos(placeAt(document.contents, path));
    return { file, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    throw errors.configNotYaml({ place: { file }, why: 'its aliases repeat too much, or lead nowhere' }, { cause: error });
  }
  // An empty file, or one of comments alone, says nothing.
  const checked = Settings.safeParse(value ?? {});
  if (!checked.success) throw firstProblem(checked.error.issues, value, at);
  return { file, settings: checked.data, place: at };
}

function parsed(text: string, file: string): { document: Document.Parsed; lines: LineCounter } {
  const lines = new LineCounter();
  const refuse = (why: string, line?: number, cause?: unknown) =>
    errors.configNotYaml({ place: line === undefined ? { file } : { file, line }, why }, cause === undefined ? undefined : { cause });
  if (text.length > maxLength) throw refuse('it is larger than 1 MiB');
  const plain = text.replace(/^\uFEFF/, '');
  // Nesting is bounded before it is parsed: the parser takes a turn of the stack for each level.
  if (nesting(plain) > maxDepth) throw refuse('it nests too deeply');
  let document: Document.Parsed;
  try {
    document = parseDocument(plain, { lineCounter: lines, schema: 'core', merge: true, prettyErrors: false, logLevel: 'error' });
  } catch (error) {
    throw refuse('it cannot be understood', undefined, error);
  }
  // The parser's own sentences may repeat what stands there.
  const [error] = document.errors;
  if (error !== undefined) throw refuse(faults[error.code] ?? 'it cannot be understood here', Math.max(lines.linePos(error.pos[0]).line, 1));
  return { document, lines };
}

const faults: Record<string, string> = {
  BAD_INDENT: 'the indentation fits nothing above it',
  BAD_QUOTED: 'a quotation mark has no partner',
  MISSING_CHAR: 'a quotation mark, a bracket or a comma is missing',
  TAB_AS_INDENT: 'a tab stands where spaces indent',
  DUPLICATE_KEY: 'a key stands there twice',
  MULTIPLE_DOCS: 'it holds more than one document',
  BAD_ALIAS: 'an alias has no anchor',
  UNEXPECTED_TOKEN: 'a sign stands where none can',
  BLOCK_AS_IMPLICIT_KEY: 'the indentation fits nothing above it, or a colon is missing',
  MULTILINE_IMPLICIT_KEY: 'a colon is missing',
  IMPOSSIBLE: 'it cannot be understood here',
};

/** The deepest level of brackets, or of indentation and dashes, that there can be. */
function nesting(text: string): number {
  let brackets = 0;
  let most = 0;
  for (const sign of text) {
    if (sign === '[' || sign === '{') most = Math.max(most, ++brackets);
    else if (sign === ']' || sign === '}') brackets = Math.max(brackets - 1, 0);
  }
  for (const [lead = ''] of text.matchAll(/^(?:[ \t]*[-?:][ \t]+)+/gm)) most = Math.max(most, lead.replace(/[^-?:]/g, '').length);
  return most;
}
