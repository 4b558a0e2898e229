import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { listen, type Server, startSentinels, startServer, World } from '../../../../../testbed/index.ts';
import { look } from './look.fixture.ts';

let world: World;
beforeEach(() => {
  world = new World();
});
afterEach(() => world.end());

const url = (server: { port: number }, login = '', tail = '') => `redis://${login}127.0.0.1:${server.port}${tail}`;
const noLeak = (looked: Awaited<ReturnType<typeof look>>) => {
  const all = JSON.stringify([looked.context.facts, looked.context.notChecked]);
  for (const secret of world.secrets) expect(all).not.toContain(secret);
};

describe('the server is open', () => {
  let server: Server;
  beforeEach(async () => {
    server = await startServer(world);
  });

  test('no credential is needed', async () => {
    const looked = await look(url(server));
    expect(looked.get('auth')).toMatchObject({ openWithoutLogin: true, outcome: 'not-needed', tries: [] });
    expect(looked.reached).toMatchObject({ speaks: 'data', connected: true });
    expect(looked.reached.commands).toBeLessThanOrEqual(14);
  });

  test('a password alone is refused, with the default user anything passes', async () => {
    const password = world.secret();
    for (const login of [`:${password}@`, `default:${password}@`]) {
      const looked = await look(url(server, login));
      expect(looked.get('auth')).toMatchObject({ openWithoutLogin: true, outcome: 'server-has-none', acceptsAnything: true });
      expect(looked.get('auth')?.tries).toHaveLength(2);
      expect(looked.reached.connected).toBe(true);
      noLeak(looked);
    }
  });

  test('a user that no ACL names: the server has no login at all', async () => {
    expect((await look(url(server, `app:${world.secret()}@`))).get('auth')).toMatchObject({ outcome: 'server-has-none', acceptsAnything: false, userSeen: null });
  });

  test('a user that is missing among others: this connection may look for itself', async () => {
    await server.call('ACL', 'SETUSER', 'other', 'on', '>x', '~*', '+@all');
    expect((await look(url(server, `app:${world.secret()}@`))).get('auth')).toMatchObject({ outcome: 'rejected', userSeen: { exists: false, by: 'default' } });
  });

  test('an existing user on the open server', async () => {
    const password = world.secret();
    await server.call('ACL', 'SETUSER', 'app', 'on', `>${password}`, '~*', '+@all');
    expect((await look(url(server, `app:${password}@`))).get('auth')).toMatchObject({ outcome: 'accepted' });
    expect((await look(url(server, 'app:wrong@'))).get('auth')).toMatchObject({ outcome: 'rejected', userSeen: { exists: true, enabled: true } });
    await server.call('ACL', 'SETUSER', 'app', 'off');
    expect((await look(url(server, `app:${password}@`))).get('auth')).toMatchObject({ outcome: 'rejected', userSeen: { exists: true, enabled: false } });
  });
});

describe('the server wants a login', () => {
  let server: Server;
  let password: string;
  beforeEach(async () => {
    password = world.secret();
    server = await startServer(world, { config: { requirepass: password }, login: { password } });
  });

  test('none is given', async () => {
    const looked = await look(url(server));
    expect(looked.get('speak')).toMatchObject({ error: 'NOAUTH' });
    expect(looked.get('auth')).toMatchObject({ openWithoutLogin: false, outcome: 'missing' });
    expect(looked.reached.connected).toBe(false);
  });

  test('the right one is accepted in either form, from the URL or the environment', async () => {
    for (const login of [`:${password}@`, `default:${password}@`]) expect((await look(url(server, login))).get('auth')).toMatchObject({ outcome: 'accepted' });
    expect((await look(url(server), { environment: { REDIS_PASSWORD: password } })).get('auth')).toMatchObject({ outcome: 'accepted' });
  });

  test('a wrong one is tried once and kept secret', async () => {
    const looked = await look(url(server, `:${world.secret()}@`));
    expect(looked.get('auth')).toMatchObject({ outcome: 'rejected', userSeen: null });
    expect(looked.get('auth')?.tries).toHaveLength(1);
    expect(looked.context.notChecked[0]?.why).toContain('REDIS_ADMIN_URL');
    noLeak(looked);
  });

  test('the admin sees whether the user is wrong, off or unknown', async () => {
    const environment = { REDIS_ADMIN_URL: `redis://:${password}@127.0.0.1:${server.port}` };
    await server.call('ACL', 'SETUSER', 'app', 'on', '>right', '~*', '+@all');
    const seen = async (login: string) => {
      const looked = await look(url(server, login), { environment });
      expect(looked.reached.admin).toBe(true);
      return looked.get('auth')?.userSeen;
    };
    expect(await seen('app:wrong@')).toEqual({ exists: true, enabled: true, by: 'default' });
    expect(await seen('gone:wrong@')).toEqual({ exists: false, enabled: false, by: 'default' });
    await server.call('ACL', 'SETUSER', 'app', 'off');
    expect(await seen('app:right@')).toEqual({ exists: true, enabled: false, by: 'default' });
  });

  test('an account that may only PING and INFO gets as far as its rights go', async () => {
    await server.call('ACL', 'SETUSER', 'few', 'on', '>enough', 'resetkeys', '-@all', '+ping', '+info');
    const looked = await look(url(server, 'few:enough@'));
    expect(looked.get('auth')).toMatchObject({ outcome: 'accepted' });
    expect(looked.get('role')).toMatchObject({ state: 'refused' });
    expect(looked.get('write')).toMatchObject({ state: 'refused', step: 'set', error: 'NOPERM', readError: 'NOPERM' });
    expect(looked.get('ping')).toMatchObject({ lost: 0 });
    expect(looked.reached).toMatchObject({ speaks: 'data', connected: true });
  });
});

