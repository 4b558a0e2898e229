import type { Setting } from '../environment/names.ts';

/** What a method gives: the settings of its arguments in order. `PAIR` is a host with its port, as one node of a list. */
type Given = readonly (Setting | 'PAIR')[];

/** Something that is configured by calls: in a chain, or on a variable. */
export interface Shape {
  library: string;
  /** Settings of nodes: those of a pair, and of a list. */
  nodes: Setting;
  setters: Readonly<Record<string, Given>>;
}

const login = { setPassword: ['PASSWORD'], setUsername: ['USERNAME'], setDatabase: ['DB'] } as const;

const standalone: Shape = {
  library: 'spring-data-redis',
  nodes: 'URL',
  setters: { ...login, setHostName: ['HOST'], setPort: ['PORT'], setUseSsl: ['TLS'], setUseSSL: ['TLS'] },
};
const springSentinel: Shape = {
  library: 'spring-data-redis',
  nodes: 'SENTINELS',
  setters: {
    ...login,
    master: ['SENTINEL_NAME'],
    setMaster: ['SENTINEL_NAME'],
    sentinel: ['PAIR'],
    addSentinel: ['SENTINELS'],
    setSentinelPassword: ['SENTINEL_PASSWORD'],
  },
};
const springCluster: Shape = {
  library: 'spring-data-redis',
  nodes: 'CLUSTER_NODES',
  setters: { ...login, clusterNode: ['PAIR'], addClusterNode: ['CLUSTER_NODES'], setClusterNodes: ['CLUSTER_NODES'] },
};
const lettuce: Shape = {
  library: 'lettuce',
  nodes: 'SENTINELS',
  setters: {
    withHost: ['HOST'],
    withPort: ['PORT'],
    withPassword: ['PASSWORD'],
    withAuthentication: ['USERNAME', 'PASSWORD'],
    withDatabase: ['DB'],
    withSsl: ['TLS'],
    withSentinel: ['PAIR'],
    withSentinelMasterId: ['SENTINEL_NAME'],
    setHost: ['HOST'],
    setPort: ['PORT'],
    setPassword: ['PASSWORD'],
    setUsername: ['USERNAME'],
    setDatabase: ['DB'],
    setSsl: ['TLS'],
    setSentinelMasterId: ['SENTINEL_NAME'],
  },
};
const redissonLogin = { setPassword: ['PASSWORD'], setUsername: ['USERNAME'], setDatabase: ['DB'] } as const;
const redissonSingle: Shape = { library: 'redisson', nodes: 'URL', setters: { ...redissonLogin, setAddress: ['URL'] } };
const redissonCluster: Shape = {
  library: 'redisson',
  nodes: 'CLUSTER_NODES',
  setters: { ...redissonLogin, addNodeAddress: ['CLUSTER_NODES'], setNodeAddresses: ['CLUSTER_NODES'] },
};
const redissonSentinel: Shape = {
  library: 'redisson',
  nodes: 'SENTINELS',
  setters: {
    ...redissonLogin,
    addSentinelAddress: ['SENTINELS'],
    setSentinelAddresses: ['SENTINELS'],
    setMasterName: ['SENTINEL_NAME'],
    setSentinelPassword: ['SENTINEL_PASSWORD'],
  },
};
const redissonPrimary: Shape = { library: 'redisson', nodes: 'URL', setters: { ...redissonLogin, setMasterAddress: ['URL'] } };
const vertx: Shape = {
  library: 'vertx-redis',
  nodes: 'URL',
  setters: { setConnectionString: ['URL'], addConnectionString: ['URL'], setPassword: ['PASSWORD'], setMasterName: ['SENTINEL_NAME'] },
};

/** By the type of a variable or of what is created. */
export const shapesByType = new Map<string, Shape>([
  ['RedisStandaloneConfiguration', standalone],
  ['LettuceConnectionFactory', standalone],
  ['JedisConnectionFactory', standalone],
  ['RedisSentinelConfiguration', springSentinel],
  ['RedisClusterConfiguration', springCluster],
  ['RedisURI', lettuce],
  ['SingleServerConfig', redissonSingle],
  ['ClusterServersConfig', redissonCluster],
  ['ReplicatedServersConfig', redissonCluster],
  ['SentinelServersConfig', redissonSentinel],
  ['MasterSlaveServersConfig', redissonPrimary],
  ['RedisOptions', vertx],
]);

/** By the method that a chain begins with. */
export const shapesByStart = new Map<string, Shape>([
  ['useSingleServer', redissonSingle],
  ['useClusterServers', redissonCluster],
  ['useReplicatedServers', redissonCluster],
  ['useSentinelServers', redissonSentinel],
  ['useMasterSlaveServers', redissonPrimary],
  ['RedisURI.builder', lettuce],
  ['RedisURI.Builder.redis', lettuce],
  ['RedisURI.Builder.sentinel', lettuce],
]);

/** Every method that configures something, to pass over all other calls cheaply. */
export const setterNames: ReadonlySet<string> = new Set([...shapesByType.values()].flatMap(({ setters }) => Object.keys(setters)));
