import type { RivalsFact, TargetFact } from '../../facts/index.ts';

/** A target with its secrets: lives in memory only. `fact` is what may be shown and saved. */
export interface Target {
  fact: TargetFact;
  /** For the data servers. */
  credentials: Credentials;
  /** For the Sentinels themselves, where they differ. */
  sentinelCredentials: Credentials | null;
  /** A credential that may look further (`REDIS_ADMIN_URL`). */
  admin: Credentials | null;
  tls: TlsFiles | null;
  /** Declarations of the same use that this one beats. */
  rivals: readonly Rival[];
}

/** A declaration that loses, and why. `target.fact.shadowOf` names the winner. */
export interface Rival extends Omit<RivalsFact['overridden'][number], 'name'> {
  target: Target;
}

export interface Credentials {
  username: string | null;
  password: string | null;
}

/** Paths, as given; `serverName` null means: the host of the endpoint. */
export interface TlsFiles {
  authorityFile: string | null;
  /** Trusted beside the usual authorities (`NODE_EXTRA_CA_CERTS`), while `authorityFile` replaces them. */
  extraAuthorityFile: string | null;
  certificateFile: string | null;
  keyFile: string | null;
  serverName: string | null;
  /** The app switches verification off (`ssl_cert_reqs=none`, `rejectUnauthorized=false`). */
  insecure: boolean;
  /** The app checks the chain but not the name (`ssl_check_hostname=false`). */
  anyName: boolean;
}

/** One address of a server: what the subject of a fact is. */
export interface Endpoint {
  /** `host:port` (IPv6 hosts in brackets) or the path of a socket. */
  subject: string;
  host: string;
  port: number;
  path: string | null;
  /**
   * Where it is looked at from here, when its name and port only mean something in the application's own network: the container's
   * address, or the port of this machine at which it is published.
   */
  via?: { address: string; port: number; by: 'container-address' | 'published-port' | 'port-forward' };
}

/** The port at which an endpoint is reached from here. */
export const reachedPort = ({ port, via }: Endpoint): number => via?.port ?? port;
