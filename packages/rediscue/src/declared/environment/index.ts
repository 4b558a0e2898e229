import { buildTarget, type Environment, type Parts, partsOfTarget, type Target } from '../target/index.ts';
import { completed, disabledProblem, withAdmin } from './complete.ts';
import { type Group, groupsOf } from './names.ts';
import { type Origin, partsOfGroup, processOrigin, type Reader, readerOf, tlsFilesOf } from './read-group.ts';
import { isSameServer, sharesHost } from './same-server.ts';

/**
 * Every Redis that an environment declares, the application's one Redis first. `origin` says where a variable was
 * set when the environment was read from a file.
 */
export function targetsFromEnvironment(environment: Environment, origin: Origin = processOrigin): Target[] {
  const groups = groupsOf(environment);
  const readers = groups.map((group) => readerOf(group, environment, origin));
  const declared = readers.flatMap((reader) => {
    const parts = partsOfGroup(reader);
    return parts === null ? [] : [{ reader, parts }];
  });
  const targets = declared.map(({ reader, parts }) => {
    const base = baseOf(reader.group, readers);
    let whole = completed(parts, reader);
    // The application's one login serves a use only on the very same server.
    if (base && base !== reader) {
      const baseParts = partsOfGroup(base);
      if (baseParts === null || isSameServer(baseParts, whole)) whole = completed(whole, base);
      else whole = { ...whole, tls: { ...tlsFilesOf(base), ...whole.tls } };
    }
    const off = disabledProblem(reader) ?? (base ? disabledProblem(base) : null);
    return withAdmin(buildTarget(off ? { ...whole, problems: [...whole.problems, off] } : whole), environment, origin);
  });
  return distinct(targets);
}

function baseOf(group: Group, readers: readonly Reader[]): Reader | undefined {
  return readers.find((reader) => reader.group.use === null && reader.group.flavour === group.flavour);
}

/** Declarations of the same thing become one target with several sources; the same name for another thing gets a number of its own. */
function distinct(targets: readonly Target[]): Target[] {
  const kept: Target[] = [];
  for (const target of targets) {
    const twin = kept.find(
      (other) => other.fact.name === target.fact.name && other.fact.readOnly === target.fact.readOnly && other.credentials.password === target.credentials.password,
    );
    if (twin) {
      twin.fact.sources.push(...target.fact.sources);
      twin.fact.problems.push(...target.fact.problems.filter((entry) => !twin.fact.problems.some((own) => own.kind === entry.kind && own.reason === entry.reason)));
      continue;
    }
    const variable = target.fact.sources[0]?.name;
    if (kept.some((other) => other.fact.name === target.fact.name)) target.fact.name += ` (${variable ?? kept.length + 1})`;
    kept.push(target);
  }
  return kept;
}

/**
 * Completes a target that was given as an argument with what the environment says of the same server. The environment's
 * login, database and switches count when its variables name this very server, or name no server at all (then they can only be
 * meant for the one that was typed). When they name another server, they are that one's affair: a password is never tried
 * elsewhere. Files of certificates are no secrets and complete any TLS target. What the argument says itself always wins.
 */
export function applyEnvironment(target: Target, environment: Environment): Target {
  const readers = groupsOf(environment).map((group) => readerOf(group, environment, processOrigin));
  const parts = partsOfTarget(target);
  const owner = readers.find((reader) => names(reader, parts)) ?? readers.find((reader) => reader.group.use === null && partsOfGroup(reader) === null);
  const base = readers.find((reader) => reader.group.use === null);
  const files = base ? tlsFilesOf(base) : environment.NODE_EXTRA_CA_CERTS ? { extraAuthorityFile: environment.NODE_EXTRA_CA_CERTS } : {};
  let whole: Parts = owner ? completed(withLoginOf(partsOfGroup(owner), parts), owner) : parts;
  const off = owner ? disabledProblem(owner) : null;
  whole = { ...whole, tls: { ...files, ...given(whole.tls) }, problems: off ? [...whole.problems, off] : whole.problems };
  const built = buildTarget(whole);
  // The name stays what was typed: it is how a person and a script find the target in the report.
  return withAdmin({ ...built, fact: { ...built.fact, name: target.fact.name } }, environment, processOrigin);
}

/** The same server is named by a URL that holds a login or a database: what the argument leaves open is taken from there. */
function withLoginOf(declared: Parts | null, parts: Parts): Parts {
  if (declared === null) return parts;
  const sameUser = parts.username === null || parts.username === declared.username;
  const login =
    parts.password === null && declared.password !== null && sameUser ? { username: declared.username, password: declared.password, hideUsername: declared.hideUsername } : {};
  return { ...parts, ...login, database: parts.database ?? declared.database, sentinelCredentials: parts.sentinelCredentials ?? declared.sentinelCredentials };
}

/** The group's variables name the server of `parts`; a host without a port stands for any port of it. */
function names(reader: Reader, parts: Parts): boolean {
  const own = partsOfGroup(reader);
  if (own === null) return false;
  if (isSameServer(own, parts)) return true;
  return reader.value('URL') === null && reader.value('HOST') !== null && reader.value('PORT') === null && sharesHost(own, parts);
}

function given(tls: Parts['tls']): Parts['tls'] {
  return Object.fromEntries(Object.entries(tls).filter(([, value]) => value !== null));
}
