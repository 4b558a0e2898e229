// Generated from the folders beside this one by `node scripts/docs.ts`; not to be edited.
import type { Cause, Scope } from '../define.ts';
import appEndpointFailing from '../app/endpoint-failing.ts';
import appMetricsMissing from '../app/metrics-missing.ts';
import appPoolExhausted from '../app/pool-exhausted.ts';
import appReadinessBlind from '../app/readiness-blind.ts';
import appReadinessTimeout from '../app/readiness-timeout.ts';
import appWrongVariable from '../app/wrong-variable.ts';
import authChannelDenied from '../auth/channel-denied.ts';
import authCommandDenied from '../auth/command-denied.ts';
import authConnectionsOutliveChange from '../auth/connections-outlive-change.ts';
import authHealthCheckBlind from '../auth/health-check-blind.ts';
import authKeyDenied from '../auth/key-denied.ts';
import authPasswordMissing from '../auth/password-missing.ts';
import authPasswordWrong from '../auth/password-wrong.ts';
import authReplicaCredentialsMissing from '../auth/replica-credentials-missing.ts';
import authSentinelCredentialsMissing from '../auth/sentinel-credentials-missing.ts';
import authServerHasNoPassword from '../auth/server-has-no-password.ts';
import authUserDisabled from '../auth/user-disabled.ts';
import authUserUnknown from '../auth/user-unknown.ts';
import cloudChangeNotDeployed from '../cloud/change-not-deployed.ts';
import cloudCommandRefused from '../cloud/command-refused.ts';
import cloudEgressNotRouted from '../cloud/egress-not-routed.ts';
import cloudInstanceMissing from '../cloud/instance-missing.ts';
import cloudInstanceNotReady from '../cloud/instance-not-ready.ts';
import cloudNoVpcAccess from '../cloud/no-vpc-access.ts';
import cloudPermissionDenied from '../cloud/permission-denied.ts';
import cloudRegionMismatch from '../cloud/region-mismatch.ts';
import cloudSecretInvalid from '../cloud/secret-invalid.ts';
import cloudSecretMissing from '../cloud/secret-missing.ts';
import clusterClientNotClusterAware from '../cluster/client-not-cluster-aware.ts';
import clusterCrossSlot from '../cluster/cross-slot.ts';
import clusterNoReplica from '../cluster/no-replica.ts';
import clusterNodeFailed from '../cluster/node-failed.ts';
import clusterSlotsUncovered from '../cluster/slots-uncovered.ts';
import clusterUnreachableAnnouncement from '../cluster/unreachable-announcement.ts';
import configChangeNotApplied from '../config/change-not-applied.ts';
import configConflictingSources from '../config/conflicting-sources.ts';
import configDatabaseOutOfRange from '../config/database-out-of-range.ts';
import configDrift from '../config/drift.ts';
import configFatalDirective from '../config/fatal-directive.ts';
import configInterpolationNotExpanded from '../config/interpolation-not-expanded.ts';
import configInvalidUrl from '../config/invalid-url.ts';
import configLocalhostInContainer from '../config/localhost-in-container.ts';
import configPlaceholderValue from '../config/placeholder-value.ts';
import configRedisDisabled from '../config/redis-disabled.ts';
import configRewriteImpossible from '../config/rewrite-impossible.ts';
import configServiceNameOutsideNetwork from '../config/service-name-outside-network.ts';
import configTlsSettingConflict from '../config/tls-setting-conflict.ts';
import configUnsetVariable from '../config/unset-variable.ts';
import configWrongPort from '../config/wrong-port.ts';
import containerDataNotPersisted from '../container/data-not-persisted.ts';
import containerDuplicate from '../container/duplicate.ts';
import containerExited from '../container/exited.ts';
import containerImageMissing from '../container/image-missing.ts';
import containerMemoryLimitBelowMaxmemory from '../container/memory-limit-below-maxmemory.ts';
import containerMountSourceMissing from '../container/mount-source-missing.ts';
import containerMutableImage from '../container/mutable-image.ts';
import containerNeverCreated from '../container/never-created.ts';
import containerNoHealthCheck from '../container/no-health-check.ts';
import containerNoRestartPolicy from '../container/no-restart-policy.ts';
import containerOomKilled from '../container/oom-killed.ts';
import containerPaused from '../container/paused.ts';
import containerReferenceUndeclared from '../container/reference-undeclared.ts';
import containerRestartLoop from '../container/restart-loop.ts';
import containerRunsAsRoot from '../container/runs-as-root.ts';
import containerUnhealthy from '../container/unhealthy.ts';
import deliveryNoRollback from '../delivery/no-rollback.ts';
import deliveryStepWithoutEffect from '../delivery/step-without-effect.ts';
import deliveryUnknownAttribute from '../delivery/unknown-attribute.ts';
import deliveryUnpinnedAction from '../delivery/unpinned-action.ts';
import hostKernelSetting from '../host/kernel-setting.ts';
import latencyCpuSaturated from '../latency/cpu-saturated.ts';
import latencyDiskSync from '../latency/disk-sync.ts';
import latencyExpiryBurst from '../latency/expiry-burst.ts';
import latencyFork from '../latency/fork.ts';
import latencyHugePages from '../latency/huge-pages.ts';
import latencySlowCommand from '../latency/slow-command.ts';
import memoryBigKey from '../memory/big-key.ts';
import memoryClientBuffers from '../memory/client-buffers.ts';
import memoryEvictionChurn from '../memory/eviction-churn.ts';
import memoryFragmentation from '../memory/fragmentation.ts';
import memoryFullNoeviction from '../memory/full-noeviction.ts';
import memoryKeysWithoutExpiry from '../memory/keys-without-expiry.ts';
import memoryNearLimit from '../memory/near-limit.ts';
import memoryNoForkHeadroom from '../memory/no-fork-headroom.ts';
import memoryNoLimit from '../memory/no-limit.ts';
import memoryPolicyMisfit from '../memory/policy-misfit.ts';
import memorySwapped from '../memory/swapped.ts';
import monitoringDashboardInvalid from '../monitoring/dashboard-invalid.ts';
import monitoringNoReceiver from '../monitoring/no-receiver.ts';
import monitoringRuleInverted from '../monitoring/rule-inverted.ts';
import monitoringRulesNotLoaded from '../monitoring/rules-not-loaded.ts';
import monitoringTargetMissing from '../monitoring/target-missing.ts';
import networkBoundToLoopback from '../network/bound-to-loopback.ts';
import networkConnectionLimit from '../network/connection-limit.ts';
import networkFiltered from '../network/filtered.ts';
import networkIdleDisconnect from '../network/idle-disconnect.ts';
import networkNameNotFound from '../network/name-not-found.ts';
import networkNotRedis from '../network/not-redis.ts';
import networkNotSameNetwork from '../network/not-same-network.ts';
import networkNothingListening from '../network/nothing-listening.ts';
import networkPortNotPublished from '../network/port-not-published.ts';
import networkPortTaken from '../network/port-taken.ts';
import networkProtectedMode from '../network/protected-mode.ts';
import networkResolverUnreachable from '../network/resolver-unreachable.ts';
import networkSlowPath from '../network/slow-path.ts';
import networkUnreachable from '../network/unreachable.ts';
import persistenceDirectoryMissing from '../persistence/directory-missing.ts';
import persistenceDiskFull from '../persistence/disk-full.ts';
import persistenceForkFailed from '../persistence/fork-failed.ts';
import persistenceFormatTooNew from '../persistence/format-too-new.ts';
import persistenceLogCorrupt from '../persistence/log-corrupt.ts';
import persistenceLogTruncated from '../persistence/log-truncated.ts';
import persistenceOff from '../persistence/off.ts';
import persistencePermissionDenied from '../persistence/permission-denied.ts';
import persistenceRestoreShadowed from '../persistence/restore-shadowed.ts';
import persistenceSnapshotCorrupt from '../persistence/snapshot-corrupt.ts';
import persistenceStale from '../persistence/stale.ts';
import persistenceWritesBlocked from '../persistence/writes-blocked.ts';
import processBusyScript from '../process/busy-script.ts';
import processCpuThrottled from '../process/cpu-throttled.ts';
import processCrashed from '../process/crashed.ts';
import processLoading from '../process/loading.ts';
import processNotRunning from '../process/not-running.ts';
import processOpenFilesLimit from '../process/open-files-limit.ts';
import processUnresponsive from '../process/unresponsive.ts';
import replicationCascadeLoop from '../replication/cascade-loop.ts';
import replicationEmptyPrimaryRisk from '../replication/empty-primary-risk.ts';
import replicationLagging from '../replication/lagging.ts';
import replicationLinkDown from '../replication/link-down.ts';
import replicationNeverConfigured from '../replication/never-configured.ts';
import replicationNotEnoughReplicas from '../replication/not-enough-replicas.ts';
import replicationPinnedByFlag from '../replication/pinned-by-flag.ts';
import replicationResyncLoop from '../replication/resync-loop.ts';
import replicationSplitBrain from '../replication/split-brain.ts';
import replicationStaleRefused from '../replication/stale-refused.ts';
import replicationSyncInProgress from '../replication/sync-in-progress.ts';
import replicationUnprotectedWrites from '../replication/unprotected-writes.ts';
import replicationWriteToReplica from '../replication/write-to-replica.ts';
import securityCompromiseSigns from '../security/compromise-signs.ts';
import securityDefaultCredentials from '../security/default-credentials.ts';
import securityDefaultUserAllPowerful from '../security/default-user-all-powerful.ts';
import securityDeniedAttempts from '../security/denied-attempts.ts';
import securityEndOfLife from '../security/end-of-life.ts';
import securityOpenToTheWorld from '../security/open-to-the-world.ts';
import securityPlaintextAcrossHosts from '../security/plaintext-across-hosts.ts';
import securityPublishedOnAllInterfaces from '../security/published-on-all-interfaces.ts';
import securitySecretInPlainSight from '../security/secret-in-plain-sight.ts';
import securityWeakPassword from '../security/weak-password.ts';
import sentinelAskedAsRedis from '../sentinel/asked-as-redis.ts';
import sentinelConfigNotWritable from '../sentinel/config-not-writable.ts';
import sentinelDisagreement from '../sentinel/disagreement.ts';
import sentinelHostnamesNotEnabled from '../sentinel/hostnames-not-enabled.ts';
import sentinelNoReplicaToPromote from '../sentinel/no-replica-to-promote.ts';
import sentinelPrimaryDown from '../sentinel/primary-down.ts';
import sentinelQuorumUnreachable from '../sentinel/quorum-unreachable.ts';
import sentinelSlowDetection from '../sentinel/slow-detection.ts';
import sentinelStaleTopology from '../sentinel/stale-topology.ts';
import sentinelTilt from '../sentinel/tilt.ts';
import sentinelTooFew from '../sentinel/too-few.ts';
import sentinelUnknownPrimaryName from '../sentinel/unknown-primary-name.ts';
import sentinelUnreachableAnnouncement from '../sentinel/unreachable-announcement.ts';
import tlsClientCertificateRequired from '../tls/client-certificate-required.ts';
import tlsExpired from '../tls/expired.ts';
import tlsExpiresSoon from '../tls/expires-soon.ts';
import tlsKeyUnusable from '../tls/key-unusable.ts';
import tlsNameMismatch from '../tls/name-mismatch.ts';
import tlsNoCommonProtocol from '../tls/no-common-protocol.ts';
import tlsNotYetValid from '../tls/not-yet-valid.ts';
import tlsServerExpectsTls from '../tls/server-expects-tls.ts';
import tlsServerIsPlaintext from '../tls/server-is-plaintext.ts';
import tlsUntrustedIssuer from '../tls/untrusted-issuer.ts';

