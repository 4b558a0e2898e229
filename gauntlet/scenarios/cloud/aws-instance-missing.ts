import { replicationGroup, seenFromOutside } from '../../harness/cloud.ts';

export default seenFromOutside({
  name: 'the replication group that the host is named after was deleted',
  target: 'rediss://master.shop-cache.abc123.use1.cache.amazonaws.com:6379',
  facts: () => ['\nAn error occurred (ReplicationGroupNotFoundFault) when calling the DescribeReplicationGroups operation: ReplicationGroup shop-cache not found.\n'],
  mended: () => [replicationGroup()],
  expect: { root: 'cloud/instance-missing', says: ['shop-cache', 'aws elasticache describe-replication-groups'] },
});
