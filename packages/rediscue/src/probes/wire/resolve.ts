import { type LookupAddress, lookup } from 'node:dns';
import { isIP } from 'node:net';
import type { ResolveFact } from '../../facts/index.ts';
import { askNameServers } from './name-servers.ts';

/** Patience with the system's resolver before the name servers are asked directly. */
const patienceMs = 350;
/** Time that a name server gets for its own answer. */
const serverMs = 600;
/** Time for the system's resolver while a name server is known to answer: search lists make several rounds. */
const slowMs = 4000;

interface LookedUp {
  addresses: LookupAddress[];
  code: string | null;
}

/** getaddrinfo, as nearly every client resolves. It cannot be cancelled: whoever waits sets the bound. */
function systemLookup(host: string): Promise<LookedUp> {
  return new Promise((resolve) => {
    lookup(host, { all: true, verbatim: true }, (error, addresses) => resolve({ addresses: error ? [] : addresses, code: error?.code ?? null }));
  });
}

/** Name → addresses. Decided within a second when no name server answers. Never rejects. */
export async function resolveHost(host: string, limit: (ms: number) => number, signal: AbortSignal): Promise<ResolveFact> {
  const family = isIP(host.replace(/%.*$/, ''));
  const fact = (state: ResolveFact['state'], more: Partial<ResolveFact> = {}): ResolveFact => ({ host, state, addresses: [], code: null, nameServers: [], ...more });
  if (family !== 0) return fact('literal', { addresses: [{ address: host, family: family === 6 ? 6 : 4 }] });
  // Reserved never to exist (RFC 6761), whatever a dead or rewriting resolver makes of it.
  if (/(^|\.)invalid\.?$/i.test(host)) return fact('not-found', { code: 'ENOTFOUND' });
  const system = systemLookup(host);
  const first = await within(system, limit(patienceMs), signal);
  if (first && first.addresses.length > 0) return found(fact, first);
  if (first && (first.code === 'ENOTFOUND' || first.code === 'ENODATA')) return fact('not-found', { code: first.code });
  const direct = await Promise.race([askNameServers(host, limit(serverMs), signal), never(system)]);
  const second = await within(system, 1, signal);
  if (second && second.addresses.length > 0) return found(fact, second);
  if (second && (second.code === 'ENOTFOUND' || second.code === 'ENODATA')) return fact('not-found', { code: second.code });
  const { nameServers } = direct;
  const answered = nameServers.filter(({ state }) => state === 'answered');
  if (answered.length > 0 && answered.every(({ code }) => code === 'ENOTFOUND')) return fact('not-found', { code: 'ENOTFOUND', nameServers });
  if (answered.length > 0 && !second) {
    const late = await within(system, limit(slowMs), signal);
    if (late && late.addresses.length > 0) return found(fact, late);
    if (late && (late.code === 'ENOTFOUND' || late.code === 'ENODATA')) return fact('not-found', { code: late.code, nameServers });
  }
  const code = second?.code ?? null;
  return fact(code === null && nameServers.every(({ state }) => state === 'silent') ? 'timed-out' : 'resolver-failed', { code: code ?? nameServers[0]?.code ?? null, nameServers });
}

function found(fact: (state: ResolveFact['state'], more: Partial<ResolveFact>) => ResolveFact, { addresses }: LookedUp): ResolveFact {
  const known = new Map(addresses.map(({ address, family }) => [address, { address, family: family === 6 ? (6 as const) : (4 as const) }]));
  return fact('ok', { addresses: [...known.values()] });
}

/** A promise of the system's resolver that ends the race only with an address or a clear no. */
async function never(system: Promise<LookedUp>): Promise<{ nameServers: ResolveFact['nameServers']; addresses: ResolveFact['addresses'] }> {
  const { addresses, code } = await system;
  if (addresses.length > 0 || code === 'ENOTFOUND' || code === 'ENODATA') return { nameServers: [], addresses: [] };
  return new Promise(() => undefined);
}

/** The value when it is there in time, otherwise undefined. */
export function within<T>(promise: Promise<T>, ms: number, signal: AbortSignal): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const done = (value?: T) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onTime);
      resolve(value);
    };
    const onTime = () => done();
    const timer = setTimeout(onTime, ms);
    signal.addEventListener('abort', onTime, { once: true });
    promise.then(done, reject);
    if (signal.aborted) done();
  });
}
