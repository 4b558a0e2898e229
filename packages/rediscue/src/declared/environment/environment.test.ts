import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseTarget } from '../target/index.ts';
import { applyEnvironment, type Layer, processLayer, targetsFromEnvironment, targetsFromLayers } from './index.ts';

const names = (environment: Record<string, string>) => targetsFromEnvironment(environment).map(({ fact }) => fact.name);
const one = (environment: Record<string, string>) => {
  const [target, ...others] = targetsFromEnvironment(environment);
  expect(others).toEqual([]);
  if (!target) throw new Error('no target');
  return target;
};
const typed = (text: string, environment: Record<string, string>) => applyEnvironment(parseTarget(text, { kind: 'argument', name: null, place: null }, environment), environment);
const kinds = (target: { fact: { problems: { kind: string; part: string }[] } }) => target.fact.problems.map(({ kind, part }) => `${kind} ${part}`);

describe('what an environment declares', () => {
  test('nothing', () => {
    expect(names({})).toEqual([]);
    expect(names({ REDIS_PASSWORD: 'x', REDIS_URL: '', PATH: '/bin', REDISCUE_URL: 'redis://h' })).toEqual([]);
  });

  test('a URL, for the app and for each use', () => {
    expect(names({ SESSION_REDIS_URL: 'redis://s', REDIS_URL: 'redis://a', REDIS_CACHE_URL: 'redis://a/2' })).toEqual(['redis://a:6379', 'redis://a:6379/2', 'redis://s:6379']);
    expect(targetsFromEnvironment({ SESSION_REDIS_URL: 'redis://s', REDIS_CACHE_URL: 'redis://a/2' }).map(({ fact }) => fact.use)).toEqual(['cache', 'session']);
  });

  test('servers that are only read', () => {
    for (const name of ['REDIS_READ_URL', 'REDIS_READONLY_URL', 'REDIS_REPLICA_URL']) expect(one({ [name]: 'redis://r' }).fact).toMatchObject({ readOnly: true, use: 'read' });
  });

  test('host, port, database, login and TLS', () => {
    const target = one({
      REDIS_HOST: 'h',
      REDIS_PORT: '7000',
      REDIS_DB: '3',
      REDIS_USERNAME: 'app',
      REDIS_PASSWORD: 'enough',
      REDIS_TLS_ENABLED: 'true',
      REDIS_TLS_CA_FILE: '/ca.pem',
    });
    expect(target.fact).toMatchObject({ name: 'rediss://app:***@h:7000/3', tls: true, database: 3, authority: { given: true, file: '/ca.pem' } });
    expect(target.credentials).toEqual({ username: 'app', password: 'enough' });
    expect(target.fact.sources.map(({ name }) => name)).toEqual(['REDIS_HOST', 'REDIS_PORT', 'REDIS_DB', 'REDIS_USERNAME', 'REDIS_PASSWORD']);
    expect(one({ VALKEY_HOST: '::1', VALKEY_SSL: 'no' }).fact).toMatchObject({ name: 'redis://[::1]:6379', tls: false });
    expect(names({ REDIS_PORT: '6390' })).toEqual(['redis://localhost:6390']);
  });

  test('Sentinels and cluster nodes', () => {
    const target = one({ REDIS_SENTINELS: 'a:26379, b', REDIS_SENTINEL_MASTER: 'main', REDIS_PASSWORD: 'data', REDIS_SENTINEL_PASSWORD: 'watch' });
    expect(target.fact).toMatchObject({ name: 'sentinel://:***@a:26379,b:26379/main', kind: 'sentinel', primaryName: 'main' });
    expect(target.sentinelCredentials).toEqual({ username: null, password: 'watch' });
    expect(names({ REDIS_SENTINELS: 'a' })).toEqual(['sentinel://a:26379/mymaster']);
    expect(names({ REDIS_CLUSTER_NODES: 'redis://a:7000;b:7001', REDIS_TLS: '1' })).toEqual(['clusters://a:7000,b:7001']);
  });

  test('what Kubernetes injects and other services is not Redis of the app', () => {
    expect(
      names({
        REDIS_SERVICE_HOST: '10.0.0.1',
        REDIS_SERVICE_PORT: '6379',
        REDIS_PORT: 'tcp://10.0.0.1:6379',
        REDIS_PORT_6379_TCP_PORT: '6379',
        UPSTASH_REDIS_REST_URL: 'https://x',
        REDIS_EXPORTER_URL: 'http://e',
        CACHE_REDIS_URL: 'https://web',
      }),
    ).toEqual([]);
    expect(kinds(one({ REDIS_HOST: 'redis', REDIS_PORT: 'tcp://10.0.0.1:6379' }))).toEqual(['invalid-url port']);
  });

  test('values in the wrong variable', () => {
    expect(kinds(one({ REDIS_HOST: 'redis://h:7000' }))).toEqual(['invalid-url host']);
    expect(kinds(one({ REDIS_HOST: 'h:7000' }))).toEqual(['invalid-url host']);
    expect(kinds(one({ REDIS_HOST: 'h', REDIS_PORT: 'abc' }))).toEqual(['invalid-url port']);
    expect(kinds(one({ REDIS_HOST: 'h', REDIS_DB: 'cache' }))).toEqual(['invalid-url database']);
    expect(kinds(one({ REDIS_URL: 'http://h' }))).toEqual(['invalid-url scheme']);
    expect(kinds(one({ REDIS_HOST: '${HOST}' }))).toEqual(['unexpanded-variable host']);
    expect(kinds(one({ REDIS_HOST: 'h', REDIS_PASSWORD: 'changeme' }))).toEqual(['placeholder password']);
  });

  test('the same declared twice is one target, another password under the same name two', () => {
    const same = targetsFromEnvironment({ REDIS_URL: 'redis://h', REDIS_CACHE_URL: 'redis://h' });
    expect(same).toHaveLength(1);
    expect(same[0]?.fact.sources.map(({ name }) => name)).toEqual(['REDIS_URL', 'REDIS_CACHE_URL']);
    expect(names({ REDIS_URL: 'redis://:one@h', REDIS_CACHE_URL: 'redis://:two@h' })).toEqual(['redis://:***@h:6379', 'redis://:***@h:6379 (REDIS_CACHE_URL)']);
  });

  test('switches', () => {
    expect(kinds(one({ REDIS_URL: 'redis://h', REDIS_TLS: 'true' }))).toEqual(['tls-conflict switch']);
    expect(kinds(one({ REDIS_URL: 'rediss://h', REDIS_SSL: 'off' }))).toEqual(['tls-conflict switch']);
    expect(kinds(one({ REDIS_URL: 'redis://h', REDIS_ENABLED: 'false' }))).toEqual(['disabled switch']);
    expect(kinds(one({ REDIS_URL: 'redis://h', REDIS_ENABLED: 'true', REDIS_TLS: 'false' }))).toEqual([]);
  });
});

