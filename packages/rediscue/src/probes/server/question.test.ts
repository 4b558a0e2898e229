import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { ConnectionLost, RedisError } from '../../redis/index.ts';
import { answer, isReply, NotAsked } from './question.ts';

const whole = (reply: unknown) => (reply === 'x' ? undefined : reply);

it.each([
  ['an answer', 'OK', { state: 'ok', value: 'OK' }],
  ['what is not understood', 'x', { state: 'failed', why: 'the reply was not understood' }],
  [
    'a refusal',
    new RedisError("NOPERM this user has no permissions to run the 'get' command"),
    { state: 'refused', reply: "NOPERM this user has no permissions to run the 'get' command" },
  ],
  ['LOADING', new RedisError('LOADING Redis is loading the dataset in memory'), { state: 'refused', reply: 'LOADING Redis is loading the dataset in memory' }],
  [
    'a command of 7.0 that is missing',
    new RedisError("ERR unknown command 'CONFIG', with args beginning with: 'GET' 'secret' "),
    { state: 'unknown-command', reply: "ERR unknown command 'CONFIG'" },
  ],
  ['a command of 2.8 that is missing', new RedisError("ERR unknown command 'ACL'"), { state: 'unknown-command', reply: "ERR unknown command 'ACL'" }],
  [
    'a sub-command that is missing',
    new RedisError("ERR unknown subcommand 'WHOAMI'. Try ACL HELP."),
    { state: 'unknown-command', reply: "ERR unknown subcommand 'WHOAMI'. Try ACL HELP." },
  ],
  ['a lost connection', new ConnectionLost('closed', 'the server closed the connection'), { state: 'failed', why: 'the server closed the connection' }],
  ['a passed deadline', new ConnectionLost('timed-out', 'no answer', Buffer.alloc(0), 1000.4), { state: 'timed-out', afterMs: 1000 }],
  ['a question that was not put', new NotAsked('because'), { state: 'not-asked', why: 'because' }],
  ['nothing', undefined, { state: 'not-asked', why: 'the question before it had no answer' }],
])('%s', (_, outcome, expected) => {
  expect(answer(outcome, whole)).toEqual(expected);
});

it('keeps a long reply short', () => {
  const asked = answer(new RedisError(`ERR ${'x'.repeat(10_000)}`), whole);
  expect(asked).toMatchObject({ state: 'refused', reply: expect.stringMatching(/^.{200}$/) });
});

it('takes an error for a reply, and a lost connection for none', () => {
  expect(isReply(new RedisError('ERR'))).toBe(true);
  expect(isReply(null)).toBe(true);
  expect(isReply(new ConnectionLost('closed', ''))).toBe(false);
  expect(isReply(new NotAsked(''))).toBe(false);
  expect(isReply(undefined)).toBe(false);
});

it('has every question of this folder in its index', async () => {
  const { questions } = await import('./index.ts');
  const helpers = ['asker', 'index', 'own-traces', 'question', 'rates', 'sentinel', 'server-view', 'settings'];
  const files = readdirSync(new URL('.', import.meta.url)).flatMap((name) => (/^[a-z-]+\.ts$/.test(name) ? [name.slice(0, -3)] : []));
  expect(files.filter((name) => !helpers.includes(name)).sort()).toEqual(questions.map(({ id }) => id).sort());
});
