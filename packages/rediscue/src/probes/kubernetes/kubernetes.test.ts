import { execFile } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Authority, KubernetesServer, listen, listenHttp, startServer, World } from '../../../../../testbed/index.ts';
import { Connection, text } from '../../redis/index.ts';
import { Api } from './api.ts';
import { Cluster } from './cluster.ts';
import { ClusterFault } from './fault.ts';
import { clusterNames } from './names.ts';
import { denialsOf } from './policies.ts';
import { Forward, portState } from './port-forward.ts';

const run = promisify(execFile);
let world: World;
let kube: KubernetesServer;
const over = new AbortController();

beforeAll(async () => {
  world = new World('rediscue-kubernetes-');
  kube = await KubernetesServer.start(world);
});
afterAll(async () => {
  over.abort();
  await world.end();
});
beforeEach(() => {
  kube.forbidden.clear();
  kube.intercept = null;
  kube.maxPage = 500;
});

const environment = (file = kube.kubeconfig, more: Record<string, string> = {}) => ({ PATH: process.env.PATH, HOME: world.folder, KUBECONFIG: file, ...more });
const open = (file?: string, context = kube.context) => Api.open(context, environment(file), over.signal);
const pods = '/api/v1/namespaces/shop/pods';
const read = (file?: string, more?: Record<string, string>, context = kube.context) =>
  Cluster.read({ context, namespace: null, environment: environment(file, more) }, 20_000, over.signal);

/** The fault of something that must fail. */
async function faultOf(asked: Promise<unknown>): Promise<ClusterFault> {
  const thrown = await asked.then(
    () => null,
    (error: unknown) => error,
  );
  if (!(thrown instanceof ClusterFault)) throw new Error(`no fault, but ${String(thrown)}`);
  return thrown;
}

