import { expect, test } from 'vitest';
import { appSettings, type SettingsLayer } from './settings.ts';

const layer = (from: 'environment' | 'file', folder: string | null, values: Record<string, string>): SettingsLayer => ({
  from,
  folder,
  variables: Object.entries(values).map(([name, value], index) => ({ name, value, place: folder === null ? null : { file: `${folder}/.env`, line: index + 1 } })),
});
const ofEnvironment = (values: Record<string, string>) => appSettings([layer('environment', null, values)]);

test('takes the names of the contract, the environment before the files, and each folder for itself', () => {
  const settings = appSettings([
    layer('environment', null, { HEALTH_URL: 'http://127.0.0.1:1/up' }),
    layer('file', '.', { HEALTH_URL: 'http://127.0.0.1:2/up', APP_URL: 'http://127.0.0.1:3' }),
    layer('file', 'api', { APP_URL: 'http://127.0.0.1:4' }),
    layer('file', 'api', { APP_URL: 'http://127.0.0.1:5', APP_LOG: 'logs/api.log' }),
  ]);
  expect(settings.urls.map(({ url, role, from }) => [url, role, from])).toEqual([
    ['http://127.0.0.1:3', 'base', 'file'],
    ['http://127.0.0.1:4', 'base', 'file'],
    ['http://127.0.0.1:1/up', 'health', 'environment'],
  ]);
  expect(settings.log).toEqual({ file: 'api/logs/api.log', read: null });
});

test.each([
  { HEALTHCHECK_URL: 'https://hc-ping.com/7a0f0e6e-0000-4000-8000-000000000000' },
  { HEALTHCHECK_URL: 'https://uptime.shop.internal/api/push/abcdef0123' },
  { APP_URL: 'https://your-domain.com' },
  { APP_URL: 'https://example.com' },
  { APP_URL: 'shop.internal' },
  { APP_URL: '' },
  { METRICS_PORT: 'auto' },
  { APP_LOG: 'daily' },
  { DATABASE_URL: 'mysql://a:b@127.0.0.1/shop' },
  { POSTGRES_USER: 'shop' },
  { POSTGRES_HOST: '<host>' },
])('asks nothing for %o', (values: Record<string, string>) => {
  expect(ofEnvironment(values)).toEqual({ urls: [], neighbours: [], log: null });
});

test('metrics stand where the application does', () => {
  expect(ofEnvironment({ APP_URL: 'http://10.0.0.5:8080', METRICS_PORT: '9464' }).urls.at(-1)).toMatchObject({ url: 'http://10.0.0.5:9464/metrics', role: 'metrics' });
  expect(ofEnvironment({ METRICS_PORT: '9464' }).urls).toMatchObject([{ url: 'http://127.0.0.1:9464/metrics' }]);
});

test('PostgreSQL by its URL or its parts', () => {
  expect(ofEnvironment({ DATABASE_URL: 'postgresql+asyncpg://shop:s%40cret@db.internal/shop' }).neighbours).toMatchObject([{ host: 'db.internal', port: 5432, user: 'shop' }]);
  expect(ofEnvironment({ POSTGRES_HOST: '127.0.0.1', POSTGRES_PORT: '5433' }).neighbours).toMatchObject([{ host: '127.0.0.1', port: 5433, user: 'postgres' }]);
});
