import { deployment, ecsService, replicationGroup, seenFromOutside, taskDefinition } from '../../harness/cloud.ts';

const secrets = [{ name: 'REDIS_PASSWORD', valueFrom: 'arn:aws:secretsmanager:us-east-1:123456789012:secret:shop/redis-AbCdEf' }];
const environment = [{ name: 'REDIS_HOST', value: 'master.shop-cache.abc123.use1.cache.amazonaws.com' }];
const stoppedReason =
  'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from asm: service call has been retried 1 time(s): failed to fetch secret arn:aws:secretsmanager:us-east-1:123456789012:secret:shop/redis-AbCdEf from secrets manager: AccessDeniedException: User: arn:aws:sts::123456789012:assumed-role/ecsTaskExecutionRole/0123456789abcdef is not authorized to perform: secretsmanager:GetSecretValue on resource: arn:aws:secretsmanager:us-east-1:123456789012:secret:shop/redis-AbCdEf because no identity-based policy allows the secretsmanager:GetSecretValue action';

export default seenFromOutside({
  name: 'the tasks of the new definition stop: their role may not fetch the secret',
  target: 'rediss://master.shop-cache.abc123.use1.cache.amazonaws.com:6379',
  facts: () => [
    replicationGroup(),
    ecsService([deployment('PRIMARY', 'api:13', 0, 'IN_PROGRESS', 4), deployment('ACTIVE', 'api:12', 2, 'COMPLETED')]),
    taskDefinition('api:13', environment, secrets),
    taskDefinition('api:12', environment),
    { tasks: [{ taskArn: 'arn:aws:ecs:us-east-1:123456789012:task/shop/1', group: 'service:api', lastStatus: 'STOPPED', stoppedReason, containers: [] }], failures: [] },
  ],
  mended: () => [replicationGroup(), ecsService([deployment('PRIMARY', 'api:13', 2, 'COMPLETED')]), taskDefinition('api:13', environment, secrets)],
  expect: { root: 'cloud/permission-denied', finds: ['cloud/change-not-deployed'], says: ['secretsmanager:GetSecretValue', 'shop/redis'] },
});
