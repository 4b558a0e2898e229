import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { Authority } from './certificates.ts';
import type { World } from './world.ts';

type Json = Record<string, unknown>;
const record = (value: unknown): Json => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {});

interface Resource {
  group: string;
  version: string;
  kind: string;
  plural: string;
}

const resources: readonly Resource[] = [
  ...['Pod pods', 'Service services', 'Secret secrets', 'ConfigMap configmaps', 'Event events'].map((each) => resource('', 'v1', each)),
  ...['Deployment deployments', 'StatefulSet statefulsets', 'DaemonSet daemonsets', 'ReplicaSet replicasets'].map((each) => resource('apps', 'v1', each)),
  resource('batch', 'v1', 'CronJob cronjobs'),
  resource('discovery.k8s.io', 'v1', 'EndpointSlice endpointslices'),
  resource('networking.k8s.io', 'v1', 'NetworkPolicy networkpolicies'),
];

function resource(group: string, version: string, names: string): Resource {
  const [kind = '', plural = ''] = names.split(' ');
  return { group, version, kind, plural };
}

const versionOf = ({ group, version }: Resource): string => (group === '' ? version : `${group}/${version}`);

/**
 * An API server of Kubernetes as far as a reader sees it, over TLS in this very process: discovery, lists in pages, single
 * objects, refusals as `Status`, logs of pods, and `portforward` over WebSocket to real servers. No cluster can run where the
 * tests run; what the published API says, this says. kubectl works with it.
 */
export class KubernetesServer {
  readonly world: World;
  readonly namespace: string;
  readonly kubeconfig: string;
  readonly context = 'shop-cluster';
  readonly port: number;
  readonly authority: Authority;
  readonly token: string;
  /** `get secrets`, `list pods`, `create pods/portforward`: what the account may not do. */
  readonly forbidden = new Set<string>();
  /** Requests that came, as `GET /path`. */
  readonly requests: string[] = [];
  /** Answers before all else, for servers that are none. */
  intercept: ((request: IncomingMessage, response: ServerResponse) => boolean) | null = null;
  /** Objects of a page, where the client asks for more. */
  maxPage = 500;
  readonly #objects = new Map<string, Json>();
  readonly #ports = new Map<string, number>();
  readonly #logs = new Map<string, string>();
  #count = 0;

  private constructor(world: World, namespace: string, authority: Authority, token: string, port: number) {
    this.world = world;
    this.namespace = namespace;
    this.authority = authority;
    this.token = token;
    this.port = port;
    this.kubeconfig = this.writeKubeconfig({ token });
  }

  static async start(world: World, namespace = 'shop'): Promise<KubernetesServer> {
    const authority = new Authority(world, 'kubernetes-ca');
    const own = authority.issue('kube-apiserver');
    let kube: KubernetesServer | null = null;
    const sockets = new Set<Socket>();
    const server = createServer(
      { cert: readFileSync(own.certificate), key: readFileSync(own.key), ca: readFileSync(authority.certificate), requestCert: true, rejectUnauthorized: false },
      (request, response) => kube?.answer(request, response),
    );
    server.on('upgrade', (request, socket) => kube?.upgrade(request, socket));
    server.on('connection', (socket: Socket) => {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.once('close', () => sockets.delete(socket));
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', resolve);
    });
    world.defer(
      () =>
        new Promise<void>((resolve) => {
          for (const socket of sockets) socket.destroy();
          server.close(() => resolve());
        }),
    );
    const address = server.address();
    kube = new KubernetesServer(world, namespace, authority, world.secret('Bearer'), typeof address === 'object' && address !== null ? address.port : 0);
    return kube;
  }

