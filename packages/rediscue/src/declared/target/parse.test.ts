import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TargetFact } from '../../facts/target.ts';
import { parseTarget, type Source } from './index.ts';

const argument: Source = { kind: 'argument', name: null, place: null };
const read = (text: string, source = argument, environment = {}) => parseTarget(text, source, environment);
const problems = (text: string, source = argument) => read(text, source).fact.problems;

describe('every form', () => {
  test.each([
    ['redis://127.0.0.1', 'redis://127.0.0.1:6379', { kind: 'server', tls: false, addresses: [{ host: '127.0.0.1', port: 6379 }], database: null }],
    ['redis://host:7000/3', 'redis://host:7000/3', { database: 3 }],
    ['redis://host/?db=2', 'redis://host:6379/2', { database: 2 }],
    ['rediss://:p%40ss@host', 'rediss://:***@host:6379', { tls: true }],
    ['valkey://u:p@host', 'valkey://u:***@host:6379', { username: 'u' }],
    ['valkeys://host', 'valkeys://host:6379', { tls: true }],
    ['REDIS://host', 'redis://host:6379', {}],
    ['redis://[::1]:6380/1', 'redis://[::1]:6380/1', { addresses: [{ host: '::1', port: 6380 }], database: 1 }],
    ['unix:///run/redis.sock', 'unix:///run/redis.sock', { kind: 'unix', path: '/run/redis.sock', addresses: [] }],
    ['unix://u:p@/run/redis.sock?db=4', 'unix://u:***@/run/redis.sock?db=4', { database: 4, username: 'u' }],
    ['unix:/run/redis.sock', 'unix:///run/redis.sock', { path: '/run/redis.sock' }],
    ['/run/redis.sock', 'unix:///run/redis.sock', { kind: 'unix' }],
    ['redis+socket:///run/redis.sock?virtual_host=2', 'unix:///run/redis.sock?db=2', { database: 2 }],
    [
      'sentinel://a,b:26380/mymaster',
      'sentinel://a:26379,b:26380/mymaster',
      {
        kind: 'sentinel',
        primaryName: 'mymaster',
        addresses: [
          { host: 'a', port: 26379 },
          { host: 'b', port: 26380 },
        ],
      },
    ],
    ['sentinels://u:p@a/main/2', 'sentinels://u:***@a:26379/main/2', { tls: true, primaryName: 'main', database: 2 }],
    ['sentinel://a?sentinelMasterId=main', 'sentinel://a:26379/main', { primaryName: 'main' }],
    ['cluster://a:7000,b', 'cluster://a:7000,b:6379', { kind: 'cluster' }],
    ['clusters://a:7000', 'clusters://a:7000', { tls: true }],
    ['localhost', 'redis://localhost:6379', { kind: 'server' }],
    ['redis:6380', 'redis://redis:6380', { addresses: [{ host: 'redis', port: 6380 }] }],
    ['user:pw@host:1/2', 'redis://user:***@host:1/2', { username: 'user', database: 2 }],
  ])('%s', (text, name, expected) => {
    const { fact } = read(text);
    expect(fact.name).toBe(name);
    expect(fact).toMatchObject(expected);
    expect(fact.problems).toEqual([]);
  });

  test('credentials are decoded, and stay out of the fact', () => {
    const target = read('redis://us%2Fer:p%40s%23s@host');
    expect(target.credentials).toEqual({ username: 'us/er', password: 'p@s#s' });
    expect(JSON.stringify(target.fact)).not.toContain('p@s#s');
  });

  test('options name TLS files and credentials of the Sentinels', () => {
    expect(read('rediss://h?ssl_ca_certs=/ca.pem&ssl_certfile=/c.pem&ssl_keyfile=/k.pem&ssl_cert_reqs=none').tls).toMatchObject({
      authorityFile: '/ca.pem',
      certificateFile: '/c.pem',
      keyFile: '/k.pem',
      insecure: true,
    });
    expect(read('rediss://h?rejectUnauthorized=false').tls?.insecure).toBe(true);
    expect(read('rediss://h?ssl_cert_reqs=required&ssl_check_hostname=false').tls).toMatchObject({ insecure: false, anyName: true });
    expect(read('sentinel://:data@a/m?sentinelPassword=watch').sentinelCredentials).toEqual({ username: null, password: 'watch' });
    expect(read('redis://h?password=q').credentials.password).toBe('q');
  });
});

