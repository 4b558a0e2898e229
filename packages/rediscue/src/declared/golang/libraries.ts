import type { Setting } from '../environment/names.ts';

/** A library of clients: what its types and functions take. */
export interface Library {
  name: string;
  use: string | null;
  /** Types of options, with the settings of their fields. */
  types: Readonly<Record<string, Readonly<Record<string, Setting>>>>;
  /** Functions, with the place of the address among their arguments. */
  functions: Readonly<Record<string, number>>;
  /** Options that are calls among the arguments. */
  options: Readonly<Record<string, Setting>>;
}

const login = { Username: 'USERNAME', Password: 'PASSWORD', DB: 'DB', TLSConfig: 'TLS' } as const;
const sentinel = { MasterName: 'SENTINEL_NAME', SentinelAddrs: 'SENTINELS', SentinelUsername: 'SENTINEL_USERNAME', SentinelPassword: 'SENTINEL_PASSWORD', ...login } as const;

const goRedis: Library = {
  name: 'go-redis',
  use: null,
  types: {
    Options: { Addr: 'URL', ...login },
    UniversalOptions: { Addrs: 'URL', ...sentinel },
    FailoverOptions: sentinel,
    ClusterOptions: { Addrs: 'CLUSTER_NODES', ...login },
  },
  functions: { ParseURL: 0, ParseClusterURL: 0, ParseFailoverURL: 0 },
  options: {},
};
const redigo: Library = {
  name: 'redigo',
  use: null,
  types: {},
  functions: { Dial: 1, DialTimeout: 1, DialContext: 2, DialURL: 0, DialURLContext: 1 },
  options: { DialPassword: 'PASSWORD', DialUsername: 'USERNAME', DialDatabase: 'DB', DialUseTLS: 'TLS' },
};
const rueidis: Library = {
  name: 'rueidis',
  use: null,
  types: { ClientOption: { InitAddress: 'URL', Username: 'USERNAME', Password: 'PASSWORD', SelectDB: 'DB', TLSConfig: 'TLS' } },
  functions: { ParseURL: 0, MustParseURL: 0 },
  options: {},
};
const asynq: Library = {
  name: 'asynq',
  use: 'QUEUE',
  types: { RedisClientOpt: { Addr: 'URL', ...login }, RedisFailoverClientOpt: sentinel, RedisClusterClientOpt: { Addrs: 'CLUSTER_NODES', ...login } },
  functions: { ParseRedisURI: 0 },
  options: {},
};
const fiber: Library = {
  name: 'fiber-storage',
  use: null,
  types: {
    Config: {
      Host: 'HOST',
      Port: 'PORT',
      Username: 'USERNAME',
      Password: 'PASSWORD',
      Database: 'DB',
      URL: 'URL',
      Addrs: 'CLUSTER_NODES',
      MasterName: 'SENTINEL_NAME',
      TLSConfig: 'TLS',
    },
  },
  functions: {},
  options: {},
};
const sessions: Library = { name: 'redistore', use: 'SESSION', types: {}, functions: { NewStore: 2, NewStoreWithDB: 2, NewRediStore: 2 }, options: {} };
const goZero: Library = { name: 'go-zero', use: null, types: { RedisConf: { Host: 'URL', User: 'USERNAME', Pass: 'PASSWORD' } }, functions: {}, options: {} };

const byPath: readonly [RegExp, Library][] = [
  [/^github\.com\/(redis\/go-redis|go-redis\/redis)(\/v\d+)?$|^gopkg\.in\/redis\.v\d+$/, goRedis],
  [/^github\.com\/(gomodule|garyburd)\/redigo\/redis$/, redigo],
  [/^github\.com\/redis\/rueidis$/, rueidis],
  [/^github\.com\/valkey-io\/valkey-go$/, { ...rueidis, name: 'valkey-go' }],
  [/^github\.com\/hibiken\/asynq$/, asynq],
  [/^github\.com\/gofiber\/storage\/(redis|rueidis|valkey)(\/v\d+)?$/, fiber],
  [/^github\.com\/(gin-contrib\/sessions\/redis|boj\/redistore)$/, sessions],
  [/^github\.com\/zeromicro\/go-zero\/core\/stores\/redis$/, goZero],
];

export const libraryOf = (path: string | undefined): Library | null => (path === undefined ? null : (byPath.find(([pattern]) => pattern.test(path))?.[1] ?? null));
