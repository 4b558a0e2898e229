import { expect, test } from 'vitest';
import { filesOf } from '../files.fixture.ts';
import type { Use } from '../reading.ts';
import { asFrameworkReads } from './framework-rules.ts';

const layer = (variables: Record<string, string>) => ({
  label: '.env',
  variables: Object.entries(variables).map(([name, value]) => ({ name, value, place: { file: '.env', line: 1 } })),
});

test('Laravel takes the text null for none', () => {
  const read = (files: Record<string, string>) =>
    asFrameworkReads([layer({ REDIS_PASSWORD: 'null', REDIS_HOST: '127.0.0.1' })], [], filesOf(files), '.').layers[0]?.variables.map(({ value }) => value);
  expect(read({ artisan: '' })).toEqual(['', '127.0.0.1']);
  expect(read({ 'package.json': '{}' })).toEqual(['null', '127.0.0.1']);
});

test('Spring takes each property from the environment, those that no file writes down too', () => {
  const host: Use = { variable: 'SPRING_DATA_REDIS_HOST', means: 'REDIS_HOST', fallback: 'redis', place: { file: 'application.yml', line: 4 }, library: 'spring' };
  const read = (uses: Use[]) =>
    asFrameworkReads([layer({ SPRING_DATA_REDIS_PASSWORD: 'x', SPRING_REDIS_PORT: '1' })], uses, filesOf({}), '.').uses.map(({ variable, means }) => [variable, means]);
  expect(read([host])).toEqual([
    ['SPRING_DATA_REDIS_HOST', 'REDIS_HOST'],
    ['SPRING_DATA_REDIS_PASSWORD', 'REDIS_PASSWORD'],
  ]);
  expect(read([{ ...host, library: 'ioredis' }])).toHaveLength(1);
});

test('where no code is known, a URL of a Redis counts under any name', () => {
  const read = (variables: Record<string, string>, uses: Use[] = []) =>
    asFrameworkReads([layer(variables)], uses, filesOf({}), '.')
      .layers[0]?.variables.map(({ name, value, shown }) => [name, value, shown])
      .slice(Object.keys(variables).length);
  expect(read({ CELERY_BROKER_URL: 'redis://:pw@broker:6379/1' })).toEqual([['REDIS_CELERY_BROKER_URL', 'redis://:pw@broker:6379/1', 'CELERY_BROKER_URL']]);
  expect(read({ MESSENGER_TRANSPORT_DSN: 'redis://queue:6379/messages' })).toEqual([['REDIS_MESSENGER_TRANSPORT_URL', 'redis://queue:6379', 'MESSENGER_TRANSPORT_DSN']]);
  expect(read({ DJANGO_CACHE_URL: 'rediscache://c:6379/2' })).toEqual([['REDIS_DJANGO_CACHE_URL', 'redis://c:6379/2', 'DJANGO_CACHE_URL']]);
  expect(read({ BROKER_URL: 'amqp://rabbit', REDIS_URL: 'redis://c' })).toEqual([]);
  const known: Use = { variable: 'REDIS_URL', means: 'REDIS_URL', fallback: null, place: { file: 'a.js', line: 1 }, library: 'ioredis' };
  expect(read({ CELERY_BROKER_URL: 'redis://broker' }, [known])).toEqual([]);
});
