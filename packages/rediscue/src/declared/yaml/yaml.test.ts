import { expect, test } from 'vitest';
import { filesOf } from '../files.fixture.ts';
import { yamlReader } from './index.ts';

const said = (texts: Record<string, string>) => {
  const files = filesOf(texts);
  return yamlReader
    .read(
      files.paths.filter((path) => yamlReader.detect(path)),
      files,
    )
    .uses?.map(({ variable, means, fallback, place }) => [variable, means, fallback, `${place.file}:${place.line}`]);
};

test('settings of an application are read with their lines', () => {
  expect(said({ 'config/staging.yaml': 'server:\n  port: 1\nredis:\n  host: your-redis-instance-ip\n  port: 6379\n' })).toEqual([
    [null, 'REDIS_HOST', 'your-redis-instance-ip', 'config/staging.yaml:4'],
    [null, 'REDIS_PORT', '6379', 'config/staging.yaml:5'],
  ]);
  expect(said({ 'config.yml': 'redis:\r\n  url: ${REDIS_URL:-redis://cache:6379}\r\n' })).toEqual([['REDIS_URL', 'REDIS_URL', 'redis://cache:6379', 'config.yml:2']]);
});

test('what is for a tool or read by a framework is none', () => {
  const text = 'redis:\n  host: h\n  port: 6379\n';
  for (const path of [
    'docker-compose.yml',
    'values.yaml',
    'k8s/config.yaml',
    'config/otel-collector.yaml',
    'src/main/resources/application.yml',
    'test/config.yaml',
    'config.example.yaml',
  ])
    expect(said({ [path]: text }), path).toEqual([]);
  expect(said({ 'config/app.yaml': `apiVersion: v1\nkind: ConfigMap\n${text}` })).toEqual([]);
  expect(said({ 'config/agent.yaml': `receivers:\n  redis:\n    endpoint: redis:6379\n` })).toEqual([]);
  expect(said({ Gemfile: '', 'config/redis.yml': `production:\n  url: redis://x\n` })).toEqual([]);
});
