import type { Target } from '../../declared/target/types.ts';
import type { Answer, Asked, AskedProbe } from '../../facts/index.ts';
import { isAtLeast, numberOf, parseVersion } from '../../redis/index.ts';
import type { ProbeContext } from '../context.ts';

/** What is known of a server while it is asked. Missing is unknown. */
export class ServerView {
  readonly target: Target;
  readonly context: ProbeContext;
  /** INFO's fields; null when the server would not give them. */
  readonly info: ReadonlyMap<string, string> | null;
  /** ACL WHOAMI of the application's account. */
  readonly whoami: Asked<string>;
  /** The application's user, as the server names it or, where it would not say, as declared. */
  readonly user: string;
  readonly version: string | null;
  readonly isValkey: boolean;
  /** Our own ends, to leave ourselves out of what is told of clients. */
  readonly ownAddresses: ReadonlySet<string>;
  readonly #subject: string;
  readonly #localAtInfo: number;

  constructor(subject: string, target: Target, context: ProbeContext, info: ReadonlyMap<string, string> | null, whoami: Asked<string>, ownAddresses: ReadonlySet<string>) {
    this.#subject = subject;
    this.target = target;
    this.context = context;
    this.info = info;
    this.whoami = whoami;
    this.user = whoami.state === 'ok' ? whoami.value : (target.credentials.username ?? 'default');
    const parsed = info === null ? undefined : parseVersion(info);
    this.version = parsed?.version ?? null;
    this.isValkey = parsed?.flavour === 'valkey';
    this.ownAddresses = ownAddresses;
    this.#localAtInfo = context.clock.now();
  }

  /** A fact that was recorded of this server, when the server answered. */
  known<K extends AskedProbe>(probe: K): Answer<K> | undefined {
    const fact = this.context.get(probe, this.#subject, this.target.fact.name) as Asked<Answer<K>> | undefined;
    return fact?.state === 'ok' ? fact.value : undefined;
  }

  /** A live setting, once they were asked. */
  setting(name: string): string | undefined {
    return this.known('config')?.values[name];
  }

  /** Patterns of keys that the application's user may touch, separated by spaces; undefined when unknown. */
  get keyPatterns(): string | undefined {
    const acl = this.context.get('acl', this.#subject, this.target.fact.name);
    return acl?.self.state === 'ok' ? acl.self.value.keys : undefined;
  }

  /** An INFO figure; undefined when unknown. */
  number(field: string): number | undefined {
    return numberOf(this.info?.get(field));
  }

  /** Whether the server has what came with a version of Redis; undefined when its version is unknown. */
  isAtLeast(redisVersion: string): boolean | undefined {
    if (this.version === null) return undefined;
    // The first Valkey, 7.2.5, has all of Redis 7.2.
    return this.isValkey ? isAtLeast('7.2.4', redisVersion) : isAtLeast(this.version, redisVersion);
  }

  get isCluster(): boolean {
    return this.info?.get('cluster_enabled') === '1' || (this.info === null && this.target.fact.kind === 'cluster');
  }

  /** The server's clock in seconds since 1970, where INFO shows it (6.2 and newer); ours otherwise. */
  nowSeconds(): number {
    const server = this.number('server_time_usec');
    const local = this.context.clock.now();
    return server === undefined ? local / 1000 : server / 1e6 + (local - this.#localAtInfo) / 1000;
  }

  /** Age of an instant of the server's clock: whole seconds, never negative. */
  ageOf(atSeconds: number): number {
    return Math.max(0, Math.round(this.nowSeconds() - atSeconds));
  }
}
