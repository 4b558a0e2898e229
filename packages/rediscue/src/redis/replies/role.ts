import { type Reply, text } from '../resp.ts';
import { clipped, list, number, portOf } from './shape.ts';

const links = ['connect', 'connecting', 'sync', 'connected', 'handshake'] as const;

export type Role =
  | { role: 'primary'; offset: number; replicas: { host: string; port: number; offset: number }[] }
  | { role: 'replica'; primaryHost: string; primaryPort: number; link: (typeof links)[number] | 'unknown'; offset: number }
  | { role: 'sentinel'; primaries: string[] };

/** ROLE. Undefined when the reply is none of its three forms. */
export function parseRole(reply: Reply): Role | undefined {
  const parts = list(reply);
  switch (text(parts?.[0])) {
    case 'master':
    case 'primary': {
      const [offset, replicas] = [number(parts?.[1]), list(parts?.[2])];
      return offset === undefined || replicas === undefined ? undefined : { role: 'primary', offset, replicas: replicas.slice(0, 1000).flatMap(parseReplica) };
    }
    case 'slave':
    case 'replica': {
      const [primaryHost, primaryPort, state, offset] = [clipped(parts?.[1], 256), portOf(parts?.[2]), text(parts?.[3]), number(parts?.[4])];
      if (primaryHost === undefined || primaryPort === undefined || offset === undefined) return undefined;
      return { role: 'replica', primaryHost, primaryPort, link: links.find((known) => known === state) ?? 'unknown', offset };
    }
    case 'sentinel':
      return { role: 'sentinel', primaries: (list(parts?.[1]) ?? []).slice(0, 1000).flatMap((name) => clipped(name, 256) ?? []) };
    default:
      return undefined;
  }
}

function parseReplica(reply: Reply): { host: string; port: number; offset: number }[] {
  const parts = list(reply);
  const [host, port, offset] = [clipped(parts?.[0], 256), portOf(parts?.[1]), number(parts?.[2])];
  return host === undefined || port === undefined || offset === undefined ? [] : [{ host, port, offset }];
}
