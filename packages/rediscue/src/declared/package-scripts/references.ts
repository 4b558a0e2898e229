import { join } from 'node:path/posix';
import type { Files } from '../reading.ts';
import { callsOf, literalOf, type ShellCall, type ShellWord } from '../shell/index.ts';
import type { PackageFile, Packages } from './package-file.ts';

/** A script that a line runs by its name. */
interface Reference {
  /** May hold `*`. */
  name: string;
  /** Folder or name of the package whose script it is; null: the one that the line stands in. */
  workspace: string | null;
  /** What is no script may be a program of that name. */
  orProgram: boolean;
}

/** Bounds for texts that nobody writes. */
const maxReferences = 200;
const maxPath = 1000;
const maxGlobbed = 2000;

const valued = new Set(['--prefix', '-C', '--dir', '--cwd', '--workspace', '--filter', '-F', '--loglevel', '--max-parallel', '--npm-path', '--script-shell']);
const yarnCommands =
  /^(add|audit|autoclean|bin|cache|check|config|constraints|create|dedupe|dlx|exec|explain|generate-lock-entry|global|help|import|info|init|install|licenses|link|list|login|logout|node|npm|outdated|owner|pack|patch|plugin|policies|publish|rebuild|remove|search|set|stage|tag|team|test|unlink|unplug|up|upgrade|upgrade-interactive|version|versions|why|workspace|workspaces)$/;

/** Scripts that a text runs and that its packages do not have. Only what is certain: who may start a program of that name instead is not told. */
export function missingScripts(text: string, folder: string, packages: Packages, files: Files): { name: string; at: number }[] {
  const missing: { name: string; at: number }[] = [];
  const folders: (string | null)[] = [folder];
  let left = maxReferences;
  // Most texts run no script.
  if (!/\b(npm|yarn|pnpm|bun|run-s|run-p)\b/.test(text)) return missing;
  for (const call of callsOf(text)) {
    const { depth } = call.command;
    folders.length = Math.min(folders.length, depth + 1);
    while (folders.length <= depth) folders.push(folders.at(-1) ?? null);
    if (literalOf(call.words[0]) === 'cd' || literalOf(call.words[0]) === 'pushd') {
      const to = literalOf(call.words[1]);
      const from = folders[depth] ?? null;
      const next = from === null || to === null || !/^[\w.@-]/.test(to) ? null : join(from, to);
      folders[depth] = next === null || next.length > maxPath ? null : next;
      continue;
    }
    const at = folders[depth] ?? null;
    if (at === null) continue;
    for (const { name, workspace, orProgram } of referencesOf(call)) {
      left -= 1;
      if (left < 0) return missing;
      const own = workspace === null ? packages.in(at) : (packages.in(join(at, workspace)) ?? packages.named(workspace));
      if (own === null || has(own, name, files) || (orProgram && packages.haveScript(name))) continue;
      missing.push({ name, at: call.words[0]?.from ?? 0 });
    }
  }
  return missing;
}

function has({ scripts, folder }: PackageFile, name: string, files: Files): boolean {
  if (scripts.has(name) || name === 'env' || name === 'restart') return true;
  if (name === 'start' && files.kind(join(folder, 'server.js')) === 'file') return true;
  if (!/[*?]/.test(name)) return false;
  // As the tools do it: a star stands for no colon, two for anything.
  const pattern = name.replace(/[.+^${}()|[\]\\]/g, '\\$&').replace(/\*+|\?/g, (stars) => (stars === '?' ? '.' : stars.length > 1 ? '.*' : '[^:]*'));
  return (pattern.match(/\*/g)?.length ?? 0) > 4 || scripts.size > maxGlobbed || matchesAny(new RegExp(`^${pattern}$`), scripts.keys());
}

function matchesAny(pattern: RegExp, names: Iterable<string>): boolean {
  for (const name of names) if (pattern.test(name)) return true;
  return false;
}

function referencesOf(call: ShellCall): Reference[] {
  const [first, ...rest] = call.words.map(literalOf);
  switch (first) {
    case 'npm':
    case 'yarn':
    case 'pnpm':
    case 'bun':
      return managerReference(first, rest);
    case 'npm-run-all':
    case 'npm-run-all2':
    case 'run-s':
    case 'run-p':
      return positionalOf(rest).words.flatMap((word) => (word === null ? [] : named(word.split(' ')[0] ?? '', false)));
    case 'concurrently':
      return call.words.slice(1).flatMap(concurrent);
    default:
      return [];
  }
}

function concurrent(word: ShellWord): Reference[] {
  const text = literalOf(word);
  if (text === null || text.startsWith('-')) return [];
  const short = /^(npm|yarn|pnpm|bun):([^\s()]+)/.exec(text);
  if (short) return named(short[2] ?? '', short[1] !== 'npm');
  // The commands of a quoted line; none of them is a `concurrently` of its own.
  return callsOf(text).length > 1 ? [] : callsOf(text).flatMap((inner) => (literalOf(inner.words[0]) === 'concurrently' ? [] : referencesOf(inner)));
}

function managerReference(manager: string, words: readonly (string | null)[]): Reference[] {
  const { words: positional, options } = positionalOf(words);
  if (options.has('--if-present') || ['-r', '--recursive', '--workspaces', '-ws', '--filter', '-F', '--global', '-g', '--help', '--version'].some((option) => options.has(option)))
    return [];
  // To pnpm it is the workspace's root, to npm one of its packages.
  if (options.has('-w') && manager !== 'npm') return [];
  const workspace = ['--prefix', '-C', '--dir', '--cwd', '--workspace', '-w'].map((option) => options.get(option)).find((value) => value !== undefined) ?? null;
  const [command, script] = positional;
  if (command === undefined || command === null || workspace === '') return [];
  if (command === 'workspace' && manager === 'yarn')
    return typeof script === 'string' ? managerReference('yarn', positional.slice(2)).map((each) => ({ ...each, workspace: script })) : [];
  const found = (name: string | null | undefined, orProgram: boolean) => (typeof name === 'string' ? named(name, orProgram).map((each) => ({ ...each, workspace })) : []);
  if (['run', 'run-script'].includes(command)) return found(script, manager === 'yarn' || manager === 'bun');
  if (manager === 'npm') return ['test', 't', 'tst'].includes(command) ? found('test', false) : command === 'start' ? found('start', false) : [];
  return manager === 'bun' || yarnCommands.test(command) ? [] : found(command, true);
}

/** A name that may be a program's is told only where it holds a colon, which no program's has. */
function named(name: string, orProgram: boolean): Reference[] {
  if (!/^[\w@*?][\w@:./*?-]*$/.test(name) || (orProgram && !/\w:\w/.test(name)) || (orProgram && name.includes('*'))) return [];
  return [{ name, workspace: null, orProgram }];
}

function positionalOf(all: readonly (string | null)[]): { words: (string | null)[]; options: Map<string, string> } {
  const end = all.indexOf('--');
  const words: (string | null)[] = [];
  const options = new Map<string, string>();
  const own = end === -1 ? all : all.slice(0, end);
  for (let index = 0; index < own.length; index += 1) {
    const word = own[index] ?? null;
    if (word === null || !word.startsWith('-')) {
      words.push(word);
      continue;
    }
    const [option = '', value] = word.split('=', 2);
    const takesNext = value === undefined && (valued.has(option) || (option === '-w' && words[0] !== undefined));
    options.set(option, value ?? (takesNext ? (own[index + 1] ?? '') : 'true'));
    if (takesNext) index += 1;
  }
  return { words, options };
}
