import { expect, test } from 'vitest';
import { filesOf } from '../files.fixture.ts';
import { madeFrom } from './made-from.ts';

const asked = (name: string, texts: Record<string, string>) => madeFrom({ kind: 'env-file', name, by: 'api', place: { file: 'compose.yaml' } }, filesOf(texts));

test.each([
  ['.env', '.env.example'],
  ['.env', 'env.sample'],
  ['.env', 'example.env'],
  ['api/api.env', 'api/api.env.template'],
  ['.env.docker', '.env.docker.dist'],
  ['redis.conf', 'redis.example.conf'],
])('%s is made from %s', (name, template) => {
  expect(asked(name, { [template]: '' })).toBe(template);
});

test.each([
  ['.env', '.env.local.example'],
  ['.env', 'api/.env.example'],
  ['api.env', 'web.env.example'],
  ['.env', '.env.local'],
])('%s is not made from %s', (name, other) => {
  expect(asked(name, { [other]: '' })).toBe(null);
});

test.each([
  ['.env', '.env\n', true],
  ['.env', '.env*\r\n', true],
  ['.env', '# .env\n', false],
  ['.env', '.env.*\n', false],
  ['.env', '*.env\n!.env\n', false],
  ['secrets/redis.txt', 'secrets/\n', true],
  ['secrets/redis.txt', '/secrets\n', true],
  ['deploy/secrets/redis.txt', '/secrets\n', false],
  ['deploy/secrets/redis.txt', '**/secrets/*.txt\n', true],
  ['deploy/secrets/redis.txt', 'deploy/**/redis.txt\n', true],
  ['deploy/secrets/redis.txt', 'deploy/*.txt\n', false],
])('%s and the line %j', (name, lines, isLeftOut) => {
  expect(asked(name, { '.gitignore': lines })).toBe(isLeftOut ? '.gitignore' : null);
});

test('the nearest .gitignore decides, and patterns of any kind end', () => {
  expect(asked('api/.env', { '.gitignore': '.env\n', 'api/.gitignore': '!.env\n' })).toBe(null);
  expect(asked('a'.repeat(5000), { '.gitignore': `${'*a'.repeat(99)}b\n` })).toBe(null);
});

test('what is no file is made of nothing', () => {
  expect(madeFrom({ kind: 'network', name: '.env', by: 'api', place: { file: 'compose.yaml' } }, filesOf({ '.env.example': '' }))).toBe(null);
});
