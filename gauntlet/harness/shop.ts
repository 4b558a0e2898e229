import { type Engine, projectFolder, startEngine, type World } from '../../testbed/index.ts';
import { composeFile } from './compose-file.ts';

interface Shop {
  engine: Engine;
  /** What the application is told, with the password. */
  url(host?: string): string;
  /** Starts a service that is told of the cache, by `podman run` with these options. */
  application(service: string, options: readonly string[], told?: string): Promise<string>;
  /** The same in the network of the cache, with a script of the shell for a program. */
  program(service: string, script: string): Promise<string>;
  /** Writes the project's compose file: what is special of its application and its cache. */
  project(app?: Parameters<typeof composeFile>[1]['app'], more?: Omit<Parameters<typeof composeFile>[1], 'app'>): string;
}

/** A compose project that runs in an engine: its cache stands, as the service `cache`, in the network `shop`, and is published on loopback. */
export async function shop(world: World, options: Record<string, string | null> = {}): Promise<Shop> {
  const engine = await startEngine(world);
  await engine.podman('network', 'create', '--subnet=10.93.7.0/24', 'shop');
  await engine.serve('shop-cache-1', { options: { network: 'shop', 'network-alias': 'cache', label: 'com.docker.compose.service=cache', ...options } });
  const url = (host = 'cache') => `redis://:${engine.password}@${host}:6379/0`;
  return {
    engine,
    url,
    application: (service, run, told = url()) => engine.application(`shop-${service}-1`, [...run, `--label=com.docker.compose.service=${service}`, `--env=REDIS_URL=${told}`]),
    program: async (service, script) => {
      await engine.podman('tag', engine.image, 'shop:1');
      const options = ['--network=shop', `--label=com.docker.compose.service=${service}`, `--env=REDIS_URL=${url()}`, '--entrypoint=sh'];
      return engine.run(`shop-${service}-1`, options, ['-c', script], 'shop:1');
    },
    project: (app = {}, more = {}) =>
      projectFolder(world, { 'docker-compose.yml': composeFile({ port: 6379, password: engine.password }, { app: { environment: { REDIS_URL: url() }, ...app }, ...more }) }),
  };
}
