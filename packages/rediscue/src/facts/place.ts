import { z } from 'zod';
import { ConnectFact, ResolveFact, SpeakFact } from './wire.ts';

/** What one container of the application sees of an endpoint, without a login. */
const PlaceLook = z.object({
  /** Name of the application's container. */
  from: z.string(),
  /** Its service of compose. */
  service: z.string().nullable(),
  /** A process of our own in the container's network, which reads its hosts file and its resolv.conf; nothing is run in the container. */
  how: z.enum(['network-namespace']),
  /** Names of its networks, by the engine. */
  networks: z.array(z.string()),
  /** It has an interface that is up beside its loopback. */
  hasInterface: z.boolean(),
  /** Its hosts file gave the address, before any name server was asked. */
  byHostsFile: z.boolean(),
  resolve: ResolveFact,
  /** Null where no address was found. */
  connect: ConnectFact.nullable(),
  /** First answer to PING, inside TLS where the target asks for it; null where no connection came about. */
  speak: SpeakFact.nullable(),
  /** It gets to a server there, as far as that can be told without a login. */
  reaches: z.boolean(),
});
export type PlaceLook = z.infer<typeof PlaceLook>;

/** The endpoint from where the application runs: one look a container that is told of it and runs on this machine. */
export const PlaceFact = z.object({
  looks: z.array(PlaceLook),
  /** Against the look from this machine. Where the two differ, the application's counts: `resolve`, `connect` and `speak` are recorded again as it sees them. */
  difference: z.enum(['none', 'only-this-machine', 'only-the-application', 'not-compared']),
});
export type PlaceFact = z.infer<typeof PlaceFact>;
