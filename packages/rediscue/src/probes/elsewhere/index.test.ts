import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort, type Server, startServer, World } from '../../../../../testbed/index.ts';
import { endpointAt, parseTarget } from '../../declared/target/index.ts';
import { type FactData, factSchemas } from '../../facts/index.ts';
import { ProbeContext } from '../context.ts';
import type { Reached } from '../interface.ts';
import { probeElsewhere } from './index.ts';

let world: World;
const password = 'a-password-of-the-test';
const servers: Server[] = [];

beforeAll(async () => {
  world = new World();
  const locked = { config: { requirepass: password }, login: { password } };
  for (const options of [locked, {}, {}]) servers.push(await startServer(world, options));
});
afterAll(() => world.end());

const unreached: Reached = { connection: null, adminConnection: null, speaks: 'nothing', remoteAddress: '127.0.0.1', localAddress: null };

/** What is found for a refused port, where these servers and `more` are seen on the machine. */
async function find(more: number[] = [], project = world.folder): Promise<FactData<'elsewhere'> | undefined> {
  const port = await freePort();
  const target = parseTarget(`redis://:${password}@127.0.0.1:${port}`, { kind: 'argument', name: null, place: null }, {});
  const endpoint = endpointAt('127.0.0.1', port);
  const context = new ProbeContext({ budgetMs: 5000, windowMs: 0, write: false, project, environment: {} }, new AbortController().signal);
  const record = (probe: 'connect' | 'listeners', data: FactData<'connect'> | FactData<'listeners'>) => context.record(probe, endpoint.subject, target.fact.name, data, 0);
  record('connect', { attempts: [{ address: '127.0.0.1', port, state: 'refused', code: 'ECONNREFUSED', ms: 1 }], used: null });
  const seen = [...servers.map((server) => ({ port: server.port, pid: server.pid })), ...more.map((each) => ({ port: each, pid: null }))];
  record('listeners', { onPort: [], servers: seen.map(({ port: each, pid }) => ({ address: '127.0.0.1', port: each, pid, name: 'redis-server' })) });
  await probeElsewhere(endpoint, target, unreached, context);
  const found = context.get('elsewhere', endpoint.subject, target.fact.name);
  if (found) factSchemas.elsewhere.parse(found);
  return found;
}

test('tries the declared login once on every server, and says whose configuration is in the project', async () => {
  const found = await find();
  expect(found?.unknown).toEqual([]);
  expect(found?.candidates.map(({ login }) => login).sort()).toEqual(['accepted', 'open', 'open']);
  expect(found?.candidates.every(({ role, configInProject }) => role === 'primary' && configInProject !== null)).toBe(true);
});

test('what does not answer is unknown, not absent', async () => {
  servers[2]?.freeze();
  const found = await find();
  servers[2]?.thaw();
  expect(found).toMatchObject({ unknown: [servers[2]?.port] });
  expect(found?.candidates).toHaveLength(2);
});

test('of too many servers those of the project are asked, however far their numbers are', async () => {
  const strangers = Array.from({ length: 20 }, (_, index) => index + 1);
  const found = await find(strangers);
  expect(found?.candidates.map(({ port }) => port).sort()).toEqual(servers.map(({ port }) => port).sort());
  expect(found?.unknown).toHaveLength(20);
});
