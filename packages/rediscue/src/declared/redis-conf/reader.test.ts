import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cpuMs } from '../../cpu-time.ts';
import { filesOf } from '../files.fixture.ts';
import { type DeclaredAclFile, type DeclaredRedisConf, redisConfReader } from './index.ts';

const read = (texts: Record<string, string>) => {
  const files = filesOf(texts);
  return redisConfReader.read(
    files.paths.filter((path) => redisConfReader.detect(path)),
    files,
  );
};
const confs = (texts: Record<string, string>) =>
  read(texts)
    .objects?.filter(({ kind }) => kind === 'redis-conf')
    .map(({ data }) => data as DeclaredRedisConf) ?? [];
const names = (texts: Record<string, string>) => confs(texts).map(({ conf }) => conf.file);

describe('which files count', () => {
  test('configurations of a server or a Sentinel', () => {
    for (const path of ['redis.conf', 'redis/redis-replica.conf', 'config/valkey.conf', 'ops/sentinel.conf', 'docker/redis/custom.conf', 'users.acl', 'redis/users.acl'])
      expect(redisConfReader.detect(path), path).toBe(true);
  });
  test('no templates, examples, copies and files of other tools', () => {
    for (const path of [
      'redis.conf.example', 'redis.conf.j2', 'redis.conf.bak', 'examples/redis.conf', 'vendor/redis/redis.conf', 'tests/fixtures/redis.conf', 'nginx/redis.conf',
      'supervisor/redis.conf', 'etc/logrotate.d/redis.conf', 'redis.service.d/redis.conf', 'redis.yml', 'my.conf', 'squid/blocked.acl', 'templates/redis.conf',
    ]) expect(redisConfReader.detect(path), path).toBe(false); // biome-ignore format: a list to read
  });
  test('no template that another program fills in, whatever its name', () => {
    const said = ['%{ if redis_password != "" ~}\nrequirepass ${redis_password}\n%{ endif ~}\n', '{% if tls %}\nport 0\n{% endif %}\n', 'port {{ .Values.port }}\n'];
    for (const text of said) expect(names({ 'redis.conf': `maxmemory 1gb\n${text}` }), text).toEqual([]);
    expect(names({ 'redis.conf': 'maxmemory 1gb\nrequirepass ${REDIS_PASSWORD}\n' })).toEqual(['redis.conf']);
  });
  test('by what they say', () => {
    expect(names({ 'conf.d/redis.conf': 'upstream redis {\n  server 10.0.0.1:6379;\n}\n' })).toEqual([]);
    expect(names({ 'conf/redis.conf': '[program:redis]\ncommand=redis-server\nautostart=true\n' })).toEqual([]);
    expect(names({ 'redis/php.conf': 'extension = redis.so\nport = 1\n' })).toEqual([]);
    expect(names({ 'redis.conf': '# nothing yet\n' })).toEqual(['redis.conf']);
    expect(names({ 'redis/tuned.conf': 'maxmemory 1gb\nmaxmemory-policy noeviction\n' })).toEqual(['redis/tuned.conf']);
  });
});

describe('a server', () => {
  test('runs in its folder, with its ports', () => {
    const { programs = [] } = read({ 'ops/redis.conf': '# here\nbind 127.0.0.1 -::1\nport 6380\ntls-port 6381\n' });
    expect(programs).toHaveLength(1);
    expect(programs[0]).toMatchObject({ name: 'ops/redis.conf', format: 'redis-conf', runs: 'host', command: null, folder: 'ops', group: 'ops', variant: null });
    expect(programs[0]?.ports).toEqual([
      { inside: 6380, outside: 6380, address: '127.0.0.1', place: { file: 'ops/redis.conf', line: 3, column: 1 } },
      { inside: 6381, outside: 6381, address: '127.0.0.1', place: { file: 'ops/redis.conf', line: 4, column: 1 } },
    ]);
  });
  test('has the usual port where it names none, and none with 0', () => {
    const ports = (texts: Record<string, string>) => read(texts).programs?.map((program) => program.ports.map(({ inside, address }) => [inside, address]));
    expect(ports({ 'redis.conf': 'maxmemory 1gb\n' })).toEqual([[[6379, null]]]);
    expect(ports({ 'sentinel.conf': 'sentinel monitor mymaster 10.0.0.1 6379 2\n' })).toEqual([[[26379, null]]]);
    expect(ports({ 'redis.conf': 'port 0\nbind 10.0.0.5\ntls-port 6379\n' })).toEqual([[[6379, '10.0.0.5']]]);
    expect(ports({ 'redis.conf': 'port ${PORT}\nbind * -::*\n' })).toEqual([[]]);
  });
  test('is for an environment when its path says so', () => {
    expect(confs({ 'redis/redis.test.conf': 'port 1\n', 'staging/redis.conf': 'port 1\n', 'redis.conf': 'port 1\n' }).map(({ variant }) => variant)).toEqual([
      null,
      'test',
      'staging',
    ]);
  });
});

