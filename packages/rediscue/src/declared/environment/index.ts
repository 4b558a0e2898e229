import { buildTarget, type Environment, type Parts, partsOfTarget, type Source, type Target } from '../target/index.ts';
import { completed, disabledProblem, withAdmin } from './complete.ts';
import { type Declaration, declarationsIn } from './declarations.ts';
import { partsOfGroup } from './forms.ts';
import { type Layer, processLayer, scopeOf } from './layers.ts';
import { groupsOf } from './names.ts';
import { type Reader, readerOf, tlsFilesOf } from './read-group.ts';
import { rivalsOf } from './rivals.ts';
import { isSameServer, sharesHost } from './same-server.ts';

export { type Layer, processLayer } from './layers.ts';

/**
 * Every Redis that layers of variables declare, the application's one Redis first, each with the declarations that it beats.
 *
 * Precedence, the stronger first. Of layers: the process's environment, `.env.local`, `.env`, variable by variable, as dotenv
 * does it. Then of variables for one use: `REDIS_` before `VALKEY_`, and of each a URL, Sentinels, cluster nodes, host and port.
 */
export function targetsFromLayers(layers: readonly Layer[]): Target[] {
  const [whole = [], ...lower] = layers.map((_, top) => declarationsIn(scopeOf(layers.slice(top))));
  const targets = [...new Set(whole.map(({ use }) => use))].flatMap((use) => {
    const forUse = (list: readonly Declaration[]) => list.filter((each) => each.use === use);
    const [winner, ...beside] = forUse(whole);
    return winner === undefined ? [] : [{ ...winner.target, rivals: rivalsOf(winner, beside, lower.map(forUse), layers) }];
  });
  return withShadowNames(distinct(targets));
}

/** The same of one environment alone. */
export const targetsFromEnvironment = (environment: Environment): Target[] => targetsFromLayers([processLayer(environment)]);

/** Every losing declaration gets a name that nothing else has, and says to whom it lost. */
function withShadowNames(targets: readonly Target[]): Target[] {
  const taken = new Set(targets.map(({ fact }) => fact.name));
  const free = (name: string, source: Source | undefined) => {
    const where = source?.place ? ` in ${source.place.file}` : '';
    const candidates = [name, `${name} (${source?.name}${where})`, ...Array.from({ length: targets.length * 4 }, (_, index) => `${name} (${index + 2})`)];
    const chosen = candidates.find((candidate) => !taken.has(candidate)) ?? name;
    taken.add(chosen);
    return chosen;
  };
  return targets.map((target) => ({
    ...target,
    rivals: target.rivals.map((rival) => {
      const { fact } = rival.target;
      return { ...rival, target: { ...rival.target, fact: { ...fact, name: free(fact.name, fact.sources[0]), shadowOf: target.fact.name, readOnly: true } } };
    }),
  }));
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
      twin.rivals = [...twin.rivals, ...target.rivals];
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
  const { origin } = scopeOf([processLayer(environment)]);
  const readers = groupsOf(environment).map((group) => readerOf(group, environment, origin));
  const parts = partsOfTarget(target);
  const owner = readers.find((reader) => names(reader, parts)) ?? readers.find((reader) => reader.group.use === null && partsOfGroup(reader) === null);
  const base = readers.find((reader) => reader.group.use === null);
  const files = base ? tlsFilesOf(base) : environment.NODE_EXTRA_CA_CERTS ? { extraAuthorityFile: environment.NODE_EXTRA_CA_CERTS } : {};
  let whole: Parts = owner ? completed(withLoginOf(partsOfGroup(owner), parts), owner) : parts;
  const off = owner ? disabledProblem(owner) : null;
  whole = { ...whole, tls: { ...files, ...given(whole.tls) }, problems: off ? [...whole.problems, off] : whole.problems };
  const built = buildTarget(whole);
  // The name stays what was typed: it is how a person and a script find the target in the report.
  return withAdmin({ ...built, fact: { ...built.fact, name: target.fact.name } }, environment, origin);
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