describe('passwords', () => {
  test('of the app serve a use only on the same server', () => {
    const [app, cache, other] = targetsFromEnvironment({ REDIS_URL: 'redis://h', REDIS_PASSWORD: 'p', REDIS_CACHE_URL: 'redis://h/1', REDIS_SESSION_URL: 'redis://k' });
    expect([app, cache, other].map((target) => target?.credentials.password)).toEqual(['p', 'p', null]);
  });

  test('from a file, without its last line break', () => {
    const folder = mkdtempSync(join(tmpdir(), 'rediscue-environment-'));
    const file = join(folder, 'password');
    writeFileSync(file, 'of-a-file\n');
    const target = one({ REDIS_HOST: 'h', REDIS_PASSWORD_FILE: file });
    expect(target.credentials.password).toBe('of-a-file');
    expect(target.fact.password).toMatchObject({ set: true, padded: false });
    rmSync(folder, { recursive: true });
    expect(kinds(one({ REDIS_HOST: 'h', REDIS_PASSWORD_FILE: file }))).toEqual(['unset-variable password']);
  });

  test('complete an argument that names the same server, or when the environment names none', () => {
    const password = (text: string, environment: Record<string, string>) => typed(text, environment).credentials.password;
    expect(password('redis://h:1', { REDIS_PASSWORD: 'p' })).toBe('p');
    expect(password('redis://h:1', { REDIS_PASSWORD: 'p', REDIS_HOST: 'h' })).toBe('p');
    expect(password('redis://h:1', { REDIS_PASSWORD: 'p', REDIS_HOST: 'h', REDIS_PORT: '2' })).toBeNull();
    expect(password('redis://h:1', { REDIS_PASSWORD: 'p', REDIS_HOST: 'other' })).toBeNull();
    expect(password('redis://127.0.0.1:1', { REDIS_URL: 'redis://:u@localhost:1' })).toBe('u');
    expect(password('redis://127.0.0.1:1', { REDIS_URL: 'redis://:u@localhost:2' })).toBeNull();
    expect(password('redis://:own@h:1', { REDIS_PASSWORD: 'p' })).toBe('own');
    expect(password('redis://ann:@h:1', { REDIS_PASSWORD: 'p', REDIS_USERNAME: 'bob' })).toBeNull();
  });

  test('of the admin go to the same server only', () => {
    const admin = (text: string, url: string) => typed(text, { REDIS_ADMIN_URL: url }).admin;
    expect(admin('redis://h:1', 'redis://root:a@h:1')).toEqual({ username: 'root', password: 'a' });
    expect(admin('redis://h:1', 'redis://root:a@h:2')).toBeNull();
    expect(admin('redis://h:1', 'redis://root:a@k:1')).toBeNull();
    expect(admin('sentinel://h:26379/m', 'redis://root:a@h:6379')).not.toBeNull();
    expect(admin('unix:///s', 'unix://root:a@/s')).not.toBeNull();
    expect(typed('redis://h:1', { REDIS_ADMIN_URL: 'redis://:a@h:1' }).fact.adminGiven).toBe(true);
  });
});

