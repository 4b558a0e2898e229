import { createHash } from 'node:crypto';
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { freePort, Server, World } from '../../../../../testbed/index.ts';
import { RedisError } from '../../redis/index.ts';
import { rulesInAclFile, rulesInConf, takesPassword } from './login.ts';
import { parseRedisConf } from './read.ts';

const sha = (text: string) => createHash('sha256').update(text).digest('hex');
const folder = mkdtempSync(join(tmpdir(), 'rediscue-login-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('whether rules take a password', () => {
  test.each([
    ['on >right', true],
    ['on >other', false],
    ['on >other >right', true],
    [`on #${sha('right')}`, true],
    [`on #${sha('right').toUpperCase()}`, true],
    ['on >right <right >other', false],
    [`on >right !${sha('right')} >other`, false],
    ['on >right resetpass >other', false],
    ['on >right off', false],
    ['ON >right', true],
    ['>right', false],
    ['on nopass', null],
    ['on nopass >right', true],
    ['on >right nopass', null],
    ['on', null],
    ['', null],
    ['on >right ~* +@all (+get ~cache:*)', true],
  ])('%s', (rules, taken) => {
    expect(takesPassword(rules.split(' '), 'right')).toBe(taken);
  });
});

describe('what a file says of a user', () => {
  const conf = (...lines: string[]) => parseRedisConf('redis.conf', lines.join('\n'));

  test("requirepass is the default user's, the last one counts, user lines beat it", () => {
    expect(rulesInConf(conf('requirepass a', 'requirepass "b c"'), 'default')).toMatchObject({ rules: ['on', '>b c'], place: { line: 2 } });
    expect(rulesInConf(conf('requirepass a'), 'app')).toBeNull();
    expect(rulesInConf(conf('requirepass ""'), 'default')).toBeNull();
    expect(rulesInConf(conf('requirepass a', 'user default on >b', 'user app on >c'), 'default')).toMatchObject({ rules: ['on', '>b'], place: { line: 2 } });
  });

  test('an ACL file by its line', async () => {
    const file = join(folder, 'users.acl');
    writeFileSync(file, 'user default off\n\nuser  app on >c\r\n');
    expect(await rulesInAclFile(file, 'app')).toEqual({ rules: ['on', '>c'], place: { file, line: 3 } });
    expect(await rulesInAclFile(file, 'nobody')).toBeNull();
    expect(await rulesInAclFile(join(folder, 'absent.acl'), 'app')).toBeNull();
  });
});

describe('agrees with a real server', () => {
  let world: World;
  beforeEach(() => {
    world = new World();
  });
  afterEach(() => world.end());

  const rules = [
    ['requirepass right'],
    ['requirepass right', 'user default on >other ~* &* +@all'],
    ['user default on nopass ~* &* +@all', `user app on #${sha('right')} +@all`],
    ['requirepass other', 'user app >right'],
  ];
  test.each(rules.map((lines) => ({ lines })))('$lines', async ({ lines }) => {
    const server = new Server(world, await freePort(), {});
    appendFileSync(server.configFile, `${lines.join('\n')}\n`);
    await server.start();
    const client = await server.client();
    for (const user of ['default', 'app']) {
      const found = rulesInConf(parseRedisConf('redis.conf', lines.join('\n')), user);
      const taken = found && takesPassword(found.rules, 'right');
      if (taken !== null) expect(taken).toBe(!((await client.quietly('AUTH', user, 'right')) instanceof RedisError));
    }
    client.close();
  });
});