describe('what it says', () => {
  test('unexpanded variables and unbalanced quotes, with their places and without values', () => {
    const texts = { 'redis.conf': 'requirepass ${REDIS_PASSWORD}\nmasterauth "hunter2secret\nport 6379\n' };
    const reading = read(texts);
    expect(confs(texts)[0]?.conf.variables).toEqual([{ place: { file: 'redis.conf', line: 1, column: 13 }, directive: 'requirepass', text: '${REDIS_PASSWORD}' }]);
    expect(reading.problems).toEqual([{ place: { file: 'redis.conf', line: 2 }, why: 'the quotes of the line are not balanced' }]);
    expect(JSON.stringify(reading.problems)).not.toContain('hunter2');
  });
  test('a wrong value is for the causes to judge, and no problem of reading', () => {
    const texts = { 'redis.conf': 'port 6379\nappendonly maybe\n' };
    expect(read(texts).problems).toEqual([]);
    expect(confs(texts)[0]?.conf.problems).toHaveLength(1);
  });
});

describe('includes', () => {
  test('are read at their place, and are no server of their own', () => {
    const [first, ...more] = confs({ 'redis/redis.conf': 'port 1\ninclude common.conf\nmaxmemory 2gb\n', 'redis/common.conf': 'port 2\nmaxmemory 1gb\nrequirepass x\n' });
    expect(more).toEqual([]);
    expect(first?.conf.included).toEqual(['redis/common.conf']);
    expect(first?.conf.setting('port')).toBe('2');
    expect(first?.conf.setting('maxmemory')).toBe('2gb');
    expect(first?.conf.directives.find(({ name }) => name === 'requirepass')?.place).toEqual({ file: 'redis/common.conf', line: 3, column: 1 });
  });
  test('from the project’s folder, by pattern, and by the path that they have in a container', () => {
    const setting = (texts: Record<string, string>) =>
      confs(texts)
        .find(({ conf }) => conf.file === 'redis/redis.conf')
        ?.conf.setting('maxmemory');
    expect(setting({ 'redis/redis.conf': 'include shared/redis-limits.conf\n', 'shared/redis-limits.conf': 'maxmemory 3gb\n' })).toBe('3gb');
    expect(setting({ 'redis/redis.conf': 'include /usr/local/etc/redis/limits.conf\n', 'redis/limits.conf': 'maxmemory 4gb\n' })).toBe('4gb');
    expect(setting({ 'redis/redis.conf': 'include conf.d/*.conf\n', 'redis/conf.d/b.conf': 'maxmemory 6gb\n', 'redis/conf.d/a.conf': 'maxmemory 5gb\n' })).toBe('6gb');
  });
  test('that lead out of the project are kept with their place', () => {
    const [whole] = confs({ 'redis.conf': 'port 1\ninclude /etc/redis/redis.conf\n' });
    expect(whole?.outside).toEqual([{ path: '/etc/redis/redis.conf', place: { file: 'redis.conf', line: 2, column: 1 } }]);
  });
  test('in a ring end', () => {
    const reading = read({ 'redis.conf': 'port 1\ninclude redis-b.conf\n', 'redis-b.conf': 'include redis.conf\n' });
    expect(reading.problems.map(({ why }) => why)).toEqual(['`redis-b.conf` is included again']);
  });
  test('of many files that include each other end soon', () => {
    const many = Object.fromEntries(Array.from({ length: 90 }, (_, index) => [`redis-${index}.conf`, 'include redis-*.conf\nport 1\n']));
    const start = cpuMs();
    read(many);
    expect(cpuMs() - start).toBeLessThan(2_000);
  });
});

describe('ACL files', () => {
  test('by name and by a configuration that names them', () => {
    const reading = read({ 'redis.conf': 'aclfile /etc/redis/app.rules\n', 'app.rules': 'user app on >hunter2 ~* +@all\n', 'users.acl': 'user default off\n' });
    const found = reading.objects?.filter(({ kind }) => kind === 'acl-file') ?? [];
    expect(found.map(({ name }) => name)).toEqual(['users.acl', 'app.rules']);
    const data = found[1]?.data as DeclaredAclFile;
    expect(data.namedBy).toEqual(['redis.conf']);
    expect(data.acl.users.map(({ name, passwords }) => [name, passwords])).toEqual([['app', 1]]);
    expect(data.rules.get('app')).toEqual({ rules: ['on', '>hunter2', '~*', '+@all'], line: 1 });
  });
  test('of other tools are none', () => {
    expect(read({ 'proxy-users.acl': '.example.org\n.example.com\n' }).objects).toEqual([]);
  });
});

test('damaged files never throw and end soon', () => {
  const sample = 'include b.conf\nport 6379\nrequirepass "a b"\nuser app on >x ~*\nsave 900 1\nsentinel monitor m 1.1.1.1 6379 2\n';
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), fc.nat(sample.length), fc.nat(sample.length), (junk, from, to) => {
      const text = sample.slice(0, from) + junk + sample.slice(to);
      const reading = read({ 'redis.conf': text, 'users.acl': text, 'sentinel.conf': junk });
      for (const { place } of reading.problems) expect(place.line).toBeGreaterThan(0);
    }),
    { numRuns: 300 },
  );
  const start = cpuMs();
  read({ 'redis.conf': Array.from({ length: 90_000 }, (_, index) => `word${index.toString(36)} 1`).join('\n') });
  read({ 'users.acl': Array.from({ length: 90_000 }, (_, index) => `user u${index} on`).join('\n') });
  expect(cpuMs() - start).toBeLessThan(2_000);
});
