import { deployment, ecsService, replicationGroup, seenFromOutside, taskDefinition } from '../../harness/cloud.ts';

const secrets = [{ name: 'REDIS_PASSWORD', valueFrom: 'arn:aws:secretsmanager:us-east-1:123456789012:secret:shop/redis-AbCdEf:password::' }];

export default seenFromOutside({
  name: 'ElastiCache takes its snapshot while the tasks of an ECS service use it',
  target: 'rediss://master.shop-cache.abc123.use1.cache.amazonaws.com:6379',
  facts: (secret) => [
    replicationGroup({ Status: 'snapshotting' }),
    ecsService(
      [deployment('PRIMARY', 'api:13', 2, 'COMPLETED')],
      [{ id: '1', createdAt: '2026-11-20T11:00:00.000000+00:00', message: '(service api) has reached a steady state.' }],
    ),
    taskDefinition(
      'api:13',
      [
        { name: 'REDIS_HOST', value: 'master.shop-cache.abc123.use1.cache.amazonaws.com' },
        { name: 'SMTP_PASSWORD', value: secret() },
      ],
      secrets,
    ),
    {
      ARN: 'arn:aws:secretsmanager:us-east-1:123456789012:secret:shop/redis-AbCdEf',
      Name: 'shop/redis',
      LastChangedDate: '2026-10-01T10:00:00.000000+00:00',
      VersionIdsToStages: { '0b1f6471-1bf0-4dda-aec3-000000000001': ['AWSCURRENT'], '0b1f6471-1bf0-4dda-aec3-000000000000': ['AWSPREVIOUS'] },
    },
  ],
  expect: { root: null, never: ['cloud/secret-missing', 'cloud/instance-not-ready'] },
});