  /** Writes a kubeconfig whose user is the given one; its path. */
  writeKubeconfig(user: Json, cluster: Json = {}, name = `kubeconfig-${randomBytes(3).toString('hex')}`): string {
    const file = join(this.world.folder, name);
    const ca = readFileSync(this.authority.certificate).toString('base64');
    const config = {
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': 'somewhere-else',
      contexts: [{ name: this.context, context: { cluster: 'shop', user: 'viewer', namespace: this.namespace } }],
      clusters: [{ name: 'shop', cluster: { server: `https://127.0.0.1:${this.port}`, 'certificate-authority-data': ca, ...cluster } }],
      users: [{ name: 'viewer', user }],
    };
    writeFileSync(file, JSON.stringify(config), { mode: 0o600 });
    return file;
  }

  /** Adds or replaces an object. */
  apply(object: Json): Json {
    const found = resources.find(({ kind }) => kind === object.kind);
    if (!found) throw new Error(`the server has no kind ${String(object.kind)}`);
    const metadata = record(object.metadata);
    this.#count += 1;
    const whole: Json = {
      apiVersion: versionOf(found),
      ...object,
      metadata: {
        namespace: this.namespace,
        uid: `00000000-0000-4000-8000-${String(this.#count).padStart(12, '0')}`,
        resourceVersion: String(this.#count),
        creationTimestamp: new Date(Date.now() - 3_600_000).toISOString().replace(/\.\d+/, ''),
        managedFields: [{ manager: 'kubectl', operation: 'Update' }],
        ...metadata,
      },
    };
    this.#objects.set(this.#key(found.plural, String(record(whole.metadata).namespace), String(metadata.name)), whole);
    return whole;
  }

  delete(plural: string, name: string, namespace = this.namespace): void {
    this.#objects.delete(this.#key(plural, namespace, name));
  }

  secret(name: string, values: Record<string, string>): void {
    this.apply({
      kind: 'Secret',
      type: 'Opaque',
      metadata: { name },
      data: Object.fromEntries(Object.entries(values).map(([key, value]) => [key, Buffer.from(value).toString('base64')])),
    });
  }

  service(name: string, selector: Record<string, string>, ports: Json[] = [{ port: 6379, targetPort: 6379, protocol: 'TCP' }], more: Json = {}): void {
    this.apply({ kind: 'Service', metadata: { name }, spec: { type: 'ClusterIP', clusterIP: `10.96.0.${10 + this.#count}`, selector, ports, ...more } });
  }

  /** A Deployment with the pod that its controllers make of it. `container` is the only container; its image and ports are set. */
  deployment(name: string, container: Json, pod: { labels?: Record<string, string>; status?: Json; ready?: boolean; spec?: Json } = {}): string {
    const labels = pod.labels ?? { app: name };
    const whole = { name, ...container };
    const spec = { containers: [whole], restartPolicy: 'Always' };
    this.apply({
      kind: 'Deployment',
      metadata: { name, labels },
      spec: { replicas: 1, selector: { matchLabels: labels }, template: { metadata: { labels }, spec } },
    });
    const podName = `${name}-7d9f8c6b5d-${'abcde'.slice(0, 5)}`;
    this.pod(podName, { ...labels, 'pod-template-hash': '7d9f8c6b5d' }, pod.spec ?? spec, {
      ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: `${name}-7d9f8c6b5d`, controller: true }],
      ready: pod.ready ?? true,
      ...(pod.status && { status: pod.status }),
    });
    return podName;
  }

  pod(name: string, labels: Record<string, string>, spec: Json, { ownerReferences = [] as Json[], ready = true, status = {} as Json } = {}): void {
    const containers = (spec.containers as Json[]).map((each) => ({ ...each }));
    const since = new Date(Date.now() - 1_800_000).toISOString().replace(/\.\d+/, '');
    this.apply({
      kind: 'Pod',
      metadata: { name, labels, ownerReferences },
      spec: { nodeName: 'node-1', ...spec, containers },
      status: {
        phase: 'Running',
        podIP: `10.244.0.${20 + this.#count}`,
        podIPs: [{ ip: `10.244.0.${20 + this.#count}` }],
        conditions: [
          { type: 'PodScheduled', status: 'True' },
          { type: 'Ready', status: ready ? 'True' : 'False' },
        ],
        containerStatuses: containers.map((each) => ({
          name: each.name,
          image: each.image,
          containerID: `containerd://${createHash('sha256')
            .update(`${name}/${String(each.name)}`)
            .digest('hex')}`,
          ready,
          started: true,
          restartCount: 0,
          state: { running: { startedAt: since } },
          lastState: {},
        })),
        ...status,
      },
    });
  }

  /** Where a port of a pod leads: a port of this machine. Any other is refused. */
  forward(pod: string, port: number, to: number): void {
    this.#ports.set(`${pod}:${port}`, to);
  }

  log(pod: string, text: string, previous = false): void {
    this.#logs.set(`${pod}${previous ? ' previous' : ''}`, text);
  }

  answer(request: IncomingMessage, response: ServerResponse) {
    this.requests.push(`${request.method} ${request.url}`);
    if (this.intercept?.(request, response)) return;
    const url = new URL(request.url ?? '/', 'https://x');
    if (!this.#isKnown(request)) return status(response, 401, 'Unauthorized', 'Unauthorized');
    const discovered = discovery(url.pathname);
    if (discovered !== null) return send(response, 200, discovered);
    const asked = this.#parse(url.pathname);
    if (asked === null) return status(response, 404, 'NotFound', 'the server could not find the requested resource');
    const { resource: found, namespace, name, sub } = asked;
    const verb = name === null ? 'list' : 'get';
    const isCluster = namespace === null;
    const refused = this.#refusal(verb, found, sub, namespace, name);
    if (refused !== null) return status(response, 403, 'Forbidden', refused);
    if (name !== null) {
      const object = this.#objects.get(this.#key(found.plural, namespace ?? '', name));
      if (object === undefined) return status(response, 404, 'NotFound', `${found.plural} "${name}" not found`);
      if (sub === 'log') return this.#answerLog(response, name, url.searchParams);
      return send(response, 200, object);
    }
    const fieldSelector = url.searchParams.get('fieldSelector');
    const all = [...this.#objects]
      .filter(([key]) => key.startsWith(`${found.plural}/${isCluster ? '' : `${namespace}/`}`))
      .map(([, object]) => object)
      .filter((object) => fieldSelector === null || fitsFields(object, fieldSelector));
    const start = Number(Buffer.from(url.searchParams.get('continue') ?? '', 'base64').toString('utf8')) || 0;
    const limit = Math.min(Number(url.searchParams.get('limit')) || Number.POSITIVE_INFINITY, this.maxPage);
    const page = all.slice(start, start + limit);
    const rest = all.length - start - page.length;
    // The items of a list do not say what they are.
    const items = page.map((object) => Object.fromEntries(Object.entries(object).filter(([key]) => key !== 'kind' && key !== 'apiVersion')));
    send(response, 200, {
      kind: `${found.kind}List`,
      apiVersion: versionOf(found),
      metadata: { resourceVersion: '100', ...(rest > 0 && { continue: Buffer.from(String(start + page.length)).toString('base64'), remainingItemCount: rest }) },
      items,
    });
  }

  /** `portforward` as the kubelet serves it over WebSocket: each channel first tells its port, then bytes flow. */
  upgrade(request: IncomingMessage, socket: Duplex) {
    this.requests.push(`UPGRADE ${request.url}`);
    const url = new URL(request.url ?? '/', 'https://x');
    const asked = this.#parse(url.pathname);
    const refuse = (code: number, reason: string, message: string) => {
      const body = JSON.stringify(statusObject(code, reason, message));
      socket.end(`HTTP/1.1 ${code} ${reason}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`);
    };
    socket.on('error', () => undefined);
    if (!this.#isKnown(request)) return refuse(401, 'Unauthorized', 'Unauthorized');
    if (asked?.sub !== 'portforward' || asked.name === null) return refuse(404, 'NotFound', 'the server could not find the requested resource');
    const refused = this.#refusal('create', asked.resource, asked.sub, asked.namespace, asked.name);
    if (refused !== null) return refuse(403, 'Forbidden', refused);
    if (!String(request.headers['sec-websocket-protocol']).split(/,\s*/).includes('v4.channel.k8s.io')) return refuse(400, 'BadRequest', 'no known subprotocol');
    const accept = createHash('sha1').update(`${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\nSec-WebSocket-Protocol: v4.channel.k8s.io\r\n\r\n`,
    );
    this.#carry(socket, asked.name, Number(url.searchParams.get('ports')));
  }

  #carry(socket: Duplex, pod: string, port: number) {
    const send = (channel: number, payload: Buffer) => socket.writable && socket.write(frame(0x2, Buffer.concat([Buffer.of(channel), payload])));
    const greeting = Buffer.alloc(2);
    greeting.writeUInt16LE(port);
    send(0, greeting);
    send(1, greeting);
    const end = () => {
      if (socket.writable) socket.end(frame(0x8, Buffer.from([0x03, 0xe8])));
    };
    const statuses = record(this.#objects.get(this.#key('pods', this.namespace, pod))?.status).containerStatuses as Json[] | undefined;
    // In a pod whose containers do not run nothing listens.
    const isUp = statuses?.some(({ state }) => record(state).running !== undefined) === true;
    const to = isUp ? this.#ports.get(`${pod}:${port}`) : undefined;
    const why = `error forwarding port ${port} to pod 5f1c, uid : failed to execute portforward in network namespace "/var/run/netns/cni-1": failed to connect to localhost:${port} inside namespace "5f1c", IPv4: dial tcp4 127.0.0.1:${port}: connect: connection refused IPv6 dial tcp6 [::1]:${port}: connect: connection refused`;
    if (to === undefined) {
      send(1, Buffer.from(why));
      return end();
    }
    const far = connect({ host: '127.0.0.1', port: to });
    far.on('error', () => {
      send(1, Buffer.from(why));
      end();
    });
    far.on('data', (bytes: Buffer) => send(0, bytes));
    far.on('close', end);
    socket.on('close', () => far.destroy());
    let pending: Buffer = Buffer.alloc(0);
    socket.on('data', (bytes: Buffer) => {
      pending = Buffer.concat([pending, bytes]);
      for (let next = unframe(pending); next !== null; next = unframe(pending)) {
        pending = next.rest;
        if (next.opcode === 0x8) {
          far.destroy();
          end();
        } else if (next.opcode === 0x2 && next.payload[0] === 0) far.write(next.payload.subarray(1));
      }
    });
  }

  #answerLog(response: ServerResponse, pod: string, query: URLSearchParams) {
    const isPrevious = query.get('previous') === 'true';
    const text = this.#logs.get(`${pod}${isPrevious ? ' previous' : ''}`);
    if (text === undefined && isPrevious) return status(response, 400, 'BadRequest', `previous terminated container "${query.get('container')}" in pod "${pod}" not found`);
    const lines = (text ?? '').split('\n');
    const tail = Number(query.get('tailLines')) || lines.length;
    response.writeHead(200, { 'content-type': 'text/plain' }).end(
      lines
        .slice(-tail - 1)
        .join('\n')
        .slice(0, Number(query.get('limitBytes')) || undefined),
    );
  }

  #isKnown(request: IncomingMessage): boolean {
    if (request.headers.authorization === `Bearer ${this.token}`) return true;
    const peer = 'authorized' in request.socket && request.socket.authorized === true;
    return peer;
  }

  #refusal(verb: string, { group, plural }: Resource, sub: string | null, namespace: string | null, name: string | null): string | null {
    const whole = sub === null ? plural : `${plural}/${sub}`;
    if (!this.forbidden.has(`${verb} ${whole}`)) return null;
    return `${plural}${name === null ? '' : ` "${name}"`} is forbidden: User "system:serviceaccount:${this.namespace}:viewer" cannot ${verb} resource "${whole}" in API group "${group}" in the namespace "${namespace}"`;
  }

  #parse(path: string): { resource: Resource; namespace: string | null; name: string | null; sub: string | null } | null {
    const match = /^\/(?:api|apis\/([^/]+))\/([^/]+)\/(?:namespaces\/([^/]+)\/)?([a-z]+)(?:\/([^/]+))?(?:\/([a-z]+))?$/.exec(path);
    if (!match) return null;
    const [, group = '', version, namespace, plural, name, sub] = match;
    const found = resources.find((each) => each.group === group && each.version === version && each.plural === plural);
    return found ? { resource: found, namespace: namespace ?? null, name: name ? decodeURIComponent(name) : null, sub: sub ?? null } : null;
  }

  readonly #key = (plural: string, namespace: string, name: string): string => `${plural}/${namespace}/${name}`;
}

