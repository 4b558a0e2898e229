import { deployment, ecsService, replicationGroup, seenFromOutside, taskDefinition } from '../../harness/cloud.ts';

const host = (value: string) => [{ name: 'REDIS_URL', value: `rediss://${value}:6379` }];

export default seenFromOutside({
  name: 'a task definition with the new host was registered, and the service was never told of it',
  target: 'rediss://master.shop-cache.abc123.use1.cache.amazonaws.com:6379',
  facts: () => [
    replicationGroup(),
    ecsService([deployment('PRIMARY', 'api:13', 2, 'COMPLETED')]),
    taskDefinition('api:14', host('master.shop-cache.abc123.use1.cache.amazonaws.com')),
    taskDefinition('api:13', host('old-cache.abc123.0001.use1.cache.amazonaws.com')),
  ],
  mended: () => [
    replicationGroup(),
    ecsService([deployment('PRIMARY', 'api:14', 2, 'COMPLETED')]),
    taskDefinition('api:14', host('master.shop-cache.abc123.use1.cache.amazonaws.com')),
  ],
  expect: { root: 'cloud/change-not-deployed', says: ['REDIS_URL', 'api:14', 'aws ecs update-service'] },
});
