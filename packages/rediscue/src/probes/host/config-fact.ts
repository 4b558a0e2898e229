import { stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { type RedisConf, readAclFile, shownDirectives } from '../../declared/redis-conf/index.ts';
import type { Credentials } from '../../declared/target/index.ts';
import type { ConfigFileFact } from '../../facts/index.ts';
import { type Identity, may } from './access.ts';
import { declaredPassword } from './declared-password.ts';
import type { FoundConf } from './find-conf.ts';
import { mountOf, mountsOf } from './mounts.ts';

export interface ConfigContext {
  /** Who runs the server; null when it is not known. */
  identity: Identity | null;
  /** Process whose mounts count. */
  pid: number | null;
  /** When the running process began: a file that it has read cannot be refused by it. */
  startedAtMs: number | null;
  /** What the application sends. */
  credentials: Credentials;
  /** Prefix of paths of a process with its own root; empty for ours. */
  root: string;
}

/** The file as a fact: directives without secrets, whether it can be rewritten, what is wrong in it. */
export async function configFact({ conf, foundBy }: FoundConf, context: ConfigContext): Promise<ConfigFileFact> {
  const shown = context.root === '' ? conf.file : conf.file.slice(context.root.length);
  const inner = (file: string) => (context.root !== '' && file.startsWith(context.root) ? file.slice(context.root.length) : file);
  const mounts = mountsOf(context.pid ?? 'self');
  const mount = mounts && mountOf(mounts, shown);
  const aclFile = aclFileOf(conf, context.root);
  const password = await declaredPassword(conf, aclFile, context.credentials);
  const wasRead = context.startedAtMs !== null && conf.modifiedAt !== null && Date.parse(conf.modifiedAt) < context.startedAtMs;
  return {
    file: shown,
    foundBy,
    readable: conf.unreadable === null,
    writable: await isWritable(conf.file, mount?.readOnly ?? null, context.identity),
    singleFileMount: mount !== null && mount.point === shown,
    modifiedAt: conf.modifiedAt,
    directives: shownDirectives(conf).map((directive) => ({ ...directive, place: { ...directive.place, file: inner(directive.place.file) } })),
    sentinel: conf.sentinel,
    // What a running server has read it has accepted: our knowledge of directives is the older one then.
    problems: wasRead ? [] : [...conf.problems, ...(await aclProblems(conf, aclFile))].map(({ place, reason }) => ({ place: { ...place, file: inner(place.file) }, reason })),
    declaredPassword: password && { ...password, place: { ...password.place, file: inner(password.place.file) } },
  };
}

/** Path of the ACL file that it names; null without one, or when the name is a literal reference. */
function aclFileOf(conf: RedisConf, root: string): string | null {
  const value = conf.setting('aclfile');
  return !value || value.includes('${') ? null : root + resolve(conf.setting('dir') ?? dirname(conf.file), value);
}

/** What in its ACL file keeps the server from starting. A file that only we may not read is none of it. */
async function aclProblems(conf: RedisConf, file: string | null): Promise<ConfigFileFact['problems']> {
  const named = conf.directives.findLast(({ name }) => name === 'aclfile');
  if (!named || file === null) return [];
  const acl = await readAclFile(file);
  if (acl.unreadable === 'ENOENT') return [{ place: named.place, reason: `the ACL file \`${named.values[0]}\` does not exist` }];
  return acl.problems;
}

/** A rewrite makes a new file beside it and renames that over it: the folder must be writable too. */
async function isWritable(file: string, readOnly: boolean | null, identity: Identity | null): Promise<boolean | null> {
  if (readOnly) return false;
  if (!identity) return null;
  try {
    const [own, folder] = await Promise.all([stat(file), stat(dirname(file))]);
    return may(own, identity, 'write') && may(folder, identity, 'write') && may(folder, identity, 'enter');
  } catch {
    return null;
  }
}