function fitsFields(object: Json, selector: string): boolean {
  return selector.split(',').every((term) => {
    const [path = '', value] = term.split('=');
    return path.split('.').reduce<unknown>((at, key) => record(at)[key], object) === value;
  });
}

function discovery(path: string): Json | null {
  const groups = [...new Set(resources.map(({ group }) => group))].filter((group) => group !== '');
  if (path === '/version') return { major: '1', minor: '32', gitVersion: 'v1.32.0' };
  if (path === '/api') return { kind: 'APIVersions', versions: ['v1'] };
  if (path === '/apis')
    return {
      kind: 'APIGroupList',
      apiVersion: 'v1',
      groups: groups.map((name) => ({ name, versions: [{ groupVersion: `${name}/v1`, version: 'v1' }], preferredVersion: { groupVersion: `${name}/v1`, version: 'v1' } })),
    };
  const [, group, version] = /^\/(?:api|apis\/([^/]+))\/(v1)$/.exec(path) ?? [];
  if (version === undefined) return null;
  const own = resources.filter((each) => each.group === (group ?? ''));
  return {
    kind: 'APIResourceList',
    apiVersion: 'v1',
    groupVersion: group === undefined ? version : `${group}/${version}`,
    resources: [
      ...own.map(({ plural, kind }) => ({ name: plural, singularName: kind.toLowerCase(), namespaced: true, kind, verbs: ['get', 'list'] })),
      ...(group === undefined ? [{ name: 'pods/log', singularName: '', namespaced: true, kind: 'Pod', verbs: ['get'] }] : []),
    ],
  };
}

