import { expect, test } from 'vitest';
import { projectView } from '../diagnose/view.ts';
import { cloudInstance } from './cloud-fact-examples.ts';
import { type ExampleFacts, exampleFacts } from './examples.ts';
import { providersWay } from './managed.ts';

const remedy = (subject: string, command = 'CONFIG SET maxmemory-policy allkeys-lru', cloud?: ReturnType<typeof cloudInstance>) => {
  const example: ExampleFacts = {
    endpoints: { [subject]: {} },
    ...(cloud && { machine: { cloud: { instances: [cloud], services: [], connectors: [], secrets: [], refusals: [], listings: [] } } }),
  };
  const [target] = projectView(exampleFacts(example)).targets;
  if (!target) throw new Error('no target');
  const cli = `redis-cli -h x -p 1`;
  return providersWay(
    { title: 'Change it', commands: [`${cli} ${command}`, `${cli} CONFIG REWRITE`], risk: 'safe', runbook: null, verify: `${cli} CONFIG GET maxmemory-policy` },
    target,
  );
};

test.each([
  ['ElastiCache, by its host', 'c.abc123.ng.0001.use1.cache.amazonaws.com:6379', undefined, 'ParameterName=maxmemory-policy,ParameterValue=allkeys-lru'],
  ['Azure, by its host', 'shop.redis.cache.windows.net:6380', undefined, 'redisConfiguration.maxmemory-policy'],
  [
    'Memorystore, by the cloud facts',
    '10.0.0.3:6379',
    cloudInstance(),
    'gcloud redis instances update cache --region europe-west1 --project shop --update-redis-config maxmemory-policy=allkeys-lru',
  ],
])('%s: its own command in place of CONFIG SET', (_, subject, cloud, expected) => {
  const { commands, verify, title } = remedy(subject, undefined, cloud);
  expect(commands).toHaveLength(1);
  expect(commands[0]).toContain(expected);
  expect(`${verify} ${commands[0]}`).not.toContain('CONFIG');
  expect(title).toContain('refuses CONFIG');
});

test('what a provider does not let be changed has no command', () => {
  expect(remedy('shop.redis.cache.windows.net:6380', 'CONFIG SET appendfsync always')).toMatchObject({ commands: [], title: expect.stringContaining('console') });
});

test('a server of its own keeps its commands', () => {
  expect(remedy('redis.example:6379').commands).toHaveLength(2);
});
