import type { Socket } from 'node:net';
import { type Credentials, type Endpoint, reachedPort, type Target } from '../../declared/target/index.ts';
import type { AuthFact, SpeakFact } from '../../facts/index.ts';
import { Connection, ConnectionLost, RedisError, text } from '../../redis/index.ts';
import type { ProbeContext } from '../context.ts';
import type { Reached, WireProbe } from '../interface.ts';
import { authenticate, hasNone, userFrom, withoutLogin } from './auth.ts';
import { connect, localAddressTowards } from './connect.ts';
import { alertOf, reasonOf } from './handshake.ts';
import { openAgain } from './login.ts';
import { peerOf } from './open.ts';
import type { OwnTls } from './own-files.ts';
import { replyText } from './reply-text.ts';
import { resolveHost, standIn } from './resolve.ts';
import { type Role, roleFrom } from './role.ts';
import { speak } from './speak.ts';
import { type Stage, stageOf } from './stage.ts';
import { secure } from './tls.ts';
import { write } from './write.ts';

const nothing: Reached = { connection: null, adminConnection: null, speaks: 'nothing', remoteAddress: null, localAddress: null };

/** Every stage on the way to a usable connection, one fact each. Ends where the application's own client would. */
export const probeWire: WireProbe = async (endpoint, target, context) => {
  const way = await reach(endpoint, target, context);
  if (!way.socket) return { ...nothing, remoteAddress: way.remoteAddress, localAddress: way.localAddress };
  const addresses = { remoteAddress: way.remoteAddress, localAddress: way.socket.localAddress ?? null };
  const stage = stageOf(endpoint, target, context, peerOf(endpoint, way.remoteAddress ?? ''), way.rttMs);
  const { socket, own, accepted } = await encrypt(way.socket, stage);
  if (!socket) return { ...nothing, ...addresses };
  const spoken = await speakOn(socket, own !== null, stage);
  if (spoken?.state !== 'resp') {
    socket.destroy();
    return { ...nothing, ...addresses };
  }
  const connection = new Connection(socket);
  socket.resume();
  const tick = context.clock.tick();
  try {
    return { ...addresses, ...(await ask(connection, spoken, accepted, own, stage)) };
  } catch (error) {
    connection.close();
    if (!(error instanceof ConnectionLost)) throw error;
    // It answered once and then fell silent: the stages that are missing do not tell that by themselves.
    if (error.kind === 'timed-out' && !context.signal.aborted) stage.record('ping', { rttMs: [], lost: 1 }, tick);
    return { ...nothing, ...addresses };
  }
};

interface Way {
  socket: Socket | null;
  rttMs: number;
  remoteAddress: string | null;
  localAddress: string | null;
}

async function reach(endpoint: Endpoint, target: Target, context: ProbeContext): Promise<Way> {
  const { clock, signal } = context;
  const record = stageOf(endpoint, target, context, peerOf(endpoint, ''), 0).record;
  const limit = (ms: number) => context.limit(ms);
  let tick = clock.tick();
  const resolved = endpoint.path === null ? (standIn(endpoint) ?? (await resolveHost(endpoint.host, limit, signal))) : null;
  if (resolved) record('resolve', resolved, tick);
  if (resolved && resolved.addresses.length === 0) return { socket: null, rttMs: 0, remoteAddress: null, localAddress: null };
  tick = clock.tick();
  const { fact, socket, rttMs } = await connect(endpoint, resolved?.addresses ?? [], { limit, signal, clock });
  record('connect', fact, tick);
  if (endpoint.path !== null) return { socket, rttMs, remoteAddress: null, localAddress: null };
  const remoteAddress = fact.used ?? fact.attempts[0]?.address ?? null;
  const localAddress = socket || remoteAddress === null ? null : await localAddressTowards(remoteAddress, reachedPort(endpoint), limit(100));
  return { socket, rttMs, remoteAddress, localAddress };
}

/** TLS where the target asks for it. Its fact waits until the first read: with TLS 1.3 a refusal comes only then. */
async function encrypt(socket: Socket, stage: Stage): Promise<{ socket: Socket | null; own: OwnTls | null; accepted: boolean }> {
  if (!stage.target.fact.tls) return { socket, own: null, accepted: true };
  const tick = stage.context.clock.tick();
  const secured = await secure(socket, stage);
  stage.record('tls', secured.fact, tick);
  if (secured.speak) stage.record('speak', secured.speak, tick);
  return { socket: secured.socket, own: secured.own, accepted: secured.accepted };
}

