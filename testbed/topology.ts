import type { Client } from './client.ts';
import { eventually } from './eventually.ts';
import { freePort } from './ports.ts';
import { Server, type ServerOptions, startServer } from './server.ts';
import type { World } from './world.ts';

type ReplicaOptions = ServerOptions | ((primary: Server) => ServerOptions);

/** A primary and its replicas, the links up. */
export async function startReplicated(
  world: World,
  { replicas = 1, primary = {}, replica = {} }: { replicas?: number; primary?: ServerOptions; replica?: ReplicaOptions } = {},
): Promise<{ primary: Server; replicas: Server[] }> {
  const main = await startServer(world, primary);
  const others: Server[] = [];
  for (let index = 0; index < replicas; index += 1) {
    const options = typeof replica === 'function' ? replica(main) : replica;
    others.push(await startServer(world, { ...options, config: { replicaof: `${hostOf(main)} ${main.port}`, ...options.config } }));
  }
  for (const other of others) await linkUp(other);
  return { primary: main, replicas: others };
}

const hostOf = ({ options }: Server): string => options.host ?? '127.0.0.1';

export async function linkUp(replica: Server): Promise<void> {
  const client = await replica.client();
  try {
    await eventually(`the replica on port ${replica.port} follows`, async () => (await client.info('master_link_status')) === 'up');
  } finally {
    client.close();
  }
}

export interface SentinelGroup {
  primary: Server;
  replicas: Server[];
  sentinels: Server[];
  /** `sentinel://…/mymaster`, with a password where one is given. */
  target(primaryName?: string, password?: string): string;
}

/** Primary, replicas and Sentinels that all know each other. `lines` are further lines of each sentinel.conf, `sentinel` how each is run. */
export async function startSentinels(
  world: World,
  {
    sentinels = 3,
    replicas = 1,
    quorum = 2,
    primary = {},
    replica = {},
    sentinel = {},
    lines = {},
    settled = true,
  }: {
    sentinels?: number;
    replicas?: number;
    quorum?: number;
    primary?: ServerOptions;
    replica?: ReplicaOptions;
    sentinel?: ServerOptions;
    lines?: ServerOptions['config'];
    settled?: boolean;
  } = {},
): Promise<SentinelGroup> {
  const group = await startReplicated(world, { replicas, primary, replica });
  const watchers: Server[] = [];
  for (let index = 0; index < sentinels; index += 1)
    watchers.push(
      await startServer(world, {
        ...sentinel,
        sentinel: true,
        config: {
          ...sentinel.config,
          'sentinel monitor': `mymaster ${hostOf(group.primary)} ${group.primary.port} ${quorum}`,
          'sentinel down-after-milliseconds': 'mymaster 1000',
          'sentinel failover-timeout': 'mymaster 10000',
          ...lines,
        },
      }),
    );
  if (settled)
    for (const watcher of watchers) {
      const client = await watcher.client();
      await eventually(
        'the Sentinels know each other and the replicas',
        async () => (await client.info('master0'))?.includes(`slaves=${replicas},sentinels=${sentinels}`) && (await client.info('master0'))?.includes('status=ok'),
      );
      client.close();
    }
  return {
    ...group,
    sentinels: watchers,
    target: (primaryName = 'mymaster', password) =>
      `sentinel://${password ? `:${password}@` : ''}${watchers.map((each) => `${hostOf(each)}:${each.port}`).join(',')}/${primaryName}`,
  };
}

/** A cluster of `primaries` with `replicas` each, all slots served. */
export async function startCluster(
  world: World,
  { primaries = 3, replicas = 0, ...options }: { primaries?: number; replicas?: number } & ServerOptions = {},
): Promise<{ nodes: Server[]; target: string }> {
  const nodes: Server[] = [];
  for (let index = 0; index < primaries * (1 + replicas); index += 1) {
    const port = await freePort();
    nodes.push(
      await new Server(world, port, {
        ...options,
        port,
        config: { 'cluster-enabled': 'yes', 'cluster-config-file': 'nodes.conf', 'cluster-node-timeout': '2000', ...options.config },
      }).start(),
    );
  }
  const clients = await Promise.all(nodes.map((node) => node.client()));
  const [first] = clients as [Client];
  for (const node of nodes.slice(1)) await first.call('CLUSTER', 'MEET', '127.0.0.1', String(node.port));
  const share = Math.ceil(16_384 / primaries);
  for (let index = 0; index < primaries; index += 1)
    await clients[index]?.call('CLUSTER', 'ADDSLOTSRANGE', String(index * share), String(Math.min(16_383, (index + 1) * share - 1)));
  const sees = (client: Client, count: number) =>
    eventually('the nodes know each other', async () => Number(/cluster_known_nodes:(\d+)/.exec(String(await client.call('CLUSTER', 'INFO')))?.[1]) === count);
  for (const client of clients) await sees(client, nodes.length);
  for (let index = primaries; index < nodes.length; index += 1) {
    const id = String(await clients[index % primaries]?.call('CLUSTER', 'MYID'));
    await eventually('the replica follows', async () => String(await clients[index]?.quietly('CLUSTER', 'REPLICATE', id)) === 'OK');
  }
  for (const client of clients) await eventually('the cluster is well', async () => String(await client.call('CLUSTER', 'INFO')).includes('cluster_state:ok'));
  for (const node of nodes.slice(primaries)) await linkUp(node);
  // News of roles spread by gossip: a replica that ends before counts as a primary for ever.
  for (const client of clients)
    await eventually('every node knows the replicas', async () => String(await client.call('CLUSTER', 'NODES')).split(/[ ,]slave /).length - 1 === primaries * replicas);
  for (const client of clients) client.close();
  return { nodes, target: `cluster://${nodes.map((node) => `127.0.0.1:${node.port}`).join(',')}` };
}
