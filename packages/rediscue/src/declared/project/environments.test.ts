import { expect, test } from 'vitest';
import type { Use } from '../reading.ts';
import { usesFor, variantsOf } from './environments.ts';

const use = (file: string, means: string, fallback: string | null, more: Partial<Use> = {}): Use => ({
  variable: null,
  means,
  fallback,
  place: { file, line: 1 },
  library: null,
  ...more,
});
const shown = (uses: readonly Use[]) => uses.map(({ place, means, fallback, within }) => [place.file, means, fallback, ...(within ? [within] : [])]);

const base = use('config/default.json', 'REDIS_HOST', 'localhost');
const port = use('config/default.json', 'REDIS_PORT', '6380');
const production = use('config/production.json', 'REDIS_HOST', 'redis.prod');

test('settings of an environment count where it is named, and are laid over those for all', () => {
  expect(shown(usesFor('production', [base, port, production]))).toEqual([
    ['config/default.json', 'REDIS_PORT', '6380', 'config/production.json'],
    ['config/production.json', 'REDIS_HOST', 'redis.prod'],
  ]);
  expect(shown(usesFor('prod', [production]))).toEqual([['config/production.json', 'REDIS_HOST', 'redis.prod']]);
});

test('where none is named, what production fixes does not count, and the variables that it reads do', () => {
  const read = use('settings/production.py', 'REDIS_CACHE_URL', 'redis://prod', { variable: 'CACHE_URL' });
  expect(shown(usesFor(null, [base, production, read]))).toEqual([
    ['config/default.json', 'REDIS_HOST', 'localhost'],
    ['settings/production.py', 'REDIS_CACHE_URL', null],
  ]);
});

test('production is meant where nothing else tells of a Redis', () => {
  expect(shown(usesFor(null, [production, use('config/staging.json', 'REDIS_HOST', 'redis.stage')]))).toEqual([['config/production.json', 'REDIS_HOST', 'redis.prod']]);
});

test('a section of a file is told by its reader', () => {
  const section = (environment: string) => use('config/cable.yml', 'REDIS_CABLE_URL', `redis://${environment}`, { environment });
  expect(shown(usesFor(null, [section('development'), section('production')]))).toEqual([['config/cable.yml', 'REDIS_CABLE_URL', 'redis://development']]);
  expect(shown(usesFor('production', [section('development'), section('production')]))).toEqual([['config/cable.yml', 'REDIS_CABLE_URL', 'redis://production']]);
});

test('an env file and a settings file for one environment are one variant', () => {
  const files = [{ file: '.env.prod', folder: '.', variant: 'prod', variables: [] }];
  expect(variantsOf(files, [production])).toEqual(['prod']);
  expect(variantsOf([], [base, production, use('settings/test.py', 'REDIS_HOST', 'x')])).toEqual(['production']);
});

test('in a container, config.docker.yaml is laid over config.yaml where there is one', () => {
  const own = use('config.yaml', 'REDIS_URL', 'redis://127.0.0.1:6379');
  expect(shown(usesFor('docker', [own, use('config.docker.yaml', 'REDIS_URL', 'redis://redis:6379')]))).toEqual([['config.docker.yaml', 'REDIS_URL', 'redis://redis:6379']]);
  expect(shown(usesFor('docker', [own]))).toEqual([['config.yaml', 'REDIS_URL', 'redis://127.0.0.1:6379']]);
});
