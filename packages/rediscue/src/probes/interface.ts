import type { Endpoint, Target } from '../declared/target/types.ts';
import type { Connection } from '../redis/index.ts';
import type { ProbeContext } from './context.ts';

/** What the wire stages leave for the next ones. */
export interface Reached {
  /** Logged in and selected: ready for commands. Null when some stage failed. */
  connection: Connection | null;
  /** A second connection by the admin credential, when one was given and works. */
  adminConnection: Connection | null;
  /** What answered: a data server, a Sentinel, or nothing that can be asked. */
  speaks: 'data' | 'sentinel' | 'nothing';
  /** The peer's IP address, once connected or tried. */
  remoteAddress: string | null;
  /** The connection's own address: equal to the remote one means this machine. */
  localAddress: string | null;
}

/** resolve → connect → TLS → speak → authenticate → select → role → write → ping. Records one fact a stage. */
export type WireProbe = (endpoint: Endpoint, target: Target, context: ProbeContext) => Promise<Reached>;

/** Everything that the server tells about itself, as far as the account's rights go. */
export type ServerProbe = (endpoint: Endpoint, target: Target, reached: Reached, context: ProbeContext) => Promise<void>;

/** Everything that this machine knows of an endpoint that is (or should be) served here. */
export type HostProbe = (endpoint: Endpoint, target: Target, reached: Reached, context: ProbeContext) => Promise<void>;

/** Endpoints that the recorded facts of one endpoint announce and that should be looked at too. */
export interface Announced {
  endpoint: Endpoint;
  as: 'entry' | 'primary' | 'replica' | 'sentinel' | 'node';
  from: 'name' | 'replication' | 'sentinel' | 'cluster';
}
export type Announcements = (endpoint: Endpoint, target: Target, context: ProbeContext) => Announced[];