describe('a context', () => {
  test('is found in the first of several files that has it, each part for itself', async () => {
    const first = join(world.folder, 'first');
    writeFileSync(first, JSON.stringify({ users: [{ name: 'viewer', user: { token: 'wrong' } }], contexts: null }));
    // The user of the first file wins: its token is wrong.
    expect(await faultOf(open(`${first}:${kube.kubeconfig}`).then((api) => api.get(pods)))).toMatchObject({ kind: 'unauthorized' });
    const api = await open(`${join(world.folder, 'gone')}::${kube.kubeconfig}:${first}`);
    expect(await api.get(pods)).toMatchObject({ kind: 'PodList' });
    api.close();
  });

  test('that there is not is told with those that there are', async () => {
    expect((await faultOf(open(undefined, 'shop-clustr'))).message).toBe('the kubeconfig has no context shop-clustr; did you mean shop-cluster?');
    expect((await faultOf(open(undefined, 'x'))).message).toContain('shop-cluster');
    expect((await faultOf(open(join(world.folder, 'nothing')))).message).toContain('there is no kubeconfig');
    expect((await faultOf(open(undefined, 'in-cluster'))).message).toContain('this is no pod');
  });

  test.each([
    ['a proxy', {}, { 'proxy-url': 'http://proxy:3128' }, 'proxy'],
    ['an old auth-provider', { 'auth-provider': { name: 'gcp' } }, {}, 'exec plugin'],
    ['no server', {}, { server: '' }, 'no usable server address'],
    ['a key that is not there', { 'client-certificate': 'gone.crt', 'client-key': 'gone.key' }, {}, 'client-certificate'],
    ['a plugin that asks', { exec: { apiVersion: 'client.authentication.k8s.io/v1', command: 'x', interactiveMode: 'Always' } }, {}, 'log in with it first'],
    ['an old plugin', { exec: { apiVersion: 'client.authentication.k8s.io/v1alpha1', command: 'x' } }, {}, 'v1alpha1'],
  ])('with %s is refused clearly', async (_, user, cluster, said) => {
    const fault = await faultOf(open(kube.writeKubeconfig(user, cluster)));
    expect(fault).toMatchObject({ kind: 'kubeconfig', message: expect.stringContaining(said) });
  });

  test.each(['{', '[]', 'a: [b', '\u0000', `a: ${'['.repeat(9000)}`])('in a torn file is refused without a word of it: %#', async (content) => {
    const file = join(world.folder, 'torn');
    writeFileSync(file, content);
    expect(['kubeconfig']).toContain((await faultOf(open(file))).kind);
  });

  test('logs in by a certificate, by files beside the kubeconfig, and by the file of a token', async () => {
    const own = kube.authority.issue('viewer');
    writeFileSync(join(world.folder, 'ca.pem'), readFileSync(kube.authority.certificate));
    writeFileSync(join(world.folder, 'token'), `${kube.token}\n`);
    for (const [user, cluster] of [
      [{ 'client-certificate-data': readFileSync(own.certificate).toString('base64'), 'client-key-data': readFileSync(own.key).toString('base64') }, {}],
      [
        { 'client-certificate': own.certificate, 'client-key': own.key },
        { 'certificate-authority-data': '', 'certificate-authority': 'ca.pem' },
      ],
      [{ tokenFile: 'token' }, { 'tls-server-name': 'localhost' }],
      [{ token: kube.token }, { 'certificate-authority-data': '', 'insecure-skip-tls-verify': true }],
    ] as const) {
      const api = await open(kube.writeKubeconfig(user, cluster));
      expect(await api.get(pods)).toMatchObject({ kind: 'PodList' });
      api.close();
    }
  });

  test('logs in by an exec plugin, which is told what it needs and is cut off when it hangs', async () => {
    const plugin = (name: string, script: string, more: Record<string, unknown> = {}) => {
      writeFileSync(join(world.folder, name), `#!/bin/sh\n${script}\n`);
      chmodSync(join(world.folder, name), 0o755);
      return kube.writeKubeconfig({
        exec: { apiVersion: 'client.authentication.k8s.io/v1', command: `./${name}`, args: ['get'], env: [{ name: 'FROM', value: 'config' }], ...more },
      });
    };
    const credential = (token: string) => `'{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"${token}"}}'`;
    const checks = '[ "$1" = get ] && [ "$FROM" = config ] && case "$KUBERNETES_EXEC_INFO" in *\'"interactive":false\'*) ;; *) exit 9;; esac';
    const api = await open(plugin('good', `${checks} && echo ${credential(kube.token)}`));
    expect(await api.get(pods)).toMatchObject({ kind: 'PodList' });
    api.close();
    const planted = world.secret();
    for (const [script, said] of [
      [`echo ${planted} >&2; exit 3`, 'ended with 3'],
      [`echo ${planted}`, 'gave no login'],
      ['exec sleep 600', 'did not answer in time'],
    ] as const) {
      const fault = await faultOf(Cluster.read({ context: kube.context, namespace: null, environment: environment(plugin('bad', script)) }, 2500, over.signal));
      expect(fault).toMatchObject({ kind: 'credentials', message: expect.stringContaining(said) });
      expect(fault.message).not.toContain(planted);
    }
    const gone = kube.writeKubeconfig({ exec: { apiVersion: 'client.authentication.k8s.io/v1beta1', command: 'no-such-plugin', installHint: 'Get it\nsomewhere.' } });
    expect((await faultOf(open(gone))).message).toContain('is not installed: Get it somewhere.');
  });

  test('sends no token over a connection that is not encrypted', async () => {
    const seen: string[] = [];
    const plain = await listenHttp(world, (path) => {
      seen.push(path);
      return { status: 401, body: '' };
    });
    const heard: string[] = [];
    const raw = await listen(world, (socket) => socket.on('data', (bytes) => heard.push(bytes.toString())));
    expect(await faultOf(open(kube.writeKubeconfig({ token: kube.token }, { server: `http://127.0.0.1:${plain.port}` })).then((api) => api.get(pods)))).toMatchObject({
      kind: 'unauthorized',
    });
    expect(seen).toEqual([pods]);
    await faultOf(open(kube.writeKubeconfig({ token: kube.token }, { server: `http://127.0.0.1:${raw.port}` })).then((api) => api.get(pods)));
    expect(heard.join('')).toContain('GET ');
    expect(heard.join('')).not.toContain(kube.token);
  });
});

