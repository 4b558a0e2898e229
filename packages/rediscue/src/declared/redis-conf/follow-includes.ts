import { basename, dirname, isAbsolute, join, normalize } from 'node:path/posix';
import type { Place } from '../../facts/index.ts';
import type { Files } from '../reading.ts';
import { parseRedisConf, type RedisConf } from './read.ts';

const maxFiles = 64;
const maxDepth = 16;
const maxDirectives = 20_000;

/** A configuration with everything that it includes inside the project, in the server's order. */
export interface WholeConf {
  conf: RedisConf;
  /** Files that it includes and that are no part of the project: what they say is not known. */
  outside: { path: string; place: Place }[];
}

interface Following {
  whole: WholeConf;
  files: Files;
  /** Each file is parsed once for all configurations of a project. */
  parsed: Map<string, RedisConf | null>;
  count: number;
}

/** Reads a configuration of the project. Null when there is no such text. */
export function readWholeConf(file: string, files: Files, parsed: Map<string, RedisConf | null>): WholeConf | null {
  const first = parseOnce(file, files, parsed);
  if (first === null) return null;
  const whole: WholeConf = { conf: parseRedisConf(file, ''), outside: [] };
  add(first, [file], { whole, files, parsed, count: 1 });
  return whole;
}

function parseOnce(file: string, files: Files, parsed: Following['parsed']): RedisConf | null {
  const known = parsed.get(file);
  if (known !== undefined) return known;
  const text = files.text(file);
  const conf = text === null ? null : parseRedisConf(file, text.replace(/^\uFEFF/, ''));
  parsed.set(file, conf);
  return conf;
}

/** Lays a file's lines into the whole, those of an include at its place: the last one wins across files too. */
function add(one: RedisConf, chain: readonly string[], following: Following): void {
  const { conf } = following.whole;
  for (const problem of one.problems) conf.problems.push(problem);
  for (const variable of one.variables) conf.variables.push(variable);
  conf.sentinel ||= one.sentinel;
  for (const directive of one.directives) {
    if (conf.directives.length >= maxDirectives) {
      conf.problems.push({ place: directive.place, kind: 'size', reason: `more than ${maxDirectives} directives` });
      return;
    }
    conf.directives.push(directive);
    const path = directive.values[0];
    if (directive.name === 'include' && directive.values.length === 1 && path) include(path, directive.place, chain, following);
  }
}

function include(path: string, place: Place, chain: readonly string[], following: Following): void {
  const { whole, files, parsed } = following;
  const refuse = (reason: string) => whole.conf.problems.push({ place, kind: 'include', reason });
  const found = /[*?[]/.test(path) ? expand(path, chain[0] ?? '', files) : [locate(path, chain, files)].filter((each) => each !== null);
  if (found === null) {
    refuse(`\`${path}\` is too wide a pattern to follow here`);
    return;
  }
  if (found.length === 0) whole.outside.push({ path, place });
  for (const file of found) {
    if (chain.includes(file)) refuse(`\`${file}\` is included again`);
    else if (chain.length >= maxDepth || following.count >= maxFiles) refuse(`more than ${maxFiles} files, or deeper than ${maxDepth}, are included`);
    else {
      const one = parseOnce(file, files, parsed);
      if (one === null) {
        refuse(`\`${file}\` cannot be read`);
        continue;
      }
      following.count++;
      if (!whole.conf.included.includes(file)) whole.conf.included.push(file);
      add(one, [...chain, file], following);
    }
  }
}

/**
 * The project's file that an include means. A server looks from the folder that it runs in, mostly that of its file or the
 * project's; an absolute path is one of a container or a machine, where the files of one folder stay together.
 */
function locate(path: string, chain: readonly string[], files: Files): string | null {
  const folder = dirname(chain[0] ?? '');
  const candidates = isAbsolute(path) ? [join(folder, basename(path))] : [join(folder, path), normalize(path)];
  // A machine's `/etc/redis/redis.conf` is not the project's `redis.conf` that includes it.
  return candidates.find((candidate) => !(isAbsolute(path) && chain.includes(candidate)) && !candidate.startsWith('..') && files.kind(candidate) === 'file') ?? null;
}

/** Null for a pattern that is too costly to match. */
function expand(path: string, from: string, files: Files): string[] | null {
  const folder = dirname(from);
  const pattern = isAbsolute(path) ? join(folder, basename(dirname(path)), basename(path)) : join(folder, path);
  if ((path.match(/[*?[]/g) ?? []).length > 4 || path.includes('**') || path.length > 500) return null;
  const patterns = [pattern, ...(isAbsolute(path) ? [join(folder, basename(path))] : [normalize(path)])].map(matcher);
  for (const each of patterns) {
    const found = files.paths.filter((candidate) => candidate !== from && each.test(candidate)).slice(0, maxFiles + 1);
    if (found.length > 0) return found;
  }
  return [];
}

function matcher(pattern: string): RegExp {
  const source = pattern
    .replace(/[.+^${}()|\\]/g, '\\$&')
    .replace(/\[!/g, '[^')
    .replaceAll('*', '[^/]*')
    .replaceAll('?', '[^/]');
  try {
    return new RegExp(`^${source}$`);
  } catch {
    return /^(?!)/;
  }
}
