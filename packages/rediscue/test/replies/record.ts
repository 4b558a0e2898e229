/**
 * Records what real servers answer to the questions that are asked of them, for the parsers' tests and as seeds of the fuzz target:
 *
 *   node packages/rediscue/test/replies/record.ts BINARY …
 *
 * Writes one file a version beside itself. Paths, addresses and names of the machine are replaced.
 */
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Client, eventually, type Server, startServer, World } from '../../../../testbed/index.ts';
import { parseInfo, parseVersion, type Reply } from '../../src/redis/index.ts';
import { encodeReply } from './encode.ts';

const here = dirname(fileURLToPath(import.meta.url));

async function record(binary: string): Promise<void> {
  await using world = new World();
  const found: Record<string, string> = {};
  const clean = (reply: Reply): Reply => {
    if (Buffer.isBuffer(reply)) return Buffer.from(cleanText(reply.toString('latin1'), world, binary), 'latin1');
    if (typeof reply === 'string') return cleanText(reply, world, binary);
    if (Array.isArray(reply)) return reply.map(clean);
    if (reply instanceof Map) return new Map([...reply].map(([key, value]) => [clean(key), clean(value)]));
    return reply;
  };
  const ask = async (from: string, server: Server, commands: readonly string[], login = server.options.login) => {
    for (const version of [2, 3] as const) {
      const client = await server.client({ ...login });
      if (version === 3) await client.call('HELLO', '3');
      for (const command of commands) {
        const reply = await client.quietly(...command.split(' '));
        found[`${from}: ${command} (RESP${version})`] = encodeReply(clean(reply), version).toString('latin1');
      }
      client.close();
    }
  };

  const login = { password: 'recorded-password' };
  const config = { requirepass: login.password, masterauth: login.password, 'latency-monitor-threshold': '1', 'slowlog-log-slower-than': '0' };
  const primary = await startServer(world, { binary, config, login });
  const client = await primary.client();
  await arrange(client);
  const replica = await startServer(world, { binary, login, config: { ...config, replicaof: `127.0.0.1 ${primary.port}` } });
  await eventually('the replica follows', async () => String(await replica.call('INFO', 'replication')).includes('master_link_status:up'));
  const questions = [
    'INFO all',
    'CONFIG GET *',
    'ACL WHOAMI',
    'ACL GETUSER default',
    'ACL GETUSER app',
    'ACL GETUSER nobody',
    'ACL LIST',
    'ACL LOG 100',
    'CLIENT LIST',
    'SLOWLOG GET 100',
  ];
  await ask('primary', primary, [...questions, 'LATENCY LATEST', 'MEMORY STATS', 'MODULE LIST', 'FUNCTION STATS', 'ROLE']);
  await ask('replica', replica, ['INFO all', 'ROLE']);

  const { nodes } = await startClusterOf(world, binary);
  const [node] = nodes;
  if (node) await ask('cluster', node, ['CLUSTER INFO', 'CLUSTER NODES', 'CLUSTER SHARDS']);

  const lines = { 'sentinel monitor': `mymaster 127.0.0.1 ${primary.port} 2`, 'sentinel auth-pass': `mymaster ${login.password}` };
  const sentinels = [await startServer(world, { binary, sentinel: true, config: lines }), await startServer(world, { binary, sentinel: true, config: lines })];
  const [sentinel] = sentinels;
  if (sentinel) {
    await eventually('the Sentinels know each other', async () => String(await sentinel.call('INFO', 'sentinel')).includes('slaves=1,sentinels=2'));
    await eventually('the Sentinels are connected', async () => !JSON.stringify(namesOf(await sentinel.call('SENTINEL', 'SENTINELS', 'mymaster'))).includes('disconnected'));
    const of = [
      'MASTERS',
      'REPLICAS mymaster',
      'SENTINELS mymaster',
      'CKQUORUM mymaster',
      'GET-MASTER-ADDR-BY-NAME mymaster',
      'GET-MASTER-ADDR-BY-NAME other',
      'CONFIG GET *-hostnames',
      'MYID',
    ];
    await ask('sentinel', sentinel, ['INFO all', 'ROLE', ...of.map((rest) => `SENTINEL ${rest}`)]);
  }
  const version = parseVersion(parseInfo(await client.call('INFO')) ?? new Map());
  client.close();
  const name = `${version?.flavour ?? 'unknown'}-${version?.version ?? '0'}`;
  writeFileSync(join(here, `${name}.json`), `${JSON.stringify(found, null, 2)}\n`);
  process.stdout.write(`${name}: ${Object.keys(found).length} replies\n`);
}

/** Something to tell: users, refusals, slow commands, an event of the latency monitor, keys, a function. */
async function arrange(client: Client): Promise<void> {
  await client.call('ACL', 'SETUSER', 'app', 'on', '>app-password', '~app:*', '+@read', '-@dangerous');
  await client.call('SET', 'app:1', 'x', 'EX', '600');
  await client.call('RPUSH', 'queue:default', 'job');
  await client.quietly('DEBUG', 'SLEEP', '0.02');
  await client.call('EVAL', "local n = 0 for i = 1, 3000000 do n = n + i end return redis.call('GET', KEYS[1])", '1', 'app:1');
  await client.call('MSET', ...Array.from({ length: 80 }, (_, index) => `app:${index}`));
  await client.quietly('FUNCTION', 'LOAD', "#!lua name=recorded\nredis.register_function('f', function() return 1 end)");
  await client.call('CLIENT', 'SETNAME', 'recorder');
  await client.quietly('AUTH', 'app', 'wrong-password');
  await client.call('AUTH', 'app', 'app-password');
  await client.quietly('SET', 'app:1', 'y');
  await client.quietly('GET', 'other:1');
  await client.call('AUTH', 'default', 'recorded-password');
}

async function startClusterOf(world: World, binary: string) {
  const node = await startServer(world, { binary, config: { 'cluster-enabled': 'yes', 'cluster-config-file': 'nodes.conf' } });
  await node.call('CLUSTER', 'ADDSLOTS', ...Array.from({ length: 16384 }, (_, slot) => String(slot)));
  const other = await startServer(world, { binary, config: { 'cluster-enabled': 'yes', 'cluster-config-file': 'nodes.conf' } });
  await other.call('CLUSTER', 'MEET', '127.0.0.1', String(node.port));
  await eventually('the nodes know each other', async () => String(await node.call('CLUSTER', 'INFO')).includes('cluster_known_nodes:2'));
  const id = String(await node.call('CLUSTER', 'MYID'));
  const client = await other.client();
  await eventually('the replica follows', async () => String(await client.quietly('CLUSTER', 'REPLICATE', id)) === 'OK');
  client.close();
  await eventually('the cluster is well', async () => String(await node.call('CLUSTER', 'INFO')).includes('cluster_state:ok'));
  await eventually('the replica is known', async () => String(await node.call('CLUSTER', 'NODES')).includes('slave'));
  return { nodes: [node, other] };
}

/** What only this machine knows is replaced by what any machine could say. */
const cleanText = (text: string, world: World, binary: string): string =>
  text
    .replaceAll(world.folder, '/srv/redis')
    .replaceAll(dirname(binary), '/usr/bin')
    .replace(/^os:.*$/m, 'os:Linux 6.1.0 x86_64');

const namesOf = (reply: Reply): string => (Array.isArray(reply) ? reply.map(namesOf).join(' ') : String(reply));

for (const binary of process.argv.slice(2)) await record(binary);
