import { isIP } from 'node:net';
import { deadline } from '../../deadline.ts';
import type { Endpoint } from '../../declared/target/index.ts';
import type { ResolveFact } from '../../facts/index.ts';
import { type AskedServer, askNameServers } from './name-servers.ts';
import { isInHostsFile, lookupApart, systemLookup } from './system-lookup.ts';

/** Time that a name server gets for its own answer. */
const serverMs = 800;
/** Time for the system's resolver while the name servers are known to answer: search lists make several rounds. */
const slowMs = 4000;
/** How long the first name server may be silent before another way is looked for. */
const patienceMs = 250;

/** A name of the application's own network is not looked up here: what stands in for it is known. */
export const standIn = ({ host, via }: Endpoint): ResolveFact | null =>
  via === undefined ? null : { host, state: 'ok', addresses: [{ address: via.address, family: isIP(via.address) === 6 ? 6 : 4 }], code: null, nameServers: [], standIn: via.by };

/**
 * Name → addresses, as the application's resolver does it. Whether the name servers answer is seen first, with questions of our own
 * that have a deadline: the system's resolver takes ten seconds or more over dead ones. Never rejects.
 */
export async function resolveHost(host: string, limit: (ms: number) => number, signal: AbortSignal): Promise<ResolveFact> {
  const fact = (state: ResolveFact['state'], more: Partial<ResolveFact> = {}): ResolveFact => ({ host, state, addresses: [], code: null, nameServers: [], standIn: null, ...more });
  const family = isIP(host.replace(/%.*$/, ''));
  if (family !== 0) return fact('literal', { addresses: [{ address: host, family: family === 6 ? 6 : 4 }] });
  // Reserved never to exist (RFC 6761), whatever a dead or rewriting resolver makes of it.
  if (/(^|\.)invalid\.?$/i.test(host)) return fact('not-found', { code: 'ENOTFOUND' });
  const isLocal = /(^|\.)localhost\.?$/i.test(host) || (await isInHostsFile(host));
  const servers = isLocal ? [] : askNameServers(host, limit(serverMs), signal);
  if (await answersSoon(servers, limit(patienceMs), signal)) {
    const looked = await within(systemLookup(host), limit(slowMs), signal);
    if (looked === undefined) return fact('timed-out', { nameServers: (await Promise.all(servers)).map(({ nameServer }) => nameServer) });
    if (looked.addresses.length > 0) return fact('ok', { addresses: looked.addresses });
    if (looked.code === 'ENOTFOUND' || looked.code === 'ENODATA') return fact('not-found', { code: looked.code });
    return fact('resolver-failed', { code: looked.code, nameServers: (await Promise.all(servers)).map(({ nameServer }) => nameServer) });
  }
  return withoutSystem(servers, lookupApart(host, limit(serverMs - patienceMs), signal), fact);
}

/**
 * The system's resolver asks one server after the other until one knows. It comes back soon when no silent one stands before
 * the first that answers.
 */
async function answersSoon(servers: readonly Promise<AskedServer>[], patience: number, signal: AbortSignal): Promise<boolean> {
  for (const server of servers) {
    const asked = await within(server, patience, signal);
    if (asked === undefined || !asked.whole) return false;
    if (asked.nameServer.state === 'answered') return true;
  }
  return true;
}

/** What the servers that answer say, and what another source of names knows (multicast, a directory), without the system's waiting. */
async function withoutSystem(
  servers: readonly Promise<AskedServer>[],
  apart: ReturnType<typeof lookupApart>,
  fact: (state: ResolveFact['state'], more: Partial<ResolveFact>) => ResolveFact,
): Promise<ResolveFact> {
  const [asked, found] = await Promise.all([Promise.all(servers), apart]);
  const nameServers = asked.map(({ nameServer }) => nameServer);
  const addresses = found.length > 0 ? found : asked.flatMap((each) => each.addresses).slice(0, 8);
  if (addresses.length > 0) return fact('ok', { addresses, nameServers });
  const answered = nameServers.filter(({ state }) => state === 'answered');
  const [first] = answered;
  if (first) return fact('not-found', { code: first.code ?? 'ENOTFOUND', nameServers });
  const isSilent = nameServers.some(({ state }) => state === 'silent');
  return fact(isSilent ? 'timed-out' : 'resolver-failed', { code: nameServers[0]?.code ?? 'EAI_AGAIN', nameServers });
}

/** The value when it is there in time, otherwise undefined. */
function within<T>(promise: Promise<T>, ms: number, signal: AbortSignal): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const done = (value?: T) => {
      timer.clear();
      signal.removeEventListener('abort', onTime);
      resolve(value);
    };
    const onTime = () => done();
    const timer = deadline(ms, onTime);
    signal.addEventListener('abort', onTime, { once: true });
    promise.then(done, reject);
    if (signal.aborted) done();
  });
}