test('an argument keeps the name that was typed, and what it says itself', () => {
  const target = typed('redis://h:1/2', { REDIS_PASSWORD: 'p', REDIS_DB: '5' });
  expect(target.fact).toMatchObject({ name: 'redis://h:1/2', database: 2, password: { set: true } });
  expect(typed('rediss://h:1?ssl_ca_certs=/mine', { REDIS_TLS_CA_FILE: '/theirs', NODE_EXTRA_CA_CERTS: '/extra' }).tls).toMatchObject({
    authorityFile: '/mine',
    extraAuthorityFile: '/extra',
  });
  expect(kinds(typed('redis://h:1', { REDIS_TLS: 'true', REDIS_ENABLED: 'off' }))).toEqual(['tls-conflict switch', 'disabled switch']);
});

describe('declarations of one use that contradict each other', () => {
  const rivals = (environment: Record<string, string>) => {
    const target = one(environment);
    return target.rivals.map(({ target: loser, differs, rule }) => {
      expect(loser.fact.shadowOf).toBe(target.fact.name);
      return `${target.fact.name} > ${loser.fact.name} [${loser.credentials.password}] ${differs}: ${rule}`;
    });
  };

  test('a URL beats host and port', () => {
    expect(rivals({ REDIS_URL: 'redis://a', REDIS_HOST: 'b', REDIS_PORT: '7', REDIS_PASSWORD: 'p' })).toEqual([
      'redis://:***@a:6379 > redis://:***@b:7 [p] endpoint: REDIS_URL beats REDIS_HOST, REDIS_PORT, REDIS_PASSWORD',
    ]);
    expect(rivals({ REDIS_URL: 'redis://:u@a:1', REDIS_PORT: '2' })).toEqual(['redis://:***@a:1 > redis://:***@a:2 [u] endpoint: REDIS_URL beats REDIS_PORT']);
  });

  test('and a password apart from it', () => {
    expect(rivals({ REDIS_URL: 'redis://:u@a', REDIS_PASSWORD: 'p' })).toEqual([
      'redis://:***@a:6379 > redis://:***@a:6379 (REDIS_PASSWORD) [p] credentials: REDIS_URL beats REDIS_PASSWORD',
    ]);
    expect(rivals({ REDIS_URL: 'redis://ann:u@a', REDIS_HOST: 'a', REDIS_USERNAME: 'bob', REDIS_PASSWORD: 'u' })).toMatchObject([/credentials/]);
  });

  test('REDIS_ beats VALKEY_', () => {
    expect(rivals({ VALKEY_URL: 'valkey://b', REDIS_URL: 'redis://a' })).toEqual(['redis://a:6379 > valkey://b:6379 [null] endpoint: REDIS_URL beats VALKEY_URL']);
  });

  test('the same in other words, and silence, are none', () => {
    for (const more of [
      { REDIS_HOST: 'a', REDIS_PORT: '6379', REDIS_PASSWORD: 'u' },
      { REDIS_HOST: 'a' },
      { REDIS_PASSWORD: 'u', REDIS_USERNAME: 'default' },
      { REDIS_DB: '4' },
      { VALKEY_URL: 'valkey://:u@a:6379' },
      { VALKEY_URL: 'valkey://a' },
      { REDIS_PORT: 'tcp://10.0.0.1:6379' },
    ])
      expect(rivals({ REDIS_URL: 'redis://:u@a', ...more })).toEqual([]);
    expect(rivals({ REDIS_URL: 'rediss://localhost:1', REDIS_HOST: '127.0.0.1', REDIS_PORT: '1' })).toEqual([]);
    expect(rivals({ REDIS_URL: 'redis://a', VALKEY_URL: 'valkey://' })).toEqual([]);
  });

  test('a URL beside a password that only it lacks is completed, not contradicted', () => {
    expect(rivals({ REDIS_URL: 'redis://a', REDIS_PASSWORD: 'p' })).toEqual([]);
  });

  test('a URL that was given as argument has none', () => {
    expect(typed('redis://:x@h:1', { REDIS_URL: 'redis://other', REDIS_PASSWORD: 'p' }).rivals).toEqual([]);
  });

  test('each use has its own', () => {
    const targets = targetsFromEnvironment({ REDIS_URL: 'redis://a', REDIS_CACHE_URL: 'redis://c', VALKEY_CACHE_URL: 'valkey://d' });
    expect(targets.map(({ fact, rivals: own }) => [fact.name, own.map(({ target }) => target.fact.name)])).toEqual([
      ['redis://a:6379', []],
      ['redis://c:6379', ['valkey://d:6379']],
    ]);
  });

  describe('in layers', () => {
    const file = (label: string, values: Record<string, string>): Layer => ({
      label,
      values,
      unset: new Set(),
      place: (name) => (name in values ? { file: label, line: Object.keys(values).indexOf(name) + 1 } : null),
    });
    const layered = (...layers: Layer[]) =>
      targetsFromLayers(layers).flatMap(({ fact, rivals: own }) => own.map(({ target, rule, place }) => [fact.name, target.fact.name, rule, place?.file, place?.line]));

    test('the environment beats a file, and the upper file the lower one', () => {
      const local = file('.env.local', { REDIS_URL: 'redis://b' });
      const plain = file('.env', { A: '1', REDIS_URL: 'redis://c' });
      expect(layered(processLayer({ REDIS_URL: 'redis://a' }), local, plain)).toEqual([
        ['redis://a:6379', 'redis://b:6379', 'the environment beats .env.local for REDIS_URL', '.env.local', 1],
        ['redis://a:6379', 'redis://c:6379', 'the environment beats .env for REDIS_URL', '.env', 2],
      ]);
      expect(layered(processLayer({}), local, plain)).toEqual([['redis://b:6379', 'redis://c:6379', '.env.local beats .env for REDIS_URL', '.env', 2]]);
    });

    test('also for one variable alone', () => {
      expect(layered(processLayer({ REDIS_PASSWORD: 'old' }), file('.env', { REDIS_HOST: 'h', REDIS_PASSWORD: 'new' }))).toEqual([
        ['redis://:***@h:6379', 'redis://:***@h:6379 (REDIS_PASSWORD in .env)', 'the environment beats .env for REDIS_PASSWORD', '.env', 2],
      ]);
    });

    test('equal values, and what only one of them sets, contradict nothing', () => {
      expect(layered(processLayer({ REDIS_URL: 'redis://a' }), file('.env', { REDIS_URL: 'redis://a', REDIS_CACHE_URL: 'redis://c' }))).toEqual([]);
      expect(layered(processLayer({ REDIS_HOST: 'a' }), file('.env', { REDIS_PASSWORD: 'p' }))).toEqual([]);
    });
  });
});

describe('a password in the wrong place is not shown', () => {
  test('in the variable of the host', () => {
    const target = one({ REDIS_HOST: ':kV7q2ZxW9xLt3@cache', REDIS_PORT: '6379' });
    expect(target.fact.addresses).toEqual([{ host: 'cache', port: 6379 }]);
    expect(kinds(target)).toContain('invalid-url host');
    expect(JSON.stringify(target.fact)).not.toContain('kV7q2ZxW9xLt3');
  });

  test('in the place of the user name', () => {
    const target = one({ REDIS_URL: 'redis://kV7q2ZxW9xLt3@cache', REDIS_PASSWORD: 'kV7q2ZxW9xLt3' });
    expect(JSON.stringify(target.fact)).not.toContain('kV7q2ZxW9xLt3');
    expect(one({ REDIS_URL: 'redis://app@cache', REDIS_PASSWORD: 'kV7q2ZxW9xLt3' }).fact.username).toBe('app');
  });
});
