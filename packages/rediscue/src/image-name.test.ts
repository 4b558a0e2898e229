import { expect, test } from 'vitest';
import { imageName, isRedisTool, isSentinelImage, isServerImage, repositoryOf, tagOf } from './image-name.ts';

test.each([
  ['redis', 'redis', 'redis', null],
  ['redis:7.2-alpine', 'redis', 'redis', '7.2-alpine'],
  ['localhost:5000/redis', 'localhost:5000/redis', 'redis', null],
  ['Registry.example.org:5000/Team/Redis:7', 'registry.example.org:5000/team/redis', 'redis', '7'],
  [`docker.io/bitnami/redis:7.2@sha256:${'a'.repeat(64)}`, 'docker.io/bitnami/redis', 'redis', '7.2'],
  [`redis@sha256:${'a'.repeat(64)}`, 'redis', 'redis', null],
])('the parts of %s', (image, repository, name, tag) => {
  expect([repositoryOf(image), imageName(image), tagOf(image)]).toEqual([repository, name, tag]);
});

test.each(['redis:7', 'valkey/valkey:8', 'redis/redis-stack-server', 'eqalpha/keydb', 'docker.dragonflydb.io/dragonflydb/dragonfly'])('%s is a server', (image) =>
  expect([isServerImage(image), isRedisTool(image)]).toEqual([true, false]),
);

test.each(['bitnami/redis-sentinel:7.2', 's7anley/redis-sentinel-docker'])('%s is a Sentinel', (image) =>
  expect([isSentinelImage(image), isServerImage(image)]).toEqual([true, false]),
);

// Alibaba's Sentinel limits traffic and has nothing to do with Redis.
test.each(['bladex/sentinel-dashboard', 'registry.example.org/redis/shop', 'redis-shop', 'shop/insights-api', 'shop-stats'])('%s is neither', (image) =>
  expect([isServerImage(image), isSentinelImage(image), isRedisTool(image)]).toEqual([false, false, false]),
);

test.each(['oliver006/redis_exporter:v1.62', 'rediscommander/redis-commander', 'redis/redisinsight', 'redis-stat'])('%s is a tool', (image) =>
  expect(isRedisTool(image)).toBe(true),
);
