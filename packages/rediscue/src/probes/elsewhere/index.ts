import { createConnection } from 'node:net';
import { homedir } from 'node:os';
import { dirname, relative, resolve } from 'node:path';
import type { Credentials, Endpoint } from '../../declared/target/index.ts';
import type { FactData } from '../../facts/index.ts';
import { Connection, ConnectionLost, RedisError, text } from '../../redis/index.ts';
import type { ProbeContext } from '../context.ts';
import { linkOf } from '../host/proc.ts';
import type { HostProbe } from '../interface.ts';

type Candidate = FactData<'elsewhere'>['candidates'][number];

const maxCandidates = 12;
const candidateMs = 500;

/**
 * When the declared port of this machine is refused, or another program answers there: is the intended server
 * on another port? Asked are only Redis processes of this machine, each once with the declared login.
 */
export const probeElsewhere: HostProbe = async (endpoint, target, reached, context) => {
  const name = target.fact.name;
  if (reached.speaks !== 'nothing' || endpoint.path !== null || target.fact.tls) return;
  const wasRefused = context.get('connect', endpoint.subject, name)?.attempts.every(({ state }) => state === 'refused' || state === 'reset');
  const isOther = context.get('speak', endpoint.subject, name)?.state === 'other';
  if (!wasRefused && !isOther) return;
  const declared = new Set(target.fact.addresses.map(({ port }) => port));
  const servers = (context.get('listeners', endpoint.subject, name)?.servers ?? []).filter(({ port }) => !declared.has(port));
  if (servers.length === 0) return;
  const tick = context.clock.tick();
  const ports = likeliest(servers, endpoint.port, context);
  const asked = await Promise.all(ports.slice(0, maxCandidates).map(async (port) => ({ port, answer: await ask(endpoint, port, target.credentials, context) })));
  const candidates = asked.flatMap(({ answer }) => (answer === null || answer === 'no answer' ? [] : [answer]));
  const unknown = [...asked.filter(({ answer }) => answer === 'no answer').map(({ port }) => port), ...ports.slice(maxCandidates)];
  context.record('elsewhere', endpoint.subject, name, { candidates, unknown }, tick);
};

type Listening = FactData<'listeners'>['servers'][number];

/** What another target declares comes first, then what runs in the project's folder, then the nearest number: a port is more often misspelt, or one off, than invented. */
function likeliest(servers: readonly Listening[], wanted: number, context: ProbeContext): number[] {
  const declared = new Set(
    context.facts.filter(({ probe }) => probe === 'target').flatMap(({ subject, target }) => context.get('target', subject, target)?.addresses.map(({ port }) => port) ?? []),
  );
  const rank = ({ port, pid }: Listening): number => {
    if (declared.has(port)) return 0;
    const folder = pid === null ? null : linkOf(`/proc/${pid}/cwd`);
    return folder !== null && isInProject(`${folder}/.`, context.options.project) ? 1 : 2;
  };
  const ranked = servers.map((server) => ({ port: server.port, rank: rank(server), distance: Math.abs(server.port - wanted) }));
  return [...new Set(ranked.toSorted((a, b) => a.rank - b.rank || a.distance - b.distance).map(({ port }) => port))];
}

/** One login, as the application would send it. Null: what answers there is no data server. */
async function ask(endpoint: Endpoint, port: number, credentials: Credentials, context: ProbeContext): Promise<Candidate | 'no answer' | null> {
  const host = '127.0.0.1';
  const connection = new Connection(createConnection({ host, port }));
  const call = (command: string[]) => connection.call(command, { timeoutMs: context.limit(candidateMs), signal: context.signal });
  try {
    const greeting = await call(['PING']);
    let login: Candidate['login'] = 'open';
    if (greeting instanceof RedisError) {
      if (greeting.code !== 'NOAUTH') return null;
      login = 'not-tried';
      if (credentials.password !== null)
        login = (await call(['AUTH', ...(credentials.username ? [credentials.username] : []), credentials.password])) instanceof RedisError ? 'rejected' : 'accepted';
    }
    const info = login === 'open' || login === 'accepted' ? text(await call(['INFO', 'all'])) : undefined;
    if (info !== undefined && /^redis_mode:sentinel/m.test(info)) return null;
    const file = /^config_file:(\S+)/m.exec(info ?? '')?.[1];
    const role = /^role:(master|slave)/m.exec(info ?? '')?.[1];
    return {
      host: endpoint.host,
      port,
      login,
      role: role === undefined ? null : role === 'master' ? 'primary' : 'replica',
      configInProject: file !== undefined && isInProject(file, context.options.project) ? file : null,
    };
  } catch (error) {
    if (error instanceof ConnectionLost) return 'no answer';
    throw error;
  } finally {
    connection.close();
  }
}

/** Near enough to belong to the project: not merely somewhere below a home or the root folder. */
function isInProject(file: string, project: string): boolean {
  const root = resolve(project);
  if (root === '/' || root === homedir()) return false;
  const way = relative(root, dirname(file));
  return !way.startsWith('..') && way.split('/').length <= 3;
}
