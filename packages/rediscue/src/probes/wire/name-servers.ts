import { getServers, Resolver } from 'node:dns';
import { deadline } from '../../deadline.ts';
import type { ResolveFact } from '../../facts/index.ts';

type NameServer = ResolveFact['nameServers'][number];

export interface AskedServer {
  nameServer: NameServer;
  addresses: ResolveFact['addresses'];
  /** It answered both for IPv4 and for IPv6: some stay silent on one, and the system's resolver waits for both. */
  whole: boolean;
}

/** Name servers that were configured but are asked no further: a list is rarely longer than three. */
const most = 3;

/**
 * Asks each name server itself (those that this process is configured with, unless others are given), once and all at the same
 * time, so that a name that does not exist is told from a resolver that is dead. None rejects.
 */
export function askNameServers(host: string, timeoutMs: number, signal: AbortSignal, servers: readonly string[] = getServers()): Promise<AskedServer>[] {
  return servers.slice(0, most).map((server) => askOne(server, host, timeoutMs, signal));
}

async function askOne(server: string, host: string, timeoutMs: number, signal: AbortSignal): Promise<AskedServer> {
  const resolver = new Resolver({ timeout: 2 * timeoutMs, tries: 1 });
  try {
    resolver.setServers([server]);
  } catch {
    return { nameServer: { server, state: 'failed', code: 'EBADSERVER' }, addresses: [], whole: false };
  }
  const cancel = () => resolver.cancel();
  // The resolver rounds its own time up to whole tries, and counts a standstill of ours: this is the bound that counts.
  const timer = deadline(timeoutMs, cancel);
  signal.addEventListener('abort', cancel, { once: true });
  const answers = await Promise.all([ask(resolver, host, 4), ask(resolver, host, 6)]);
  timer.clear();
  signal.removeEventListener('abort', cancel);
  const best = answers.find(({ code }) => code === null) ?? answers.find(({ state }) => state === 'answered') ?? answers[0];
  return {
    nameServer: { server, state: best.state, code: best.code },
    addresses: answers.flatMap(({ addresses }) => addresses),
    whole: answers.every(({ state }) => state !== 'silent'),
  };
}

interface Answer {
  state: NameServer['state'];
  code: string | null;
  addresses: ResolveFact['addresses'];
}

function ask(resolver: Resolver, host: string, family: 4 | 6): Promise<Answer> {
  return new Promise((resolve) => {
    const done = (error: NodeJS.ErrnoException | null, addresses: string[] = []) => {
      const code = error?.code ?? null;
      if (code === null) resolve({ state: 'answered', code, addresses: addresses.map((address) => ({ address, family })) });
      else if (code === 'ENOTFOUND' || code === 'ENODATA') resolve({ state: 'answered', code, addresses: [] });
      else if (code === 'ETIMEOUT' || code === 'ECANCELLED') resolve({ state: 'silent', code: 'ETIMEOUT', addresses: [] });
      else resolve({ state: code === 'EREFUSED' ? 'refused' : 'failed', code, addresses: [] });
    };
    if (family === 4) resolver.resolve4(host, done);
    else resolver.resolve6(host, done);
  });
}
