import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { eventually, startServer, World } from '../../../testbed/index.ts';
import { Report } from '../src/report/contract.ts';
import { rediscue } from './run.ts';

let world: World;
beforeEach(() => {
  world = new World();
});
afterEach(() => world.end());

/** Longer than the deadline of any answer. */
const standstillMs = 1200;
/** From the start of the program to the end of a diagnosis that nothing holds up. */
const moments = [40, 70, 100, 130, 160, 200, 250];

/** The codes that a diagnosis finds which is stopped whole, as a busy machine or a sleeping one does it, at each of some moments. */
async function seenFrom(args: readonly string[]): Promise<string[][]> {
  const seen: string[][] = [];
  for (const moment of moments) {
    const run = await rediscue(world, ['diagnose', ...args, '--json', '--fail-on', 'never'], {
      during: async (pid) => {
        await wait(moment);
        process.kill(pid, 'SIGSTOP');
        await wait(standstillMs);
        process.kill(pid, 'SIGCONT');
      },
    });
    seen.push(Report.parse(JSON.parse(run.stdout)).findings.map(({ code, severity }) => `${code} ${severity}`));
  }
  return seen;
}

it('calls no server silent because it stood still itself', async () => {
  const server = await startServer(world);
  const url = `redis://127.0.0.1:${server.port}`;
  const calm = await rediscue(world, ['diagnose', url, '--json']);
  const expected = Report.parse(JSON.parse(calm.stdout)).findings.map(({ code, severity }) => `${code} ${severity}`);
  expect(await seenFrom([url])).toEqual(moments.map(() => expected));
});

it('finds the fault all the same', async () => {
  const password = world.secret();
  const primary = await startServer(world, { config: { requirepass: password }, login: { password } });
  const replica = await startServer(world, { config: { replicaof: `127.0.0.1 ${primary.port}` } });
  await eventually('the primary refuses the replica', () => replica.log().includes('NOAUTH'));
  for (const codes of await seenFrom([`redis://127.0.0.1:${replica.port}`])) expect(codes).toContain('auth/replica-credentials-missing error');
});
