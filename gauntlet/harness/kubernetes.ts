import { KubernetesServer, projectFolder, type Server, startServer, type World } from '../../testbed/index.ts';

/** A shop in a cluster: the Deployment `api`, which is told of the Service `redis` with the password of the Secret `redis-login`. */
interface Shop {
  kube: KubernetesServer;
  server: Server;
  password: string;
  apiPod: string;
  redisPod: string;
  /** What a diagnosis of it is called with. */
  call: { project: string; env: Record<string, string>; options: string[] };
}

const passwordRef = { name: 'REDIS_PASSWORD', valueFrom: { secretKeyRef: { name: 'redis-login', key: 'password' } } };

export const apiContainer = {
  image: 'registry.example.org/shop/api:1.4',
  env: [{ name: 'REDIS_HOST', value: 'redis' }, { name: 'REDIS_PORT', value: '6379' }, passwordRef],
  ports: [{ containerPort: 8080 }],
};

const check = { exec: { command: ['sh', '-c', 'redis-cli -a "$REDIS_PASSWORD" ping | grep -q PONG'] } };

export const redisContainer = {
  image: 'redis:7.2.5',
  args: ['--requirepass', '$(REDIS_PASSWORD)', '--maxmemory', '128mb'],
  env: [passwordRef],
  ports: [{ name: 'redis', containerPort: 6379 }],
  resources: { limits: { memory: '256Mi' } },
  readinessProbe: check,
  livenessProbe: check,
};

/** All is well in it; `files` stand in the project beside it. */
export async function shop(world: World, files: (password: string) => Record<string, string> = () => ({})): Promise<Shop> {
  const password = world.secret();
  // The limit is as the pod's of 256 MiB wants it.
  // The second address stands for the pod's: where there is none the server goes on without it.
  const bind = '127.0.0.1 -10.244.0.1';
  const server = await startServer(world, { config: { bind, requirepass: password, maxmemory: '128mb', 'maxmemory-policy': 'allkeys-lru', save: '' }, login: { password } });
  const kube = await KubernetesServer.start(world);
  kube.secret('redis-login', { password });
  kube.service('redis', { app: 'redis' });
  const redisPod = kube.deployment('redis', redisContainer);
  const apiPod = kube.deployment('api', apiContainer);
  kube.forward(redisPod, 6379, server.port);
  kube.log(apiPod, 'listening on 8080\n');
  return {
    kube,
    server,
    password,
    apiPod,
    redisPod,
    call: { project: projectFolder(world, files(password)), env: { KUBECONFIG: kube.kubeconfig }, options: ['--context', kube.context] },
  };
}

/** The state of a container that waits to be started again. */
export function crashed(name: string, exitCode: number, reason: string, restartCount: number) {
  const finishedAt = new Date(Date.now() - 20_000).toISOString().replace(/\.\d+/, '');
  return {
    phase: 'Running',
    conditions: [
      { type: 'PodScheduled', status: 'True' },
      { type: 'Ready', status: 'False' },
    ],
    containerStatuses: [
      {
        name,
        ready: false,
        restartCount,
        state: { waiting: { reason: 'CrashLoopBackOff', message: 'back-off 2m40s restarting failed container' } },
        lastState: { terminated: { exitCode, reason, startedAt: finishedAt, finishedAt } },
      },
    ],
  };
}