const statusObject = (code: number, reason: string, message: string): Json => ({
  kind: 'Status',
  apiVersion: 'v1',
  metadata: {},
  status: 'Failure',
  message,
  reason,
  details: {},
  code,
});

const status = (response: ServerResponse, code: number, reason: string, message: string): void => send(response, code, statusObject(code, reason, message));

function send(response: ServerResponse, code: number, body: Json): void {
  response.writeHead(code, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function frame(opcode: number, payload: Buffer): Buffer {
  const isLong = payload.length > 0xffff;
  const head = Buffer.alloc(payload.length < 126 ? 2 : isLong ? 10 : 4);
  head[0] = 0x80 | opcode;
  head[1] = payload.length < 126 ? payload.length : isLong ? 127 : 126;
  if (isLong) head.writeBigUInt64BE(BigInt(payload.length), 2);
  else if (payload.length >= 126) head.writeUInt16BE(payload.length, 2);
  return Buffer.concat([head, payload]);
}

/** A client's frame, which is always masked. */
function unframe(bytes: Buffer): { opcode: number; payload: Buffer; rest: Buffer } | null {
  if (bytes.length < 6) return null;
  const size = (bytes[1] ?? 0) & 0x7f;
  const wide = size === 126 ? 2 : size === 127 ? 8 : 0;
  if (bytes.length < 6 + wide) return null;
  const length = wide === 2 ? bytes.readUInt16BE(2) : wide === 8 ? Number(bytes.readBigUInt64BE(2)) : size;
  const start = 6 + wide;
  if (bytes.length < start + length) return null;
  const mask = bytes.subarray(2 + wide, start);
  const payload = Buffer.from(bytes.subarray(start, start + length)).map((byte, at) => byte ^ (mask[at & 3] ?? 0));
  return { opcode: (bytes[0] ?? 0) & 0x0f, payload: Buffer.from(payload), rest: bytes.subarray(start + length) };
}
