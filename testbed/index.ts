export { type Capability, can, capabilities } from './capabilities.ts';
export { Authority, tlsOnly } from './certificates.ts';
export { Client } from './client.ts';
export { eventually } from './eventually.ts';
export { type Namespace, namespace, smallDisk } from './network.ts';
export { freePort } from './ports.ts';
export { Server, type ServerOptions, serverBinary, startServer } from './server.ts';
export { linkUp, type SentinelGroup, startCluster, startReplicated, startSentinels } from './topology.ts';
export { World } from './world.ts';