describe('what is wrong is said with its position, and what was meant is kept', () => {
  test.each([
    ['redis://:pa#ss@host:6379/0', 'password', 11, 'redis://:***%23***@host:6379/0', 'pa#ss'],
    ['redis://:pa/ss@host', 'password', 11, 'redis://:***%2F***@host:6379', 'pa/ss'],
    ['redis://:pa?ss@host', 'password', 11, 'redis://:***%3F***@host:6379', 'pa?ss'],
    ['redis://u:12#34@host', 'password', 12, 'redis://u:***%23***@host:6379', '12#34'],
    ['redis://u:a@b/c@host:1', 'password', 13, 'redis://u:***%40***%2F***@host:1', 'a@b/c'],
    ['redis://u:50%off@host', 'password', 12, 'redis://u:***%25***@host:6379', '50%off'],
  ])('%s', (text, part, position, corrected, password) => {
    const target = read(text);
    expect(target.fact.problems).toMatchObject([{ kind: 'invalid-url', part, position, corrected, tolerated: false }]);
    expect(target.credentials.password).toBe(password);
    expect(target.fact.addresses[0]?.host).toBe('host');
  });

  test.each([
    ['', 'url', 0],
    ['redis://', 'host', 8],
    ['redis://:6379', 'host', 8],
    ['redis://:pw@:6379', 'host', 12],
    ['redis://host:abc', 'port', 13],
    ['redis://host:70000', 'port', 13],
    ['redis://host:0', 'port', 13],
    ['redis://host/zero', 'database', 13],
    ['redis://host/-1', 'database', 13],
    ['redis://ho st', 'host', 10],
    ['reddis://host', 'scheme', 0],
    ['http://host:6379', 'scheme', 0],
    ['redis:/host', 'scheme', 5],
    ['redis://a:1,b:2', 'host', 11],
    ['unix://run/redis.sock', 'path', 7],
    ['unix://', 'path', 7],
    ['sentinel://a', 'primary-name', 12],
    ['redis://::1:6379', 'host', 8],
    ['"redis://host"', 'url', 0],
  ])('%s', (text, part, position) => {
    expect(problems(text)[0]).toMatchObject({ kind: 'invalid-url', part, position, tolerated: false });
  });

  test.each([
    ['reddis://host', 'redis://host:6379'],
    ['https://host', 'rediss://host:6379'],
    ['sentinal://a/m', 'sentinel://a:26379/m'],
    ['redis:/host', 'redis://host:6379'],
    ['redis://::1:6379/2', 'redis://[::1]:6379/2'],
    ['unix://run/redis.sock', 'unix:///run/redis.sock'],
    ['"redis://host"', 'redis://host:6379'],
  ])('%s is corrected', (text, corrected) => expect(problems(text)[0]?.corrected).toBe(corrected));

  test('what most clients read as meant is only tolerated', () => {
    expect(problems('redis://:p@ss@host')).toMatchObject([{ part: 'password', tolerated: true, corrected: 'redis://:***%40***@host:6379' }]);
    expect(problems('redis:///0')).toMatchObject([{ part: 'host', tolerated: true }]);
    const variable: Source = { kind: 'environment', name: 'REDIS_URL', place: null };
    expect(problems('localhost:6379', variable)).toMatchObject([{ part: 'scheme', tolerated: true, corrected: 'redis://localhost:6379' }]);
    expect(problems('redis://host\n', variable)).toMatchObject([{ part: 'url', tolerated: true }]);
  });

  test('a name that may be a password is not shown', () => {
    const { fact, credentials } = read('redis://mysterious@host');
    expect(credentials.username).toBe('mysterious');
    expect(JSON.stringify(fact)).not.toContain('mysterious');
    expect(fact.problems).toMatchObject([{ corrected: 'redis://:***@host:6379', tolerated: true }]);
  });

  test('templates', () => {
    expect(problems('redis://your-redis-host:6379')).toMatchObject([{ kind: 'placeholder', part: 'host', text: 'your-redis-host', position: 8 }]);
    expect(problems('redis://<REDIS_HOST>:<PORT>/0')).toMatchObject([
      { kind: 'placeholder', part: 'host' },
      { kind: 'placeholder', part: 'port' },
    ]);
    expect(problems('redis://:changeme@host')).toMatchObject([{ kind: 'placeholder', part: 'password', text: 'changeme' }]);
    expect(problems('redis://${REDIS_HOST}:${REDIS_PORT:-6379}/0')).toMatchObject([
      { kind: 'unexpanded-variable', part: 'host' },
      { kind: 'unexpanded-variable', part: 'port', text: '${REDIS_PORT:-6379}' },
    ]);
    expect(problems('redis://:${REDIS_PASSWORD}@host')).toMatchObject([{ kind: 'unexpanded-variable', part: 'password', text: '${REDIS_PASSWORD}' }]);
    expect(problems('${REDIS_URL}')).toMatchObject([{ kind: 'unexpanded-variable', part: 'url' }]);
    expect(problems('redis://undefined:6379')).toMatchObject([{ kind: 'unset-variable', part: 'host' }]);
    expect(problems('undefined')).toMatchObject([{ kind: 'unset-variable', part: 'url' }]);
    expect(read('redis://${H}', argument, { H: 'x' }).fact.problems[0]?.reason).toContain('H has a value');
  });

  test('a TLS switch against the scheme', () => {
    expect(problems('redis://h?ssl=true')).toMatchObject([{ kind: 'tls-conflict', part: 'switch' }]);
    expect(problems('redis://h?ssl_ca_certs=/ca.pem')).toMatchObject([{ kind: 'tls-conflict', part: 'scheme' }]);
    expect(problems('rediss://h?ssl=true')).toEqual([]);
  });

  test('well-formed signs are no problem', () => {
    expect(problems('redis://host:6379/0?client_name=me@place')).toEqual([]);
    expect(problems('redis://:pw@host?client_name=me@place&x=1')).toEqual([]);
    expect(problems('redis://u:a:b:c@host')).toEqual([]);
    expect(problems("redis://u:a!$&'()*+,;=-._~b@host")).toEqual([]);
  });
});

