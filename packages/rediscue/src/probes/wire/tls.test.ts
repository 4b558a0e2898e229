import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Authority, freePort, type Server, startServer, tlsOnly, World } from '../../../../../testbed/index.ts';
import { look } from './look.fixture.ts';

let world: World;
let authority: Authority;
beforeEach(() => {
  world = new World();
  authority = new Authority(world);
});
afterEach(() => world.end());

type Issue = NonNullable<Parameters<Authority['issue']>[1]>;

async function serve(issue: Issue = {}, clients: 'yes' | 'no' = 'no', config: Record<string, string> = {}): Promise<Server> {
  const port = await freePort();
  const server = await startServer(world, { port, config: { ...tlsOnly(port, authority, authority.issue('server', issue), clients), ...config }, ready: false });
  await server.logs('Ready to accept');
  return server;
}

const url = (server: { port: number }, query = '', host = '127.0.0.1', login = '') => `rediss://${login}${host}:${server.port}${query}`;
const trusted = () => `?ssl_ca_certs=${authority.certificate}`;

describe('the certificate', () => {
  test('is trusted through the own authority, named by URL or environment', async () => {
    const server = await serve();
    for (const [query, environment] of [
      [trusted(), {}],
      ['', { REDIS_TLS_CA_FILE: authority.certificate }],
      ['', { NODE_EXTRA_CA_CERTS: authority.certificate }],
    ] as const) {
      const looked = await look(url(server, query), { environment });
      expect(looked.get('tls')).toMatchObject({ asked: true, state: 'ok', verifyError: null, issuerTrusted: true, nameMismatch: false });
      expect(looked.get('write')).toMatchObject({ state: 'ok' });
      expect(looked.reached.connected).toBe(true);
    }
  });

  test('of an unknown authority stops before the password', async () => {
    const looked = await look(url(await serve(), '', '127.0.0.1', `:${world.secret()}@`));
    expect(looked.get('tls')).toMatchObject({
      state: 'ok',
      verifyError: 'SELF_SIGNED_CERT_IN_CHAIN',
      issuerTrusted: false,
      nameMismatch: false,
      certificate: { selfSigned: false },
    });
    expect(looked.get('auth')).toMatchObject({ outcome: 'not-judged', tries: [] });
    expect(looked.reached.connected).toBe(false);
  });

  test('is accepted by an app that verifies nothing', async () => {
    const looked = await look(url(await serve({ altNames: ['DNS:other'] }), '?ssl_cert_reqs=none'));
    expect(looked.get('tls')).toMatchObject({ state: 'ok', verificationOff: true, verifyError: null, nameMismatch: false });
    expect(looked.reached.connected).toBe(true);
  });

  test('is for another name', async () => {
    const server = await serve({ altNames: ['DNS:redis.internal'] });
    expect((await look(url(server, trusted()))).get('tls')).toMatchObject({ verifyError: null, nameMismatch: true, certificate: { altNames: ['DNS:redis.internal'] } });
    expect((await look(url(server, `${trusted()}&server_name=redis.internal`))).reached.connected).toBe(true);
    expect((await look(url(server, `${trusted()}&ssl_check_hostname=false`))).reached.connected).toBe(true);
  });

  test('has ended, has not begun; and the issuer is judged apart from that', async () => {
    const expired = await serve({ fromDays: -30, toDays: -2 });
    const early = await serve({ fromDays: 2, toDays: 30 });
    expect((await look(url(expired, trusted()))).get('tls')).toMatchObject({ verifyError: 'CERT_HAS_EXPIRED', issuerTrusted: true });
    expect((await look(url(early, trusted()))).get('tls')).toMatchObject({ verifyError: 'CERT_NOT_YET_VALID', issuerTrusted: true });
    expect((await look(url(expired))).get('tls')?.issuerTrusted).toBe(false);
  });
});