describe('an API server', () => {
  test.each([
    ['that is not there', async () => ({ server: `https://127.0.0.1:${await unused()}` }), 'unreachable'],
    ['whose name does not resolve', async () => ({ server: 'https://kube.invalid' }), 'unreachable'],
    ['of another authority', async () => ({ 'certificate-authority-data': readFileSync(new Authority(world, 'other').certificate).toString('base64') }), 'tls'],
    ['of another name', async () => ({ 'tls-server-name': 'elsewhere.example' }), 'tls'],
    ['that speaks no TLS', async () => ({ server: `https://127.0.0.1:${(await listenHttp(world)).port}` }), 'tls'],
    ['that is silent', async () => ({ server: `https://127.0.0.1:${(await listen(world, () => undefined)).port}` }), 'timed-out'],
  ])('%s is told as such', async (_, cluster, kind) => {
    const file = kube.writeKubeconfig({ token: kube.token }, await cluster());
    expect(await faultOf(Cluster.read({ context: kube.context, namespace: null, environment: environment(file) }, 3000, over.signal))).toMatchObject({ kind });
  });

  test('that refuses the login, or is none, is told as such', async () => {
    expect(await faultOf(read(kube.writeKubeconfig({ token: 'expired' })))).toMatchObject({ kind: 'unauthorized' });
    kube.intercept = (_, response) => {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Log in</html>');
      return true;
    };
    expect(await faultOf(read())).toMatchObject({ kind: 'not-kubernetes', message: expect.stringContaining('text/html') });
    kube.intercept = (_, response) => {
      response.writeHead(403, { 'content-type': 'text/html' }).end('<html>blocked</html>');
      return true;
    };
    expect(await faultOf(read())).toMatchObject({ kind: 'not-kubernetes' });
  });

  test('breaks off, or answers without an end, and is cut off', async () => {
    kube.intercept = (_, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' }).write('{"kind"');
      response.destroy();
      return true;
    };
    await faultOf(read());
    kube.intercept = (_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const chunk = Buffer.alloc(1024 * 1024, ' ');
      const pour = () => {
        while (!response.destroyed && response.write(chunk));
      };
      response.on('drain', pour);
      pour();
      return true;
    };
    const api = await open();
    // A machine under load may not get that far in time.
    expect(['too-large', 'timed-out']).toContain((await faultOf(api.get(pods))).kind);
    api.close();
  });

  test('gives lists page by page; an expired one counts as far as it was read', async () => {
    const small = await KubernetesServer.start(world);
    for (let index = 0; index < 7; index += 1) small.service(`s${index}`, { app: 'x' });
    small.maxPage = 3;
    const api = await Api.open(small.context, environment(small.kubeconfig), over.signal);
    const listed = await api.list('/api/v1/namespaces/shop/services');
    expect(listed.items.map(({ kind, metadata }) => `${kind} ${(metadata as { name: string }).name}`)).toEqual(Array.from({ length: 7 }, (_, index) => `Service s${index}`));
    expect(listed.isCut).toBe(false);
    small.intercept = (request, response) => {
      if (!request.url?.includes('continue')) return false;
      response.writeHead(410, { 'content-type': 'application/json' }).end(JSON.stringify({ kind: 'Status', code: 410, reason: 'Expired' }));
      return true;
    };
    expect(await api.list('/api/v1/namespaces/shop/services')).toMatchObject({ items: { length: 3 }, isCut: true });
    api.close();
  });

  test('that refuses a kind is told with the rule that would allow it; the rest counts', async () => {
    kube.secret('login', { password: 'x' });
    kube.deployment('web', { image: 'web:1', env: [{ name: 'A', valueFrom: { secretKeyRef: { name: 'login', key: 'password' } } }] });
    kube.forbidden.add('get secrets').add('list networkpolicies');
    const cluster = await read();
    expect(cluster.notChecked).toEqual([
      {
        what: 'networkpolicies of the namespace shop',
        why: expect.stringMatching(/cannot list resource "networkpolicies".*apiGroups: \["networking\.k8s\.io"\], resources: \["networkpolicies"\], verbs: \["list"\]/),
      },
      { what: 'the secrets login of the namespace shop', why: expect.stringMatching(/apiGroups: \[""\], resources: \["secrets"\], verbs: \["get"\]/) },
    ]);
    expect(cluster.live.isSeen('Secret', 'login')).toBe(false);
    await cluster.close();
  });

  test('is asked for the Secrets alone that workloads name', async () => {
    kube.secret('of-others', { token: world.secret() });
    kube.requests.length = 0;
    await (await read()).close();
    expect(kube.requests.filter((each) => each.includes('secrets'))).toEqual(['GET /api/v1/namespaces/shop/secrets/login']);
  });
});

describe('a forwarded port', () => {
  test('carries what a real server says, in both directions and of any size', async () => {
    const server = await startServer(world);
    kube.deployment('redis', { image: 'redis:7' });
    kube.forward('redis-7d9f8c6b5d-abcde', 6379, server.port);
    const api = await open();
    const forward = await Forward.open(api, 'shop', 'redis-7d9f8c6b5d-abcde', 6379);
    const { createConnection } = await import('node:net');
    const connection = new Connection(createConnection({ host: '127.0.0.1', port: forward.port }));
    const call = (command: (string | Buffer)[]) => connection.call(command, { timeoutMs: 20_000 });
    for (const size of [1, 124, 125, 126, 65_530, 65_536, 3_000_000]) {
      const value = Buffer.alloc(size, 'a');
      expect(text(await call(['SET', 'k', value]))).toBe('OK');
      expect(text(await call(['GET', 'k']))?.length).toBe(size);
    }
    connection.close();
    forward.close();
    api.close();
  });

  test('is open, refused, or cannot be had', async () => {
    const api = await open();
    const state = (port: number) => portState(api, { namespace: 'shop', pod: 'redis-7d9f8c6b5d-abcde', port, isPlain: true }, over.signal);
    expect(await state(6379)).toBe('open');
    expect(await state(6380)).toBe('refused');
    kube.forbidden.add('create pods/portforward');
    expect(await faultOf(state(6379))).toMatchObject({ kind: 'forbidden', message: expect.stringContaining('pods/portforward') });
    api.close();
  });
});

test('the names of a cluster', () => {
  const told = (host: string) => clusterNames(host).map(({ service, namespace, pod, isCertain }) => `${pod ?? ''}/${service}/${namespace ?? ''}${isCertain ? '!' : ''}`);
  expect(told('redis')).toEqual(['/redis/!']);
  expect(told('redis.data')).toEqual(['/redis/data', 'redis/data/']);
  expect(told('redis.data.svc')).toEqual(['/redis/data!']);
  expect(told('redis.data.svc.cluster.local.')).toEqual(['/redis/data!']);
  expect(told('redis-0.redis.data.svc.cluster.local')).toEqual(['redis-0/redis/data!']);
  expect(told('cache.abc.use1.cache.amazonaws.com')).toEqual([]);
  for (const host of ['10.0.0.1', '::1', '', 'a..b', 'x'.repeat(300)]) expect(told(host)).toEqual([]);
});

describe('network policies', () => {
  const pod = (app: string, ip: string) => ({
    kind: 'Pod',
    metadata: { name: app, labels: { app } },
    spec: { containers: [{ ports: [{ name: 'redis', containerPort: 6379 }] }] },
    status: { podIP: ip },
  });
  const [api, redis] = [pod('api', '10.244.0.5'), pod('redis', '10.244.0.6')];
  const denied = (spec: Record<string, unknown>, port = 6379, from = 'shop') =>
    denialsOf('c', { pod: api, namespace: from }, { pod: redis, namespace: 'shop' }, port, {
      from: from === 'shop' ? [{ metadata: { name: 'p' }, spec }] : [],
      to: [{ metadata: { name: 'p' }, spec }],
    }).map(({ direction }) => direction);
  const toRedis = (rule: Record<string, unknown> | null) => ({ podSelector: { matchLabels: { app: 'redis' } }, policyTypes: ['Ingress'], ...(rule && { ingress: [rule] }) });

  test('deny what no rule of theirs allows', () => {
    expect(denied(toRedis(null))).toEqual(['ingress']);
    expect(denied({ podSelector: {}, policyTypes: ['Ingress', 'Egress'] })).toEqual(['egress', 'ingress']);
    expect(denied({ podSelector: { matchLabels: { app: 'other' } }, policyTypes: ['Ingress'] })).toEqual([]);
    expect(denied(toRedis({}))).toEqual([]);
    expect(denied(toRedis({ from: [{ podSelector: { matchLabels: { app: 'api' } } }] }))).toEqual([]);
    expect(denied(toRedis({ from: [{ podSelector: { matchExpressions: [{ key: 'app', operator: 'NotIn', values: ['api'] }] } }] }))).toEqual(['ingress']);
    expect(denied(toRedis({ from: [{ podSelector: {} }] }), 6379, 'other')).toEqual(['ingress']);
    expect(denied(toRedis({ ports: [{ port: 'redis' }] }))).toEqual([]);
    expect(denied(toRedis({ ports: [{ port: 6000, endPort: 6400 }] }))).toEqual([]);
    expect(denied(toRedis({ ports: [{ port: 6380 }] }))).toEqual(['ingress']);
    expect(denied(toRedis({ ports: [{ port: 6379, protocol: 'UDP' }] }))).toEqual(['ingress']);
    expect(denied(toRedis({ from: [{ ipBlock: { cidr: '10.244.0.0/16' } }] }))).toEqual([]);
    expect(denied(toRedis({ from: [{ ipBlock: { cidr: '192.168.0.0/16' } }] }))).toEqual(['ingress']);
  });

  test('are not believed where labels of namespaces decide that nobody has read', () => {
    expect(denied(toRedis({ from: [{ namespaceSelector: { matchLabels: { team: 'x' } } }] }))).toEqual([]);
    expect(denied(toRedis({ from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'other' } } }] }))).toEqual(['ingress']);
  });
});

