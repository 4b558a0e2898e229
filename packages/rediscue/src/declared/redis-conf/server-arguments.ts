import { basename } from 'node:path/posix';
import type { Place } from '../../facts/index.ts';
import { imageName, isSentinelImage, isServerImage } from '../../image-name.ts';
import type { Program, Variable } from '../reading.ts';
import { meaningOf, parseShell } from '../shell/index.ts';
import { directivesOfImage, imageVariables } from './image-variables.ts';
import type { Directive } from './read.ts';
import { splitWords } from './words.ts';

/** What a declared server's command and variables say, in the order in which the server takes it: the last one wins. */
export interface ServerCommand {
  /** It is a Sentinel: by its program, or by `--sentinel`. */
  sentinel: boolean;
  /** Configuration that it reads, as its path is inside; null: none is named. */
  file: string | null;
  /** Settings beyond the file, which they beat. They may hold secrets and stay in memory. */
  directives: Directive[];
  /** Something of it is only known while it runs: the output of a command, a variable that is set elsewhere. */
  isComplete: boolean;
  /** Variables that a shell puts in and that are set nowhere; what stands in their place is nothing. */
  unset: { name: string; place: Place }[];
}

const binary = /^(redis|valkey|keydb)-(server|sentinel)(\.exe)?$/i;
/** Programs that start another with the rest of their words. */
const starters = /^(exec|env|nohup|sudo|gosu|su-exec|tini|dumb-init|setpriv|nice|ionice|chrt|taskset|numactl|setarch|time|command|catatonit|.*entrypoint.*\.sh|run\.sh)$/;
/** They run a line that stands behind `-c`. */
const shells = /^((ba|da|a|z|k)?sh|su|runuser)$/;
const maxWords = 4_096;

/** Its entry point gives a Redis server what the command says. Dragonfly has options of its own. */
const takesArguments = (image: string): boolean => (isServerImage(image) && imageName(image) !== 'dragonfly') || isSentinelImage(image) || directivesOfImage(image) !== null;

/** Reads what a program that is a server is started with. A program that is none gives an empty command. */
export function serverCommand(program: Pick<Program, 'command' | 'image' | 'layers' | 'place'>): ServerCommand {
  const image = program.image?.value ?? null;
  const variables = effectiveVariables(program);
  const lookup = (name: string) => variables.get(name)?.value ?? undefined;
  const result: ServerCommand = { sentinel: false, file: null, directives: [], isComplete: true, unset: [] };
  if (image !== null) {
    const own = imageVariables(image, variables);
    result.directives.push(...own.directives);
    result.isComplete = own.isComplete;
    for (const flags of own.flags) readWords(splitFlags(flags.value), flags.place, result);
  }
  const isServer = image !== null && takesArguments(image);
  if (image !== null && isSentinelImage(image)) result.sentinel = true;
  if (program.command !== null) readCommand(program.command.value, { place: program.command.place, isServer, lookup, depth: 0 }, result);
  return result;
}

/** The same of a command's words alone, with the place that its caller gives. Null when they start no server. */
export function readServerWords(words: readonly string[], place: Place, lookup: (name: string) => string | undefined = () => undefined): ServerCommand | null {
  const result: ServerCommand = { sentinel: false, file: null, directives: [], isComplete: true, unset: [] };
  return readCommand(words, { place, isServer: false, lookup, depth: 0 }, result) ? result : null;
}

interface Context {
  place: Place;
  /** The image's own entry point is a server: words may be its arguments alone. */
  isServer: boolean;
  lookup(name: string): string | undefined;
  depth: number;
}

