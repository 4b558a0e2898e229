export { parseAclList } from './acl-list.ts';
export { type AclLogLine, parseAclLog } from './acl-log.ts';
export { parseAclGetUser } from './acl-rules.ts';
export { type ClientLine, parseClientList } from './client-list.ts';
export { parseClusterInfo } from './cluster-info.ts';
export { parseClusterNodes } from './cluster-nodes.ts';
export { parseClusterShards } from './cluster-shards.ts';
export { parseCommandCategories } from './command-info.ts';
export { isSecretSetting, parseConfig } from './config-reply.ts';
export { parseFunctionStats } from './function-stats.ts';
export {
  isAtLeast,
  type Keyspace,
  parseInfo,
  parseInfoReplicas,
  parseKeyspace,
  parseLatencyStats,
  parseVersion,
} from './info.ts';
export { parseLatencyLatest } from './latency.ts';
export { parseMemoryStats } from './memory-stats.ts';
export { parseModuleList } from './module-list.ts';
export { parseRole } from './role.ts';
export {
  parseQuorumCheck,
  parseSentinelAddress,
  parseSentinelPeers,
  parseSentinelPrimaries,
  parseSentinelReplicas,
  type SentinelPrimaryLine,
} from './sentinel.ts';
export { fields as namedFields, numberOf } from './shape.ts';
export { slotCount, slotOf } from './slot.ts';
export { parseSlowlog } from './slowlog.ts';