async function speakOn(socket: Socket, isTls: boolean, stage: Stage): Promise<SpeakFact | null> {
  const tick = stage.context.clock.tick();
  const spoken = await speak(socket, isTls, stage);
  if (spoken.fact.state === 'resp') stage.rttMs = Math.max(stage.rttMs, stage.context.clock.tick() - tick);
  const alert = alertOf(spoken.error);
  if (isTls && alert !== null) {
    // The server let the handshake end and refuses now: the earlier fact is replaced by what is known since.
    const tls = stage.context.get('tls', stage.endpoint.subject, stage.target.fact.name);
    if (tls)
      Object.assign(tls, {
        state: 'failed',
        alert,
        code: codeOf(spoken.error),
        reason: reasonOf(spoken.error),
        clientCertificateAsked: alert === 116 || tls.clientCertificateAsked,
      });
    return null;
  }
  if (spoken.tls) stage.record('tls', spoken.tls, tick);
  stage.record('speak', spoken.fact, tick);
  return spoken.fact;
}

const codeOf = (error: Error | null): string | null => (error as NodeJS.ErrnoException | null)?.code ?? null;

/** The server let us in without a login: it answered with anything but the demand for one. */
const isOpen = ({ error, reply }: SpeakFact): boolean => error !== 'NOAUTH' && !/operation not permitted|max number of clients/i.test(reply ?? '') && error !== 'DENIED';

async function ask(
  connection: Connection,
  spoken: SpeakFact,
  accepted: boolean,
  own: OwnTls | null,
  stage: Stage,
): Promise<Partial<Reached> & Pick<Reached, 'speaks' | 'connection' | 'adminConnection'>> {
  const { target, context } = stage;
  const { clock, signal } = context;
  const open = isOpen(spoken);
  const given = credentialsFor(stage, open);
  const refusal = spoken.error === 'DENIED' || /max number of clients/i.test(spoken.reply ?? '');
  if (refusal || !accepted) {
    // Nothing secret goes to a peer that the application would not trust, and nobody is logged in where all are turned away.
    if (!refusal) stage.record('auth', withoutLogin(open, given, false) as AuthFact, clock.tick());
    connection.close();
    return { connection: null, adminConnection: null, speaks: 'nothing' };
  }
  const admin = target.admin ? openAgain(stage, own, target.admin, null) : Promise.resolve(null);
  let tick = clock.tick();
  let role: Role | null = null;
  if (open) role = await askRole(connection, stage, tick);
  let isSentinel = role?.state === 'ok' && role.value.role === 'sentinel';
  tick = clock.tick();
  const expected = stage.target.fact.kind === 'sentinel' && isEntry(stage);
  const loggedIn =
    isSentinel && !expected
      ? { fact: { openWithoutLogin: open, tries: [], outcome: 'not-judged', acceptsAnything: false, userSeen: null } satisfies AuthFact, ready: true }
      : await logIn(connection, open, given, stage);
  const { fact } = loggedIn;
  const adminConnection = await admin;
  if (target.admin && !adminConnection) context.skip(`${stage.endpoint.subject} with the admin credential`, 'the login by REDIS_ADMIN_URL was refused or did not work');
  if (fact.outcome === 'rejected') await lookAtUser(fact, given, connection, open || fact.tries.some(({ ok }) => ok), adminConnection, stage);
  stage.record('auth', fact, tick);
  const ready = loggedIn.ready || fact.outcome === 'server-has-none';
  if (!ready) {
    connection.close();
    return { connection: null, adminConnection, speaks: 'data' };
  }
  if (role === null) role = await askRole(connection, stage, clock.tick());
  isSentinel = role.state === 'ok' && role.value.role === 'sentinel';
  let usable: Connection | null = connection;
  if (!isSentinel) {
    const selected = await select(connection, stage);
    usable = await writeOn(connection, selected ? skipReason(role, stage) : "the application's database was refused", own, given, stage);
  }
  if (usable) usable = await measure(usable, stage, signal);
  return { connection: usable, adminConnection, speaks: isSentinel ? 'sentinel' : 'data' };
}

function isEntry({ endpoint, target }: Stage): boolean {
  return endpoint.path !== null ? endpoint.path === target.fact.path : target.fact.addresses.some(({ host, port }) => host === endpoint.host && port === endpoint.port);
}

/** Sentinels have a login of their own, or none. One that asks for a login where none of its own was declared gets the one that was. */
function credentialsFor(stage: Stage, open: boolean): Credentials {
  const { target } = stage;
  if (target.fact.kind !== 'sentinel' || !isEntry(stage)) return target.credentials;
  return target.sentinelCredentials ?? (open ? { username: null, password: null } : target.credentials);
}

async function askRole(connection: Connection, stage: Stage, tick: number): Promise<Role> {
  const role = roleFrom(await connection.call(['ROLE'], { timeoutMs: stage.deadline(1), signal: stage.context.signal }));
  stage.record('role', role, tick);
  return role;
}