describe('a Sentinel', () => {
  test('is known before AUTH is judged, and its replies are no data', async () => {
    const { sentinels } = await startSentinels(world, { sentinels: 1, replicas: 0, quorum: 1, settled: false });
    const [sentinel] = sentinels;
    if (!sentinel) throw new Error('no Sentinel');
    const looked = await look(url(sentinel, `:${world.secret()}@`));
    expect(looked.reached).toMatchObject({ speaks: 'sentinel', connected: true });
    expect(looked.get('auth')).toMatchObject({ outcome: 'not-judged', tries: [] });
    expect(looked.get('role')).toMatchObject({ state: 'ok', value: { role: 'sentinel' } });
    expect(looked.get('write')).toBeUndefined();
    const asked = await look(`sentinel://:${world.secret()}@127.0.0.1:${sentinel.port}/mymaster`);
    expect(asked.get('auth')).toMatchObject({ outcome: 'not-needed' });
    expect(asked.reached.speaks).toBe('sentinel');
  });
});

describe('a Sentinel that wants a login', () => {
  test("gets the target's own where none is declared for it, and its own where one is", async () => {
    const [data, watch] = [world.secret(), world.secret()];
    const start = (password: string) =>
      startSentinels(world, { sentinels: 1, replicas: 0, quorum: 1, settled: false, sentinel: { config: { requirepass: password }, login: { password } } });
    const [same, other] = [await start(data), await start(watch)];
    expect((await look(same.target('mymaster', data))).get('auth')).toMatchObject({ outcome: 'accepted' });
    expect((await look(other.target('mymaster', data))).get('auth')).toMatchObject({ outcome: 'rejected' });
    expect((await look(`${other.target('mymaster', data)}?sentinel_password=${watch}`)).get('auth')).toMatchObject({ outcome: 'accepted' });
  });
});

describe('versions before ACLs', () => {
  const old = (answer: (command: string) => string) =>
    listen(world, (socket) => {
      socket.on('data', (bytes) => {
        const words = bytes.toString().split('\r\n');
        for (let at = 0; at < words.length; at += 1) if (words[at]?.startsWith('*')) socket.write(answer(`${words[at + 2]} ${(words[at] ?? '').slice(1)}`));
      });
    });

  test('AUTH with one argument is understood where two are not', async () => {
    const server = await old((command) =>
      command === 'AUTH 3' ? "-ERR wrong number of arguments for 'auth' command\r\n" : command === 'AUTH 2' ? '+OK\r\n' : '-NOAUTH Authentication required.\r\n',
    );
    expect((await look(url(server, 'app:right@'))).get('auth')).toMatchObject({ outcome: 'accepted', tries: [{ ok: false }, { ok: true }] });
  });

  test('the older words for no password and for a wrong one', async () => {
    const open = await old((command) => (command.startsWith('AUTH') ? '-ERR Client sent AUTH, but no password is set\r\n' : command === 'PING 1' ? '+PONG\r\n' : '-ERR no\r\n'));
    expect((await look(url(open, ':any@'))).get('auth')).toMatchObject({ outcome: 'server-has-none', acceptsAnything: false });
    const closed = await old((command) => (command.startsWith('AUTH') ? '-ERR invalid password\r\n' : '-NOAUTH Authentication required.\r\n'));
    expect((await look(url(closed, ':any@'))).get('auth')).toMatchObject({ outcome: 'rejected' });
  });

  test('a server that does not know AUTH repeats no password', async () => {
    const password = world.secret();
    const server = await old((command) => (command.startsWith('AUTH') ? `-ERR unknown command 'AUTH', with args beginning with: '${password}' \r\n` : '+PONG\r\n'));
    const looked = await look(url(server, `:${password}@`));
    expect(looked.get('auth')).toMatchObject({ outcome: 'not-judged' });
    noLeak(looked);
  });
});