function readCommand(words: readonly string[], context: Context, result: ServerCommand): boolean {
  if (words.length > maxWords) return false;
  let at = 0;
  let isStarted = false;
  for (; at < words.length; at++) {
    const word = words[at] ?? '';
    const name = basename(word);
    if (binary.test(name)) break;
    if (shells.test(name)) return readShell(words.slice(at + 1), context, result);
    if (starters.test(name)) isStarted = true;
    else if (!isStarted) break;
    // Options and users of a starter: `gosu redis redis-server`, `tini -- redis-server`, `env A=b redis-server`.
    else if (at > 12) return false;
  }
  const name = basename(words[at] ?? '');
  if (binary.test(name)) {
    if (/sentinel/i.test(name)) result.sentinel = true;
    readWords(words.slice(at + 1), context.place, result);
    return true;
  }
  // The official images put the server in front of options and configurations.
  const [first = ''] = words;
  if (context.isServer && (first.startsWith('-') || first.endsWith('.conf') || isStarted)) {
    readWords(isStarted ? words.slice(words.findIndex((word) => word.startsWith('--') && word.length > 2)) : words, context.place, result);
    return true;
  }
  // Compose and units may give a whole line as one word.
  return words.length === 1 && /\s/.test(first) && context.depth < 4 ? readLine(first, context, result) : false;
}

function readShell(words: readonly string[], context: Context, result: ServerCommand): boolean {
  const at = words.findIndex((word) => /^-[a-z]*c[a-z]*$/.test(word));
  const line = at === -1 ? undefined : words[at + 1];
  return line === undefined || context.depth >= 4 ? false : readLine(line, context, result);
}

function readLine(line: string, context: Context, result: ServerCommand): boolean {
  if (line.length > 64 * 1024) return false;
  for (const command of parseShell(line)) {
    const raw = command.words.map((word) => meaningOf(word, context.lookup));
    const isOurs = raw.some(({ value }) => value !== null && (binary.test(basename(value)) || shells.test(basename(value))));
    const first = raw[0]?.value ?? '';
    if (!isOurs && !(context.isServer && first.startsWith('-'))) continue;
    const unset = command.words.flatMap(({ parts }) =>
      parts.flatMap((part) => (part.kind === 'variable' && context.lookup(part.name) === undefined && !/[-=+]$/.test(part.operator) ? [part.name] : [])),
    );
    const words = raw.map(({ value }) => value ?? '');
    if (!readCommand(words, { ...context, depth: context.depth + 1 }, result)) continue;
    result.unset.push(...[...new Set(unset)].map((name) => ({ name, place: context.place })));
    if (raw.some(({ value }) => value === null)) result.isComplete = false;
    return true;
  }
  return false;
}

/** What stands behind the server's name: a configuration first, then `--name value…`; a word may also hold a whole line. */
function readWords(words: readonly string[], place: Place, result: ServerCommand): void {
  let current: Directive | null = null;
  for (const [index, word] of words.entries()) {
    if (word.startsWith('--') && word.length > 2) {
      const [first, ...rest] = splitWords(word.slice(2)) ?? [{ text: word.slice(2), column: 1 }];
      const name = (first?.text ?? '').toLowerCase();
      current = name === '' ? null : { name, values: rest.map(({ text }) => text), place };
      if (name === 'sentinel' && rest.length === 0) result.sentinel = true;
      if (current) result.directives.push(current);
    } else if (current) current.values.push(word);
    else if (index === 0 && word !== '-' && word !== '') result.file = word;
  }
  // `--sentinel` is a mode, and no setting, unless values follow.
  result.directives = result.directives.filter(({ name, values }) => values.length > 0 || !/^(sentinel|check-system|version|help|test-memory)$/.test(name));
}

/** Flags in one variable: split as a line of a configuration is, and at white space where its quotes do not close. */
const splitFlags = (text: string): string[] => splitWords(text)?.map((word) => word.text) ?? text.split(/\s+/).filter((word) => word !== '');

/** The variables that it sees: the first layer that sets one wins. */
function effectiveVariables({ layers }: Pick<Program, 'layers'>): Map<string, Variable> {
  const variables = new Map<string, Variable>();
  for (const layer of layers) for (const variable of layer.variables) if (!variables.has(variable.name)) variables.set(variable.name, variable);
  return variables;
}
