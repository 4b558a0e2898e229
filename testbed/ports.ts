import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';

// Ports and bus ports (plus 10,000) all lie below the range from which the kernel takes ports for outgoing connections.
const first = 12_000;
const last = 22_000;
let next = first + Math.floor(Math.random() * (last - first));

// Test files run in processes of their own: a port is held by a file with the process's id, so that no two take the same.
const ledger = join(tmpdir(), `rediscue-ports-${userInfo().uid}`);
const held = new Set<string>();
process.on('exit', () => {
  for (const file of held) rmSync(file, { force: true });
});

/** A TCP port that is free on all addresses, and free plus 10,000 too (the cluster bus), given out once. */
export async function freePort(): Promise<number> {
  mkdirSync(ledger, { recursive: true });
  for (let tries = 0; tries < last - first; tries += 1) {
    next = next + 1 >= last ? first : next + 1;
    // Others may ask meanwhile and move `next` on.
    const port = next;
    if (hold(port) && (await isFree(port)) && (await isFree(port + 10_000))) return port;
  }
  throw new Error('no free port on this machine');
}

function hold(port: number): boolean {
  const file = join(ledger, String(port));
  if (held.has(file)) return false;
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
  } catch {
    if (isHolderAlive(file)) return false;
    writeFileSync(file, String(process.pid));
  }
  held.add(file);
  return true;
}

function isHolderAlive(file: string): boolean {
  try {
    process.kill(Number(readFileSync(file, 'utf8')), 0);
    return true;
  } catch {
    return false;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, () => server.close(() => resolve(true)));
  });
}
