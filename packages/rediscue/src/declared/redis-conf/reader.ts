import { basename, dirname, isAbsolute, join } from 'node:path/posix';
import type { DeclaredObject, Files, Port, Program, Reader, Reading, ReadingProblem } from '../reading.ts';
import { hostProgram } from '../shell/index.ts';
import { parseAclFile } from './acl-file.ts';
import { readWholeConf, type WholeConf } from './follow-includes.ts';
import { isAclName, isMeant, saysServer, variantOf } from './places.ts';
import { type Directive, isRedisConf, type RedisConf } from './read.ts';
import { isFilledIn, unexpandedIn } from './unexpanded.ts';

/** `data` of an object of kind `redis-conf`. The directives hold secrets and stay in memory. */
export interface DeclaredRedisConf {
  /** What the file says, with everything that it includes inside the project. */
  conf: RedisConf;
  /** Includes that lead out of the project. */
  outside: WholeConf['outside'];
  /** `test`, `staging`, … by the words of its path; null: for all. */
  variant: string | null;
  /** ACL file of the project that it names; null: none, or one outside. */
  aclFile: string | null;
  /** Something of the project fills it in before a server reads it. */
  isFilledIn: boolean;
}

/** `data` of an object of kind `acl-file`. */
export interface DeclaredAclFile {
  /** Users without their passwords, and what stops a start. */
  acl: ReturnType<typeof parseAclFile>;
  /** All words of each user's line, for comparing passwords: they hold secrets and stay in memory. */
  rules: ReadonlyMap<string, { rules: readonly string[]; line: number }>;
  /** Configurations of the project that name it. */
  namedBy: string[];
}

/** Server configurations (`redis.conf`, `valkey.conf`, `sentinel.conf`) and ACL files of a project. */
export const redisConfReader: Reader = {
  id: 'redis-conf',
  detect: (path) => (isRedisConf(path) && isMeant(path)) || isAclName(path),
  read(paths, files) {
    const reading: Required<Pick<Reading, 'programs' | 'objects'>> & Reading = { programs: [], objects: [], problems: [] };
    const parsed = new Map<string, RedisConf | null>();
    const wholes = paths.flatMap((path) => (isRedisConf(path) && !isProgrammed(files.text(path)) ? (readWholeConf(path, files, parsed) ?? []) : []));
    const servers = wholes.filter(({ conf }) => saysServer(conf));
    // What another file of the same kind includes is a part of that one, and no server of its own.
    const includers = new Map<string, RedisConf[]>();
    for (const { conf } of servers) for (const file of conf.included) includers.set(file, [...(includers.get(file) ?? []), conf]);
    const isPart = (own: RedisConf) => includers.get(own.file)?.some((other) => other !== own && !(own.included.includes(other.file) && own.file < other.file));
    const roots = servers.filter(({ conf }) => !isPart(conf));
    const acls = new Map<string, string[]>(paths.filter(isAclName).map((path) => [path, []]));
    for (const { conf, outside } of roots) {
      const aclFile = aclFileOf(conf, files);
      if (aclFile !== null) acls.set(aclFile, [...(acls.get(aclFile) ?? []), conf.file]);
      const variant = variantOf(conf.file);
      const place = { file: conf.file, line: 1 };
      const data: DeclaredRedisConf = { conf, outside, variant, aclFile, isFilledIn: conf.variables.length > 0 && isFilledIn(conf, files) };
      reading.programs.push(programOf(conf, variant));
      reading.objects.push({ kind: 'redis-conf', name: conf.file, place, data });
      reading.problems.push(...problemsOf(conf));
    }
    for (const [path, namedBy] of acls) {
      const object = aclObject(path, namedBy, files);
      if (object) reading.objects.push(object);
    }
    return reading;
  },
  judge: ({ objects }) =>
    objects
      .filter(({ kind }) => kind === 'redis-conf')
      .map(({ data }) => data as DeclaredRedisConf)
      .flatMap((declared) => (declared.isFilledIn ? [] : unexpandedIn(declared.conf))),
};

/** Only what keeps a part of the file from being read; whether a value is right is for the causes to judge. */
const problemsOf = (conf: RedisConf): ReadingProblem[] =>
  conf.problems.filter(({ kind }) => kind === 'quotes' || kind === 'include' || kind === 'size').map(({ place, reason }) => ({ place, why: reason }));

function programOf(conf: RedisConf, variant: string | null): Program {
  const folder = dirname(conf.file);
  return hostProgram({ name: conf.file, format: 'redis-conf', place: { file: conf.file, line: 1 }, group: folder, variant, folder, ports: portsOf(conf) });
}

function portsOf(conf: RedisConf): Port[] {
  const last = (name: string): Directive | undefined => conf.directives.findLast((directive) => directive.name === name);
  const address = addressOf(conf);
  const own = (['port', 'tls-port'] as const).flatMap((name): Port[] => {
    const directive = last(name);
    const value = directive?.values[0] ?? (name === 'port' ? (conf.sentinel ? '26379' : '6379') : '0');
    const number = /^\d{1,5}$/.test(value) ? Number(value) : 0;
    return number === 0 || number > 65_535 ? [] : [{ inside: number, outside: number, address, place: directive?.place ?? { file: conf.file, line: 1 } }];
  });
  return own;
}

/** One address when the server listens on loopback alone, or on one interface; null when it is reached on all or several. */
function addressOf(conf: RedisConf): string | null {
  const addresses = (conf.directives.findLast(({ name }) => name === 'bind')?.values ?? []).flatMap((value) => value.split(/\s+/)).map((value) => value.replace(/^-/, ''));
  if (addresses.length === 0 || addresses.some((each) => each === '*' || each === '0.0.0.0' || each === '::' || each === '::*')) return null;
  const beyond = addresses.filter((each) => !/^(127\.|::1$|localhost$)/i.test(each));
  if (beyond.length === 0) return addresses[0] ?? null;
  return addresses.length === 1 ? (addresses[0] ?? null) : null;
}

/** A template of Terraform, Jinja or Go with conditions and loops, which no server is started with. */
const isProgrammed = (text: string | null): boolean =>
  text !== null && /%\{~?\s*(?:if|for|else|endif|endfor)\b|\{%-?\s*(?:if|for|set|else|endif|endfor)\b|\{\{-?\s*[.$\w]/.test(text);

function aclFileOf(conf: RedisConf, files: Files): string | null {
  const path = conf.setting('aclfile');
  if (!path) return null;
  const folder = dirname(conf.file);
  const candidates = isAbsolute(path) ? [join(folder, basename(path))] : [join(folder, path), join('.', path)];
  return candidates.find((candidate) => !candidate.startsWith('..') && files.kind(candidate) === 'file') ?? null;
}

function aclObject(path: string, namedBy: string[], files: Files): DeclaredObject | null {
  const text = files.text(path)?.replace(/^\uFEFF/, '');
  if (text === undefined) return null;
  const rules = new Map<string, { rules: readonly string[]; line: number }>();
  let others = 0;
  for (const [index, raw] of text.split('\n').entries()) {
    const [word, name, ...rest] = raw.trim().split(/ +/);
    if (word === 'user' && name !== undefined) rules.set(name, { rules: rest, line: index + 1 });
    else if (word !== '' && !word?.startsWith('#')) others++;
  }
  // Squid's and Varnish's lists have the same ending.
  if (namedBy.length === 0 && (rules.size === 0 || others > rules.size)) return null;
  const data: DeclaredAclFile = { acl: parseAclFile(path, text), rules, namedBy };
  return { kind: 'acl-file', name: path, place: { file: path, line: 1 }, data };
}