describe.skipIf(!existsSync('/usr/bin/kubectl'))('kubectl takes the server for one of its own', () => {
  const kubectl = async (...args: string[]) =>
    (await run('kubectl', ['--context', kube.context, `--cache-dir=${join(world.folder, 'cache')}`, ...args], { env: environment(), timeout: 60_000 })).stdout;

  test('lists, single objects, logs, refusals', async () => {
    kube.log('redis-7d9f8c6b5d-abcde', 'one\ntwo\n');
    kube.maxPage = 1;
    expect((await kubectl('get', 'pods', '-o', 'name')).split('\n').filter(Boolean).toSorted()).toEqual(['pod/redis-7d9f8c6b5d-abcde', 'pod/web-7d9f8c6b5d-abcde']);
    expect(await kubectl('get', 'deployments.apps,services', '-o', 'name')).toContain('deployment.apps/redis');
    expect(await kubectl('get', 'secret', 'login', '-o', 'jsonpath={.data.password}')).toBe(Buffer.from('x').toString('base64'));
    expect(await kubectl('logs', 'redis-7d9f8c6b5d-abcde', '--tail=1')).toBe('two\n');
    kube.forbidden.add('get secrets');
    await expect(kubectl('get', 'secret', 'login')).rejects.toThrow(/Forbidden.*cannot get resource "secrets"/);
    await expect(kubectl('get', 'secret', 'gone-for-good', '-n', 'else')).rejects.toThrow(/Forbidden/);
  });
});

function unused(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 1));
    });
  });
}
