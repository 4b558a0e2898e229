import { createServer } from 'node:net';

// Below the range from which the kernel takes ports for outgoing connections, so that nobody takes one in between.
const first = 21_000;
const last = 31_000;
const taken = new Set<number>();
let next = first + Math.floor(Math.random() * (last - first));

/** A TCP port that is free on all addresses, and free plus 10,000 too (the cluster bus), given out once. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < last - first; tries += 1) {
    next = next >= last ? first : next + 1;
    if (taken.has(next) || !(await isFree(next)) || !(await isFree(next + 10_000))) continue;
    taken.add(next);
    return next;
  }
  throw new Error('no free port on this machine');
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, () => server.close(() => resolve(true)));
  });
}