/** Every cause that has a file, in the order of the catalogue. */
export const causes: readonly Cause[] = [
  configPlaceholderValue as Cause<Scope>,
  configUnsetVariable as Cause<Scope>,
  configInterpolationNotExpanded as Cause<Scope>,
  configInvalidUrl as Cause<Scope>,
  configConflictingSources as Cause<Scope>,
  configLocalhostInContainer as Cause<Scope>,
  configServiceNameOutsideNetwork as Cause<Scope>,
  configWrongPort as Cause<Scope>,
  configDatabaseOutOfRange as Cause<Scope>,
  configRedisDisabled as Cause<Scope>,
  configFatalDirective as Cause<Scope>,
  configDrift as Cause<Scope>,
  configChangeNotApplied as Cause<Scope>,
  configTlsSettingConflict as Cause<Scope>,
  configRewriteImpossible as Cause<Scope>,
  networkNameNotFound as Cause<Scope>,
  networkResolverUnreachable as Cause<Scope>,
  networkNothingListening as Cause<Scope>,
  networkFiltered as Cause<Scope>,
  networkUnreachable as Cause<Scope>,
  networkPortNotPublished as Cause<Scope>,
  networkNotSameNetwork as Cause<Scope>,
  networkBoundToLoopback as Cause<Scope>,
  networkProtectedMode as Cause<Scope>,
  networkNotRedis as Cause<Scope>,
  networkPortTaken as Cause<Scope>,
  networkConnectionLimit as Cause<Scope>,
  networkIdleDisconnect as Cause<Scope>,
  networkSlowPath as Cause<Scope>,
  tlsServerExpectsTls as Cause<Scope>,
  tlsServerIsPlaintext as Cause<Scope>,
  tlsUntrustedIssuer as Cause<Scope>,
  tlsExpired as Cause<Scope>,
  tlsNotYetValid as Cause<Scope>,
  tlsNameMismatch as Cause<Scope>,
  tlsClientCertificateRequired as Cause<Scope>,
  tlsKeyUnusable as Cause<Scope>,
  tlsNoCommonProtocol as Cause<Scope>,
  tlsExpiresSoon as Cause<Scope>,
  authPasswordMissing as Cause<Scope>,
  authPasswordWrong as Cause<Scope>,
  authServerHasNoPassword as Cause<Scope>,
  authUserUnknown as Cause<Scope>,
  authUserDisabled as Cause<Scope>,
  authCommandDenied as Cause<Scope>,
  authKeyDenied as Cause<Scope>,
  authChannelDenied as Cause<Scope>,
  authReplicaCredentialsMissing as Cause<Scope>,
  authSentinelCredentialsMissing as Cause<Scope>,
  authHealthCheckBlind as Cause<Scope>,
  authConnectionsOutliveChange as Cause<Scope>,
  processNotRunning as Cause<Scope>,
  processUnresponsive as Cause<Scope>,
  processLoading as Cause<Scope>,
  processBusyScript as Cause<Scope>,
  processCrashed as Cause<Scope>,
  processCpuThrottled as Cause<Scope>,
  processOpenFilesLimit as Cause<Scope>,
  containerExited as Cause<Scope>,
  containerOomKilled as Cause<Scope>,
  containerRestartLoop as Cause<Scope>,
  containerPaused as Cause<Scope>,
  containerNeverCreated as Cause<Scope>,
  containerImageMissing as Cause<Scope>,
  containerUnhealthy as Cause<Scope>,
  containerNoRestartPolicy as Cause<Scope>,
  containerDuplicate as Cause<Scope>,
  containerDataNotPersisted as Cause<Scope>,
  containerMemoryLimitBelowMaxmemory as Cause<Scope>,
  containerMountSourceMissing as Cause<Scope>,
  containerReferenceUndeclared as Cause<Scope>,
  containerNoHealthCheck as Cause<Scope>,
  containerMutableImage as Cause<Scope>,
  containerRunsAsRoot as Cause<Scope>,
  persistenceSnapshotCorrupt as Cause<Scope>,
  persistenceLogCorrupt as Cause<Scope>,
  persistenceLogTruncated as Cause<Scope>,
  persistenceDiskFull as Cause<Scope>,
  persistencePermissionDenied as Cause<Scope>,
  persistenceDirectoryMissing as Cause<Scope>,
  persistenceWritesBlocked as Cause<Scope>,
  persistenceForkFailed as Cause<Scope>,
  persistenceOff as Cause<Scope>,
  persistenceRestoreShadowed as Cause<Scope>,
  persistenceStale as Cause<Scope>,
  persistenceFormatTooNew as Cause<Scope>,
  memoryFullNoeviction as Cause<Scope>,
  memoryNearLimit as Cause<Scope>,
  memoryNoLimit as Cause<Scope>,
  memoryEvictionChurn as Cause<Scope>,
  memoryFragmentation as Cause<Scope>,
  memorySwapped as Cause<Scope>,
  memoryClientBuffers as Cause<Scope>,
  memoryBigKey as Cause<Scope>,
  memoryKeysWithoutExpiry as Cause<Scope>,
  memoryPolicyMisfit as Cause<Scope>,
  memoryNoForkHeadroom as Cause<Scope>,
  latencySlowCommand as Cause<Scope>,
  latencyCpuSaturated as Cause<Scope>,
  latencyFork as Cause<Scope>,
  latencyDiskSync as Cause<Scope>,
  latencyExpiryBurst as Cause<Scope>,
  latencyHugePages as Cause<Scope>,
  replicationWriteToReplica as Cause<Scope>,
  replicationLinkDown as Cause<Scope>,
  replicationStaleRefused as Cause<Scope>,
  replicationNotEnoughReplicas as Cause<Scope>,
  replicationLagging as Cause<Scope>,
  replicationResyncLoop as Cause<Scope>,
  replicationSplitBrain as Cause<Scope>,
  replicationCascadeLoop as Cause<Scope>,
  replicationSyncInProgress as Cause<Scope>,
  replicationNeverConfigured as Cause<Scope>,
  replicationPinnedByFlag as Cause<Scope>,
  replicationUnprotectedWrites as Cause<Scope>,
  replicationEmptyPrimaryRisk as Cause<Scope>,
  sentinelPrimaryDown as Cause<Scope>,
  sentinelUnknownPrimaryName as Cause<Scope>,
  sentinelAskedAsRedis as Cause<Scope>,
  sentinelQuorumUnreachable as Cause<Scope>,
  sentinelTooFew as Cause<Scope>,
  sentinelUnreachableAnnouncement as Cause<Scope>,
  sentinelConfigNotWritable as Cause<Scope>,
  sentinelNoReplicaToPromote as Cause<Scope>,
  sentinelStaleTopology as Cause<Scope>,
  sentinelHostnamesNotEnabled as Cause<Scope>,
  sentinelSlowDetection as Cause<Scope>,
  sentinelDisagreement as Cause<Scope>,
  sentinelTilt as Cause<Scope>,
  clusterSlotsUncovered as Cause<Scope>,
  clusterClientNotClusterAware as Cause<Scope>,
  clusterCrossSlot as Cause<Scope>,
  clusterNodeFailed as Cause<Scope>,
  clusterNoReplica as Cause<Scope>,
  clusterUnreachableAnnouncement as Cause<Scope>,
  securityOpenToTheWorld as Cause<Scope>,
  securityWeakPassword as Cause<Scope>,
  securitySecretInPlainSight as Cause<Scope>,
  securityPlaintextAcrossHosts as Cause<Scope>,
  securityCompromiseSigns as Cause<Scope>,
  securityDeniedAttempts as Cause<Scope>,
  securityDefaultUserAllPowerful as Cause<Scope>,
  securityPublishedOnAllInterfaces as Cause<Scope>,
  securityDefaultCredentials as Cause<Scope>,
  securityEndOfLife as Cause<Scope>,
  appEndpointFailing as Cause<Scope>,
  appReadinessTimeout as Cause<Scope>,
  appMetricsMissing as Cause<Scope>,
  appReadinessBlind as Cause<Scope>,
  appPoolExhausted as Cause<Scope>,
  appWrongVariable as Cause<Scope>,
  cloudInstanceMissing as Cause<Scope>,
  cloudInstanceNotReady as Cause<Scope>,
  cloudNoVpcAccess as Cause<Scope>,
  cloudEgressNotRouted as Cause<Scope>,
  cloudRegionMismatch as Cause<Scope>,
  cloudSecretMissing as Cause<Scope>,
  cloudSecretInvalid as Cause<Scope>,
  cloudPermissionDenied as Cause<Scope>,
  cloudCommandRefused as Cause<Scope>,
  cloudChangeNotDeployed as Cause<Scope>,
  hostKernelSetting as Cause<Scope>,
  monitoringTargetMissing as Cause<Scope>,
  monitoringNoReceiver as Cause<Scope>,
  monitoringRulesNotLoaded as Cause<Scope>,
  monitoringRuleInverted as Cause<Scope>,
  monitoringDashboardInvalid as Cause<Scope>,
  deliveryStepWithoutEffect as Cause<Scope>,
  deliveryNoRollback as Cause<Scope>,
  deliveryUnpinnedAction as Cause<Scope>,
  deliveryUnknownAttribute as Cause<Scope>,
];
