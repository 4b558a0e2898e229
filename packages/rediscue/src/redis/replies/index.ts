export { type AclUser, parseAclList } from './acl-list.ts';
export { type AclLogLine, parseAclLog } from './acl-log.ts';
export { type AclRules, parseAclGetUser } from './acl-rules.ts';
export { type ClientLine, parseClientList } from './client-list.ts';
export { type ClusterSummary, parseClusterInfo } from './cluster-info.ts';
export { type ClusterNode, parseClusterNodes } from './cluster-nodes.ts';
export { parseClusterShards, type Shard, type ShardNode } from './cluster-shards.ts';
export { isSecretSetting, parseConfig } from './config-reply.ts';
export { type FunctionStats, parseFunctionStats } from './function-stats.ts';
export {
  type InfoReplica,
  isAtLeast,
  type Keyspace,
  type Percentiles,
  parseInfo,
  parseInfoParts,
  parseInfoReplicas,
  parseKeyspace,
  parseLatencyStats,
  parseVersion,
} from './info.ts';
export { type LatencyEvent, parseLatencyLatest } from './latency.ts';
export { parseMemoryStats } from './memory-stats.ts';
export { type LoadedModule, parseModuleList } from './module-list.ts';
export { parseRole, type Role } from './role.ts';
export {
  parseQuorumCheck,
  parseSentinelAddress,
  parseSentinelPeers,
  parseSentinelPrimaries,
  parseSentinelReplicas,
  type SentinelPeerLine,
  type SentinelPrimaryLine,
  type SentinelReplicaLine,
} from './sentinel.ts';
export { fields as namedFields, numberOf } from './shape.ts';
export { crc16, slotCount, slotOf } from './slot.ts';
export { parseSlowlog, type SlowlogLine } from './slowlog.ts';
