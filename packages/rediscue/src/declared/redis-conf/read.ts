import { readFile, stat } from 'node:fs/promises';
import { dirname, isAbsolute } from 'node:path';
import type { Place } from '../../facts/index.ts';
import { checkDirective, type DirectiveProblem } from './check-directive.ts';
import { expandIncludes } from './includes.ts';
import { splitWords } from './words.ts';

/** One line that says something. Values are as in the file: they may be secrets and stay in memory. */
export interface Directive {
  name: string;
  values: string[];
  place: Place;
}

interface ConfProblem {
  place: Place;
  reason: string;
  kind: DirectiveProblem['kind'] | 'quotes' | 'include' | 'variable' | 'size';
}

/** A redis.conf, valkey.conf or sentinel.conf with everything it includes, in the order in which a server reads it. */
export interface RedisConf {
  file: string;
  /** Null when it can be read; otherwise the system's code. */
  unreadable: string | null;
  modifiedAt: string | null;
  directives: Directive[];
  problems: ConfProblem[];
  /** Literal `${VAR}` that no server expands. */
  variables: { place: Place; directive: string; text: string }[];
  /** Files that it includes, directly or not. */
  included: string[];
  sentinel: boolean;
  /** Value of a directive with one value: the last one wins, as in a server. */
  setting(name: string): string | undefined;
  /** All lines of a directive that accumulates (`user`, `loadmodule`, `sentinel`, `client-output-buffer-limit`, …). */
  lines(name: string): string[][];
  /** `save` points: pairs accumulate over lines, `save ""` forgets those before it. Undefined: the file says nothing. */
  savePoints(): { seconds: number; changes: number }[] | undefined;
}

const maxFileBytes = 1024 * 1024;
const maxFiles = 64;
const maxDirectives = 20_000;
/** With so many problems it is no configuration, and looking for what each line may mean costs time. */
const maxProblems = 500;
const maxMs = 250;

/** Names under which the same directive is known. */
const aliases: Readonly<Record<string, string>> = { slaveof: 'replicaof', primaryauth: 'masterauth', primaryuser: 'masteruser' };
const canonical = (name: string) => aliases[name] ?? name.replace(/^(min-)?slave(s?)-/, '$1replica$2-');

interface Reading {
  conf: RedisConf;
  workingDirectory: string | null;
  files: Set<string>;
  /** Moment after which no more includes are followed. */
  until: number;
}

/** Whether a path looks like one of these files. */
export function isRedisConf(path: string): boolean {
  return /(^|[\\/])(redis|valkey|sentinel|keydb)[^\\/]*\.conf(\.[a-z0-9-]+)?$/i.test(path) || /(^|[\\/])(redis|valkey|sentinel)[\\/][^\\/]*\.conf$/i.test(path);
}

/** Reads the file and its includes. Never rejects. `workingDirectory`: where the server runs; relative includes begin there. */
export async function readRedisConf(file: string, options: { workingDirectory?: string | null } = {}): Promise<RedisConf> {
  const conf = emptyConf(file);
  const reading: Reading = { conf, workingDirectory: options.workingDirectory ?? null, files: new Set(), until: performance.now() + maxMs };
  try {
    const info = await stat(file);
    conf.modifiedAt = info.mtime.toISOString();
    if (!info.isFile()) conf.unreadable = 'it is no file';
    else if (info.size > maxFileBytes) conf.unreadable = 'it is too large for a configuration';
    else await readOne(reading, file, await readFile(file, 'utf8'));
  } catch (error) {
    conf.unreadable = (error as NodeJS.ErrnoException).code ?? 'unknown error';
  }
  return conf;
}

/** Reads a text without touching the file system: includes are listed, not followed. */
export function parseRedisConf(file: string, text: string): RedisConf {
  const conf = emptyConf(file);
  for (const _ of parse(conf, file, text));
  return conf;
}

