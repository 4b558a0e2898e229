import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { eventually, listen, listenHttp, listenSlowly, startServer, strangers, World } from '../../../../../testbed/index.ts';
import { text } from '../../redis/index.ts';
import { look } from './look.fixture.ts';

let world: World;
beforeEach(() => {
  world = new World();
});
afterEach(() => world.end());

const at = ({ port }: { port: number }) => `redis://127.0.0.1:${port}`;

describe('a port that is not Redis says what it is', () => {
  for (const [name, treat, protocol] of [
    ['postgresql', strangers.postgresql, 'postgresql'],
    ['mysql', strangers.mysql, 'mysql'],
    ['ssh', strangers.ssh, 'ssh'],
    ['smtp', (socket) => void socket.write('220 mail.example ESMTP Postfix\r\n'), 'smtp'],
    ['memcached', (socket) => void socket.on('data', () => socket.write('ERROR\r\nERROR\r\nERROR\r\n')), 'memcached'],
    ['postgresql that keeps silent', (socket) => void socket.on('data', (bytes) => bytes.length === 8 && socket.write('N')), 'postgresql'],
    ['a page without a status line', (socket) => void socket.once('data', () => socket.end('<!DOCTYPE HTML><html>Error 400</html>')), 'http'],
    ['nonsense', (socket) => void socket.write('hello there\r\n'), 'unknown'],
  ] as [string, (typeof strangers)['ssh'], string][])
    test(name, async () => {
      const looked = await look(at(await listen(world, treat)));
      expect(looked.get('speak')).toMatchObject({ state: 'other', protocol });
      expect(looked.reached).toMatchObject({ speaks: 'nothing', connected: false });
      expect(looked.get('auth')).toBeUndefined();
    });

  test('a web server, in plain text and when the target asks for TLS', async () => {
    const web = await listenHttp(world);
    expect((await look(at(web))).get('speak')).toMatchObject({ state: 'other', protocol: 'http' });
    const secured = await look(`rediss://127.0.0.1:${web.port}`);
    expect(secured.get('tls')).toMatchObject({ asked: true, plainAnswer: 'other' });
    expect(secured.get('speak')).toMatchObject({ state: 'other', protocol: 'http' });
  });
});

describe('nothing useful comes back', () => {
  test('silence comes to an end, in plain text and in TLS', async () => {
    const silent = await listen(world, strangers.silent);
    const [plain, secured] = await Promise.all([look(at(silent)), look(`rediss://127.0.0.1:${silent.port}`)]);
    expect(plain.get('speak')).toMatchObject({ state: 'silent', protocol: null });
    expect(plain.get('tls')).toMatchObject({ asked: false, state: 'silent' });
    expect(secured.get('tls')).toMatchObject({ asked: true, state: 'silent', plainAnswer: 'silent' });
    expect(secured.get('speak')).toMatchObject({ state: 'silent' });
    expect(Math.max(plain.ms, secured.ms)).toBeLessThan(10_000);
  });

  test('a stopped server accepts and stays silent', async () => {
    const server = await startServer(world);
    server.freeze();
    const looked = await look(at(server));
    server.thaw();
    expect(looked.get('connect')?.used).toBe('127.0.0.1');
    expect(looked.get('speak')).toMatchObject({ state: 'silent' });
    expect(looked.get('tls')).toMatchObject({ asked: false, state: 'silent' });
  });

  test('a byte a second is no reply', async () => {
    expect(
      (
        await look(
          at(
            await listen(world, (socket) => {
              socket.once('data', () => strangers.tarpit(socket));
              socket.write('+');
            }),
          ),
        )
      ).get('speak'),
    ).toMatchObject({ state: 'dribble' });
  });

  test('a reply without end is cut off', async () => {
    expect((await look(at(await listen(world, strangers.endless)))).get('speak')).toMatchObject({ state: 'dribble' });
  });

  test('a peer that hangs up without a word', async () => {
    const looked = await look(at(await listen(world, strangers.closing)));
    expect(looked.get('speak')).toMatchObject({ state: 'closed', protocol: null });
    expect(looked.get('tls')).toMatchObject({ asked: false });
  });

  test('a peer that resets at once, seen while connecting or right after', async () => {
    const looked = await look(at(await listen(world, (socket) => void socket.resetAndDestroy())));
    expect(looked.get('speak')?.state ?? looked.get('connect')?.attempts[0]?.state).toMatch(/reset|closed/);
  });
});

describe('Redis refuses before it lets anybody in', () => {
  test('too many clients, also when the reset swallows the refusal', async () => {
    const server = await startServer(world, { config: { maxclients: '1' } });
    // The connection that saw the server ready may not be gone yet.
    const held = await eventually('the one place is free', async () => {
      const client = await server.client();
      if (text(await client.quietly('PING')) === 'PONG') return client;
      client.close();
    });
    for (let n = 0; n < 5; n += 1) expect((await look(at(server))).get('speak')).toMatchObject({ state: 'resp', reply: 'ERR max number of clients reached' });
    held.close();
  });

  test('protected mode', async () => {
    const denied = await listen(
      world,
      (socket) => void socket.end('-DENIED Redis is running in protected mode because protected mode is enabled and no password is set for the default user.\r\n'),
    );
    const looked = await look(at(denied));
    expect(looked.get('speak')).toMatchObject({ state: 'resp', error: 'DENIED' });
    expect(looked.get('auth')).toBeUndefined();
  });
});

test('a path of 300 ms is slow and no fault', async () => {
  const password = world.secret();
  const server = await startServer(world, { config: { requirepass: password }, login: { password } });
  const slow = await listenSlowly(world, server, 150);
  const looked = await look(`redis://:${password}@127.0.0.1:${slow.port}/1`);
  expect(looked.get('speak')).toMatchObject({ state: 'resp', error: 'NOAUTH' });
  expect(looked.get('auth')).toMatchObject({ outcome: 'accepted' });
  expect(looked.get('write')).toMatchObject({ state: 'ok' });
  expect(looked.get('ping')?.lost).toBe(0);
  expect(looked.get('ping')?.rttMs.every((ms) => ms >= 290)).toBe(true);
});

test('ends with its signal', async () => {
  const silent = await listen(world, strangers.silent);
  const looked = await look(at(silent), { signal: AbortSignal.timeout(150) });
  expect(looked.ms).toBeLessThan(10_000);
});
