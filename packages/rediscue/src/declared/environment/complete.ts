import { type Address, type Credentials, type Environment, type Parts, type Problem, parseTarget, problem, type Source, type Target } from '../target/index.ts';
import type { Origin } from './layers.ts';
import { type Setting, switchValue } from './names.ts';
import { passwordOf, type Reader, switchOf, tlsFilesOf } from './read-group.ts';
import { isSameServer, sharesHost } from './same-server.ts';

/**
 * A declaration with what its own group of variables adds: a login where it has none, TLS files, a database, the switches.
 * A password is added only beside the same user name; what the declaration says itself always wins.
 */
export function completed(parts: Parts, reader: Reader): Parts {
  const problems: Problem[] = [...parts.problems];
  const sources: Source[] = [...parts.sources];
  const whole: Parts = { ...parts, problems, sources };
  completeLogin(whole, reader);
  const database = reader.value('DB');
  if (whole.database === null && database !== null && /^\d{1,9}$/.test(database)) {
    whole.database = Number(database);
    addSource(sources, reader, 'DB');
  }
  const sentinelPassword = reader.value('SENTINEL_PASSWORD');
  if (whole.scheme.kind === 'sentinel' && whole.sentinelCredentials === null && sentinelPassword !== null)
    whole.sentinelCredentials = { username: reader.value('SENTINEL_USERNAME'), password: sentinelPassword };
  const tls = switchOf(reader);
  if (tls !== null && tls.on !== whole.scheme.tls && whole.scheme.kind !== 'unix') {
    const says = tls.on ? 'switches TLS on' : 'switches TLS off';
    problems.push(
      problem('tls-conflict', 'switch', `${tls.source.name} ${says}, the scheme \`${whole.scheme.name}\` says the opposite`, { text: tls.source.name, place: tls.source.place }),
    );
    sources.push(tls.source);
  }
  whole.tls = withoutLosing(tlsFilesOf(reader), whole.tls);
  return whole;
}

/** A report names the line of what is at fault: each part that comes from elsewhere brings its place. */
function addSource(sources: Source[], reader: Reader, setting: Setting): void {
  const source = reader.source(setting);
  if (source && !sources.some(({ name, place }) => name === source.name && place?.file === source.place?.file && place?.line === source.place?.line)) sources.push(source);
}

function completeLogin(parts: Parts, reader: Reader): void {
  if (parts.password !== null) return;
  const name = reader.value('USERNAME');
  if (parts.username !== null && name !== null && name !== parts.username) return;
  const password = passwordOf(reader, parts.problems);
  if (password === null) return;
  parts.password = password;
  addSource(parts.sources, reader, reader.value('PASSWORD') === null ? 'PASSWORD_FILE' : 'PASSWORD');
  if (parts.username === null && name !== null) {
    parts.username = name;
    addSource(parts.sources, reader, 'USERNAME');
  }
  // `redis://${REDIS_PASSWORD}@host`: the colon is missing, and what looks like a name is the password.
  if (parts.hideUsername && password !== '' && parts.username?.includes(password)) return;
  parts.hideUsername = false;
  parts.problems = parts.problems.filter((entry) => !(entry.tolerated && entry.part === 'password'));
}

/** `base` laid over by the values of `over` that are set. */
function withoutLosing(base: Parts['tls'], over: Parts['tls']): Parts['tls'] {
  return { ...base, ...Object.fromEntries(Object.entries(over).filter(([, value]) => value !== null && value !== false && value !== undefined)) };
}

/** The off switch of a group, `REDIS_ENABLED=false`. */
export function disabledProblem(reader: Reader): Problem | null {
  if (switchValue(reader.value('ENABLED') ?? undefined) !== false) return null;
  const source = reader.source('ENABLED');
  return problem('disabled', 'switch', `${source?.name} is off, so the application runs without Redis`, { text: source?.name ?? null, place: source?.place ?? null });
}

/** `REDIS_ADMIN_URL`, when it is for this target's servers: a credential is never shown to another server. */
function adminFor(target: { addresses: Address[]; path: string | null; kind: string }, environment: Environment, origin: Origin): Credentials | null {
  for (const name of ['REDIS_ADMIN_URL', 'VALKEY_ADMIN_URL']) {
    const text = environment[name];
    if (!text) continue;
    const { fact, credentials } = parseTarget(text, origin(name), environment);
    // Behind Sentinel or in a cluster, the data servers are at other ports of the hosts that were named.
    const fits = isSameServer(fact, target) || ((target.kind === 'sentinel' || target.kind === 'cluster') && sharesHost(fact, target));
    if (fits && credentials.password !== null) return credentials;
  }
  return null;
}

/** With the login of an administrator that the environment gives, unless the target has one. */
export function withAdmin(target: Target, environment: Environment, origin: Origin): Target {
  const admin = target.admin ?? adminFor(target.fact, environment, origin);
  return { ...target, admin, fact: { ...target.fact, adminGiven: admin !== null } };
}