function emptyConf(file: string): RedisConf {
  const conf: RedisConf = {
    file,
    unreadable: null,
    modifiedAt: null,
    directives: [],
    problems: [],
    variables: [],
    included: [],
    sentinel: false,
    setting(name) {
      const wanted = canonical(name);
      return conf.directives.findLast((directive) => canonical(directive.name) === wanted)?.values.join(' ');
    },
    lines(name) {
      const wanted = canonical(name);
      return conf.directives.filter((directive) => canonical(directive.name) === wanted).map((directive) => directive.values);
    },
    savePoints() {
      let points: { seconds: number; changes: number }[] | undefined;
      for (const values of conf.lines('save')) {
        const words = values.flatMap((value) => value.split(/\s+/)).filter((word) => word !== '');
        if (words.length === 0) points = [];
        else for (let at = 0; at + 1 < words.length; at += 2) points = [...(points ?? []), { seconds: Number(words[at]), changes: Number(words[at + 1]) }];
      }
      return points;
    },
  };
  return conf;
}

async function readOne(reading: Reading, file: string, text: string): Promise<void> {
  reading.files.add(file);
  for (const include of parse(reading.conf, file, text)) {
    const { conf, files, workingDirectory } = reading;
    if (performance.now() > reading.until) {
      conf.problems.push({ place: include.place, kind: 'include', reason: 'reading the included files took too long' });
      return;
    }
    const { paths, reason } = await expandIncludes(include.path, isAbsolute(include.path) ? null : (workingDirectory ?? dirname(reading.conf.file)));
    if (reason) conf.problems.push({ place: include.place, kind: 'include', reason });
    for (const path of paths) {
      if (files.has(path) || files.size >= maxFiles) {
        conf.problems.push({ place: include.place, kind: 'include', reason: files.has(path) ? `\`${path}\` is included again` : `more than ${maxFiles} files are included` });
        continue;
      }
      conf.included.push(path);
      try {
        const info = await stat(path);
        if (!info.isFile() || info.size > maxFileBytes) throw new Error('no file of a usable size');
        await readOne(reading, path, await readFile(path, 'utf8'));
      } catch (error) {
        const why = (error as NodeJS.ErrnoException).code ?? 'no file of a usable size';
        conf.problems.push({ place: include.place, kind: 'include', reason: `\`${path}\` cannot be read (${why})` });
      }
    }
  }
}

/** Adds what a text says to `conf` and yields each include at its place, so that the last one wins across files. */
function* parse(conf: RedisConf, file: string, text: string): Generator<{ path: string; place: Place }> {
  let hasModules = /(?:^|\n)[ \t\r]*loadmodule\s/i.test(text);
  for (const [index, line] of text.split('\n').entries()) {
    const trimmed = line.trim();
    if (trimmed === '' || trimmed.startsWith('#')) continue;
    if (conf.directives.length >= maxDirectives) {
      conf.problems.push({ place: { file, line: index + 1 }, kind: 'size', reason: `more than ${maxDirectives} directives` });
      return;
    }
    const words = splitWords(line);
    if (words === null) {
      conf.problems.push({ place: { file, line: index + 1 }, kind: 'quotes', reason: 'the quotes of the line are not balanced' });
      continue;
    }
    const [first, ...rest] = words;
    if (!first) continue;
    const name = first.text.toLowerCase();
    const values = rest.map((word) => word.text);
    const place: Place = { file, line: index + 1, column: first.column };
    conf.directives.push({ name, values, place });
    hasModules ||= name === 'loadmodule';
    if (name === 'sentinel') conf.sentinel = true;
    const problem = conf.problems.length < maxProblems ? checkDirective(name, values, hasModules) : null;
    if (problem) conf.problems.push({ place, ...problem });
    for (const word of rest) {
      const variable = /\$\{[A-Za-z_][A-Za-z0-9_]*(?::?[-=?+][^}]{0,200})?\}/.exec(word.text);
      if (variable)
        conf.variables.push({ place: { file, line: index + 1, column: word.column + variable.index }, directive: name, text: variable[0].replace(/:?[-=?+].*\}$/, '}') });
    }
    if (name === 'include' && values.length === 1) yield { path: values[0] as string, place };
  }
}