async function logIn(connection: Connection, open: boolean, given: Credentials, stage: Stage): Promise<{ fact: AuthFact; ready: boolean }> {
  const known = withoutLogin(open, given, true);
  if (known) return { fact: known, ready: open };
  return authenticate(connection, open, given, () => stage.deadline(1), stage.context.signal);
}

/** Who was refused: seen by the admin, or by this connection where the server let it in all the same. */
async function lookAtUser(fact: AuthFact, given: Credentials, connection: Connection, mayAsk: boolean, admin: Connection | null, stage: Stage): Promise<void> {
  const user = given.username ?? 'default';
  const asking = admin ?? (mayAsk ? connection : null);
  const by = admin ? (stage.target.admin?.username ?? 'default') : 'default';
  if (asking) {
    const reply = await asking.call(['ACL', 'GETUSER', user], { timeoutMs: stage.deadline(1), signal: stage.context.signal });
    fact.userSeen = userFrom(reply, by);
    if (fact.userSeen?.exists === false && fact.tries.some(hasNone)) {
      const users = await asking.call(['ACL', 'USERS'], { timeoutMs: stage.deadline(1), signal: stage.context.signal });
      // Nobody but the open default user: the server was never given a login, of which the missing user is only a part.
      if (Array.isArray(users) && users.length === 1) Object.assign(fact, { outcome: 'server-has-none', userSeen: null });
    }
    if (fact.outcome !== 'rejected') return;
  }
  if (fact.userSeen === null)
    stage.context.skip(
      `whether the user ${user} exists and is enabled on ${stage.endpoint.subject}`,
      'WRONGPASS has one text for all; a REDIS_ADMIN_URL whose account may run ACL GETUSER tells them apart',
    );
}

/** Whether the application's database is selected: its keys are looked for nowhere else. */
async function select(connection: Connection, stage: Stage): Promise<boolean> {
  const database = stage.target.fact.database ?? 0;
  const tick = stage.context.clock.tick();
  // Clients send no SELECT for database 0, where every connection begins.
  if (database === 0) {
    stage.record('select', { database, state: 'not-asked', reply: null }, tick);
    return true;
  }
  const reply = await connection.call(['SELECT', String(database)], { timeoutMs: stage.deadline(1), signal: stage.context.signal });
  const isRefused = reply instanceof RedisError;
  stage.record('select', { database, state: isRefused ? 'refused' : 'ok', reply: replyText(reply, []) }, tick);
  return !isRefused;
}

/** Why no key of our own is written here; null to write. */
function skipReason(role: Role, stage: Stage): string | null {
  const { fact } = stage.target;
  if (!stage.context.options.write) return '`--no-write` was given';
  if (fact.readOnly) return 'the application only reads here';
  const isReplica = role.state === 'ok' && role.value.role === 'replica';
  if (fact.kind === 'sentinel' || fact.kind === 'cluster') return isReplica ? 'the application does not write to a replica' : null;
  return isEntry(stage) ? null : 'the application was not told this server';
}

async function writeOn(connection: Connection, skip: string | null, own: OwnTls | null, given: Credentials, stage: Stage): Promise<Connection | null> {
  const tick = stage.context.clock.tick();
  const { signal } = stage.context;
  const attempt = (on: Connection) => write(on, { timeoutMs: stage.deadline(1), signal, skip, asCluster: stage.target.fact.kind === 'cluster' });
  let fact = await attempt(connection);
  let ready: Connection | null = connection;
  // A write that hangs ends its connection. It counts as held back only when it hangs again: a fork or a full sync stalls a server once.
  if (connection.lost) {
    ready = await openAgain(stage, own, given, stage.target.fact.database);
    if (ready) fact = await attempt(ready);
    if (ready?.lost) ready = await openAgain(stage, own, given, stage.target.fact.database);
  }
  stage.record('write', fact, tick);
  return ready;
}

const pings = 3;

async function measure(connection: Connection, stage: Stage, signal: AbortSignal): Promise<Connection | null> {
  const { clock } = stage.context;
  const tick = clock.tick();
  const rttMs: number[] = [];
  try {
    for (let n = 0; n < pings; n += 1) {
      const start = clock.tick();
      const reply = await connection.call(['PING'], { timeoutMs: stage.deadline(1), signal });
      if (reply instanceof RedisError || text(reply) !== undefined) rttMs.push(Math.round((clock.tick() - start) * 1000) / 1000);
    }
  } catch (error) {
    if (!(error instanceof ConnectionLost)) throw error;
  }
  stage.record('ping', { rttMs, lost: pings - rttMs.length }, tick);
  return connection.lost ? null : connection;
}
