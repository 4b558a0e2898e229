import { createServer } from 'node:net';
import { Authority, eventually, freePort, namespace, startReplicated, startServer, tlsOnly, type World } from '../testbed/index.ts';

export interface Fault {
  name: string;
  arrange(world: World): Promise<{ url: string; through?: string[] }>;
}

const at = (port: number, secret = '') => `redis://${secret ? `:${secret}@` : ''}127.0.0.1:${port}/0`;

async function tlsServer(world: World): Promise<number> {
  const authority = new Authority(world);
  const port = await freePort();
  await startServer(world, { port, config: tlsOnly(port, authority, authority.issue('server')), login: { tls: { ca: authority.certificate } } });
  return port;
}

export const faults: Fault[] = [
  { name: 'refused', arrange: async () => ({ url: at(await freePort()) }) },
  { name: 'name not found', arrange: async () => ({ url: 'redis://redis.invalid:6379/0' }) },
  {
    name: 'filtered',
    arrange: async (world) => {
      const other = namespace(world);
      other.run('iptables', '-A', 'INPUT', '-p', 'tcp', '--dport', '6379', '-j', 'DROP');
      return { url: `redis://${other.inside}:6379/0` };
    },
  },
  {
    name: 'hung (SIGSTOP)',
    arrange: async (world) => {
      const server = await startServer(world);
      server.freeze();
      return { url: at(server.port) };
    },
  },
  { name: 'TLS on a plain port', arrange: async (world) => ({ url: `rediss://127.0.0.1:${(await startServer(world)).port}/0` }) },
  { name: 'plain on a TLS port', arrange: async (world) => ({ url: at(await tlsServer(world)) }) },
  { name: 'self-signed authority', arrange: async (world) => ({ url: `rediss://127.0.0.1:${await tlsServer(world)}/0` }) },
  {
    name: 'password wrong',
    arrange: async (world) => {
      const password = world.secret();
      return { url: at((await startServer(world, { config: { requirepass: password }, login: { password } })).port, 'not-this-one') };
    },
  },
  {
    name: 'password missing',
    arrange: async (world) => {
      const password = world.secret();
      return { url: at((await startServer(world, { config: { requirepass: password }, login: { password } })).port) };
    },
  },
  {
    name: 'loading',
    arrange: async (world) => {
      const server = await startServer(world);
      await server.call('DEBUG', 'POPULATE', '20000', 'key', '100');
      await server.call('SAVE');
      await server.stop();
      const again = await startServer(world, {
        port: server.port,
        ready: false,
        config: { dir: `${server.folder}/data`, 'key-load-delay': '20000', 'loading-process-events-interval-bytes': '1024' },
      });
      await eventually('it loads', () => again.client().then((client) => client.close() ?? true));
      return { url: at(server.port) };
    },
  },
  {
    name: 'out of memory',
    arrange: async (world) => {
      const server = await startServer(world, { config: { maxmemory: '3mb' } });
      const client = await server.client();
      for (let i = 0; (await client.refusal('SET', `cart:${i}`, 'x'.repeat(5_000))) === null; i += 1);
      client.close();
      return { url: at(server.port) };
    },
  },
  {
    name: 'read-only replica',
    arrange: async (world) => ({ url: at((await startReplicated(world)).replicas[0]?.port ?? 0) }),
  },
  {
    name: 'too many clients',
    arrange: async (world) => {
      const server = await startServer(world, { config: { maxclients: '3' } });
      for (let i = 0; i < 3; i += 1) await (await server.client()).call('PING');
      return { url: at(server.port) };
    },
  },
  {
    name: 'ACL denies writes',
    arrange: async (world) => {
      const password = world.secret();
      const server = await startServer(world);
      await server.call('ACL', 'SETUSER', 'app', 'on', `>${password}`, '~*', '+@read', '+ping', '+info', '+hello', '+client');
      return { url: `redis://app:${password}@127.0.0.1:${server.port}/0` };
    },
  },
  {
    name: 'HTTP on the port',
    arrange: async (world) => {
      const port = await freePort();
      const server = createServer((socket) => {
        socket.on('error', () => undefined);
        socket.on('data', () => socket.end('HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n'));
      }).listen(port, '127.0.0.1');
      world.defer(() => server.close());
      return { url: at(port) };
    },
  },
];
