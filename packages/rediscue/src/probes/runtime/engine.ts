import type { Inspected } from './inspect.ts';
import type { EngineAddress } from './sockets.ts';

/** An engine that answered, and the containers that it lists. */
export interface Engine {
  address: EngineAddress;
  /** `docker` or `podman`. */
  runtime: string;
  listed: readonly Listed[];
  inspect(id: string, signal: AbortSignal): Promise<Inspected | null>;
}

export interface Listed {
  id: string;
  names: string[];
  image: string;
  command: string;
  state: string;
  /** Host ports and addresses that the list itself names; a stopped container has none here. */
  hostPorts: number[];
  addresses: string[];
}

export interface Engines {
  engines: Engine[];
  /** Why engines that are there could not be asked. */
  failed: { address: string; why: string }[];
}