/** Letters that no word of ours holds in this case, between all the signs that a URL knows. */
const secret = fc.stringMatching(/^[QXZJKVW/?#@:%!$&*+=,;.~_-]{6,30}$/);
const host = fc.constantFrom('host', 'redis.internal', '10.0.0.1', '[2001:db8::1]');

describe('properties', () => {
  test('an encoded password comes back as it was', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 40 }), host, fc.integer({ min: 1, max: 65535 }), fc.nat(999), (password, name, port, database) => {
        const target = read(`redis://user:${encodeURIComponent(password)}@${name}:${port}/${database}`);
        expect(target.credentials).toEqual({ username: 'user', password });
        expect(target.fact.addresses).toEqual([{ host: name.replace(/[[\]]/g, ''), port }]);
        expect(target.fact.database).toBe(database);
        expect(target.fact.problems.filter(({ kind }) => kind === 'invalid-url')).toEqual([]);
      }),
    );
  });

  test('a raw password never shows, whatever signs it holds', () => {
    fc.assert(
      fc.property(secret, host, (password, name) => {
        const { fact } = read(`redis://user:${password}@${name}:6379/0`);
        const shown = JSON.stringify(fact);
        for (const piece of password.split(/[^A-Z]/)) if (piece.length >= 3) expect(shown).not.toContain(piece);
      }),
      { numRuns: 2000 },
    );
  });

  test('every text gives a fact that fits the schema, and its corrected form has no fault of form', () => {
    const soup = fc.array(
      fc.constantFrom(
        'redis',
        'rediss',
        'unix',
        'sentinel',
        'cluster',
        '://',
        ':',
        '@',
        '/',
        '?',
        '#',
        '[',
        ']',
        ',',
        '%',
        '%4',
        '${',
        '}',
        '<',
        '>',
        'a',
        '1',
        '6379',
        ' ',
        '\n',
        'host',
        '=',
        'db',
        '&',
        '"',
        '..',
        '\u0000',
        'é',
      ),
      { maxLength: 14 },
    );
    fc.assert(
      fc.property(
        fc.oneof(
          soup.map((parts) => parts.join('')),
          fc.string({ unit: 'binary', maxLength: 60 }),
        ),
        (text) => {
          const { fact } = read(text);
          TargetFact.parse(fact);
          for (const { position } of fact.problems) if (position !== null) expect(position).toBeLessThanOrEqual(text.length);
        },
      ),
      { numRuns: 20_000 },
    );
  });
});

test('a port out of range is told; its digits only where they cannot be a password', () => {
  expect(problems('redis://host:70000')).toMatchObject([{ kind: 'invalid-url', part: 'port', reason: 'port 70000 is outside 1 to 65535' }]);
  expect(problems('redis://u:p@host:637900')).toMatchObject([{ reason: 'port 637900 is outside 1 to 65535', text: '637900' }]);
  expect(problems('redis://app:7391846250')).toMatchObject([{ reason: 'the port is outside 1 to 65535', text: null }]);
});

test.each(['redis://:kV7q2ZxW9xLt3:6379', 'redis://app:kV7q2ZxW9xLt3:6379/0', 'redis://:deadbeef42:6379', 're:/:kV7q2ZxW9xLt3cache:6379/0'])(
  'a password without `@` behind it is not shown as a host or database: %s',
  (text) => {
    const { fact } = read(text);
    expect(JSON.stringify(fact)).not.toMatch(/kV7q2ZxW9xLt3|deadbeef42/);
    expect(fact.problems.filter(({ tolerated }) => !tolerated)).not.toEqual([]);
  },
);

test('a host name that holds a part to be filled in is a placeholder', () => {
  expect(problems('redis://<env>-cache:6379')).toMatchObject([{ kind: 'placeholder', part: 'host', text: '<env>' }]);
});