describe('the server asks for a client certificate', () => {
  for (const protocol of ['TLSv1.3', 'TLSv1.2'])
    test(`over ${protocol}`, async () => {
      const server = await serve({}, 'yes', { 'tls-protocols': protocol });
      const without = await look(url(server, trusted()));
      expect(without.get('tls')).toMatchObject({ asked: true, state: 'failed', clientCertificateAsked: true });
      expect(without.get('speak')).toBeUndefined();
      const own = authority.issue('client');
      const right = await look(url(server, trusted()), { environment: { REDIS_TLS_CERT_FILE: own.certificate, REDIS_TLS_KEY_FILE: own.key } });
      expect(right.get('write')).toMatchObject({ state: 'ok' });
      const stranger = new Authority(world, `stranger-${protocol}`).issue('client');
      const wrong = await look(url(server, `${trusted()}&ssl_certfile=${stranger.certificate}&ssl_keyfile=${stranger.key}`));
      expect(wrong.get('tls')).toMatchObject({ state: 'failed' });
      expect([42, 48]).toContain(wrong.get('tls')?.alert);
    });
});

test('nothing in common', async () => {
  const server = await serve({}, 'no', { 'tls-protocols': 'TLSv1.2', 'tls-ciphers': 'ECDHE-ECDSA-CAMELLIA256-SHA384' });
  const looked = await look(url(server, trusted()));
  expect(looked.get('tls')).toMatchObject({ asked: true, state: 'failed', clientCertificateAsked: null });
  expect(looked.get('tls')?.alert).not.toBeNull();
});

describe('own files', () => {
  const problem = async (server: Server, query: string) => {
    const looked = await look(url(server, query));
    expect(looked.get('tls')?.state).toBe('failed');
    expect(looked.reached.connected).toBe(false);
    return looked.get('tls')?.ownFileProblem;
  };

  test('missing, no PEM, of another pair, locked', async () => {
    const server = await serve();
    const [own, other] = [authority.issue('one'), authority.issue('two')];
    const junk = join(world.folder, 'junk.pem');
    writeFileSync(junk, 'no certificate at all');
    const locked = join(world.folder, 'locked.key');
    world.run('openssl', ['ec', '-aes128', '-passout', 'pass:x', '-in', own.key, '-out', locked]);
    expect(await problem(server, '?ssl_ca_certs=/nowhere/ca.pem')).toEqual({ file: '/nowhere/ca.pem', reason: 'no such file' });
    expect(await problem(server, `?ssl_ca_certs=${world.folder}`)).toEqual({ file: world.folder, reason: 'it is a folder' });
    expect(await problem(server, `?ssl_ca_certs=${junk}`)).toMatchObject({ file: junk, reason: 'holds no certificate in PEM form' });
    expect(await problem(server, `${trusted()}&ssl_certfile=${own.certificate}&ssl_keyfile=${other.key}`)).toMatchObject({
      file: other.key,
      reason: expect.stringContaining('does not belong'),
    });
    expect(await problem(server, `${trusted()}&ssl_certfile=${own.certificate}&ssl_keyfile=${junk}`)).toMatchObject({ file: junk });
    expect(await problem(server, `${trusted()}&ssl_certfile=${own.certificate}&ssl_keyfile=${locked}`)).toMatchObject({ reason: 'the key is locked by a passphrase' });
  });
});

describe('one side speaks TLS, the other does not', () => {
  test('TLS to a plain port is silence, and plain text shows a Redis there', async () => {
    const looked = await look(url(await startServer(world)));
    expect(looked.get('tls')).toMatchObject({ asked: true, state: 'silent', plainAnswer: 'resp' });
    expect(looked.get('speak')).toBeUndefined();
    expect(looked.ms).toBeLessThan(10_000);
  });

  test('plain text to a TLS port', async () => {
    for (const clients of ['no', 'yes'] as const) {
      const looked = await look(`redis://127.0.0.1:${(await serve({}, clients)).port}`);
      expect(looked.get('tls')).toMatchObject({ asked: false, state: 'ok', clientCertificateAsked: clients === 'yes' ? true : null });
      expect(looked.get('speak')).toMatchObject({ protocol: 'tls' });
    }
  });
});
