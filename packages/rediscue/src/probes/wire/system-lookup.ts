import { execFile } from 'node:child_process';
import { lookup } from 'node:dns';
import { readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import type { ResolveFact } from '../../facts/index.ts';

export type Addresses = ResolveFact['addresses'];

export interface LookedUp {
  addresses: Addresses;
  code: string | null;
}

/**
 * getaddrinfo, as nearly every client resolves. It cannot be cancelled, and a process cannot even end while one is under way:
 * call it only where it is known to come back soon.
 */
export function systemLookup(host: string): Promise<LookedUp> {
  return new Promise((resolve) => {
    lookup(host, { all: true, verbatim: true }, (error, found) => resolve({ addresses: error ? [] : distinct(found.map(({ address }) => address)), code: error?.code ?? null }));
  });
}

/** The same question put by a child process, which can be ended. No addresses when it found none, is missing, or the time ran out. */
export function lookupApart(host: string, timeoutMs: number, signal: AbortSignal): Promise<Addresses> {
  return new Promise((resolve) => {
    execFile('getent', ['ahosts', '--', host], { timeout: timeoutMs, killSignal: 'SIGKILL', signal, maxBuffer: 65_536 }, (error, stdout) => {
      resolve(error ? [] : distinct(stdout.split('\n').flatMap((line) => line.split(/\s+/)[0] ?? [])));
    });
  });
}

/** The name stands in the hosts file, which is asked before any name server. */
export async function isInHostsFile(host: string): Promise<boolean> {
  const text = await readFile('/etc/hosts', 'utf8').catch(() => '');
  const wanted = host.toLowerCase();
  return text.split('\n').some((line) => line.replace(/#.*/, '').trim().toLowerCase().split(/\s+/).slice(1).includes(wanted));
}

function distinct(addresses: readonly string[]): Addresses {
  return [...new Set(addresses)].flatMap((address) => {
    const family = isIP(address.replace(/%.*$/, ''));
    return family === 4 || family === 6 ? [{ address, family }] : [];
  });
}
