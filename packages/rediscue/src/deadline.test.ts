import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { deadline, signalWithin } from './deadline.ts';

/** Nothing runs meanwhile: what a stopped process sees when it goes on. */
function standStill(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

test('a deadline calls when its time is over, and not once it is cleared', async () => {
  const called: string[] = [];
  deadline(5, () => called.push('cleared')).clear();
  await new Promise<void>((resolve) => {
    deadline(20, () => {
      called.push('over');
      resolve();
    });
  });
  expect(called).toEqual(['over']);
});

test('an answer that came while the process stood still is read before the deadline is over', async () => {
  const server = createServer((socket) => socket.end('answer')).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  const script = `
    import { connect } from 'node:net';
    import { deadline } from ${JSON.stringify(fileURLToPath(new URL('./deadline.ts', import.meta.url)))};
    const socket = connect(${port}, '127.0.0.1');
    await new Promise((resolve) => socket.once('connect', resolve));
    const said = new Promise((resolve) => {
      deadline(150, () => resolve('over'));
      socket.once('data', () => resolve('answered'));
    });
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 600);
    console.log(await said);
    process.exit();`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script]);
  let output = '';
  for await (const chunk of child.stdout) output += chunk;
  server.close();
  expect(output.trim()).toBe('answered');
});

test('a deadline that passed in a standstill begins again, and ends', async () => {
  const began = performance.now();
  const over = new Promise<number>((resolve) => {
    deadline(50, () => resolve(performance.now() - began));
  });
  standStill(300);
  expect(await over).toBeGreaterThan(340);
});

test('a signal is aborted by the other one at once, and by its own time', async () => {
  const other = new AbortController();
  const first = signalWithin(60_000, other.signal);
  other.abort();
  expect(first.aborted).toBe(true);
  const second = signalWithin(5, new AbortController().signal);
  if (!second.aborted) await once(second, 'abort');
  expect((second.reason as Error).name).toBe('TimeoutError');
});
