import type { FactData } from '../facts/index.ts';
import type { EndpointExample } from './examples.ts';

/** What is missing when a server could be logged in to but not asked. */
const asked = {
  info: null,
  rates: null,
  config: null,
  acl: null,
  clients: null,
  slowlog: null,
  latency: null,
  memory: null,
  modules: null,
  role: null,
  script: null,
  keys: null,
} as const satisfies EndpointExample;

/** The login failed: nothing after it was looked at. */
const notLoggedIn = { ...asked, select: null, write: null, ping: null } as const satisfies EndpointExample;

/** The server did not answer: nothing after the connection was looked at. */
export const notSpoken = { ...notLoggedIn, auth: null } as const satisfies EndpointExample;

/** No connection came about. */
export const notConnected = { ...notSpoken, speak: null } as const satisfies EndpointExample;

type ConnectState = FactData<'connect'>['attempts'][number]['state'];
const codes: Partial<Record<ConnectState, string>> = { refused: 'ECONNREFUSED', unreachable: 'EHOSTUNREACH', reset: 'ECONNRESET', 'not-permitted': 'EPERM', 'no-socket': 'ENOENT' };

/** A connection that failed at each of the addresses. */
export function unconnected(state: ConnectState, addresses: readonly string[] = ['192.0.2.10'], port: number | null = 6379): EndpointExample {
  const ms = state === 'timed-out' ? 1000 : 0.4;
  return { ...notConnected, connect: { attempts: addresses.map((address) => ({ address, port, state, code: codes[state] ?? null, ms })), used: null } };
}

/** The server answered the first PING with this error and nothing else could be asked. */
export function answered(reply: string): EndpointExample {
  return { ...notSpoken, speak: { state: 'resp', reply, error: reply.split(' ')[0] ?? null, protocol: null, firstBytes: null } };
}

/** The login was refused with this reply. */
export function loginRefused(outcome: FactData<'auth'>['outcome'], reply: string): EndpointExample {
  return {
    ...notLoggedIn,
    auth: { openWithoutLogin: false, tries: [{ form: 'AUTH password', reply, ok: false }], outcome, acceptsAnything: false, userSeen: null },
  };
}

type Tls = FactData<'tls'>;
/** A TLS handshake; without differences one that went well. */
export function tls(over: Partial<Tls> = {}): Tls {
  return {
    asked: true,
    state: 'ok',
    protocol: 'TLSv1.3',
    cipher: 'TLS_AES_256_GCM_SHA384',
    certificate: certificate(),
    verifyError: null,
    issuerTrusted: true,
    verificationOff: false,
    nameMismatch: false,
    alert: null,
    code: null,
    reason: null,
    clientCertificateAsked: false,
    plainAnswer: null,
    ownFileProblem: null,
    ...over,
  };
}

/** A handshake that ended before a certificate was seen. */
export const noHandshake = (over: Partial<Tls> = {}): Tls =>
  tls({ state: 'failed', protocol: null, cipher: null, certificate: null, issuerTrusted: null, clientCertificateAsked: null, ...over });

type Certificate = NonNullable<Tls['certificate']>;
export function certificate(over: Partial<Certificate> = {}): Certificate {
  return {
    subject: 'CN=redis.example',
    issuer: 'CN=Example Authority',
    validFrom: '2026-06-01T00:00:00.000Z',
    validTo: '2027-06-01T00:00:00.000Z',
    altNames: ['redis.example'],
    selfSigned: false,
    ...over,
  };
}

type Place = FactData<'place'>;
/** A look from the application's container; without differences one that gets there. */
export function lookedFrom(over: Partial<Place['looks'][number]> = {}, difference: Place['difference'] = over.reaches === false ? 'only-this-machine' : 'none'): Place {
  const address = '172.18.0.2';
  return {
    difference,
    looks: [
      {
        from: 'shop-app-1',
        service: 'app',
        how: 'network-namespace',
        networks: ['shop_default'],
        hasInterface: true,
        byHostsFile: false,
        resolve: { host: 'redis', state: 'ok', addresses: [{ address, family: 4 }], code: null, nameServers: [], standIn: null },
        connect: { attempts: [{ address, port: 6379, state: 'connected', code: null, ms: 0.2 }], used: address },
        speak: { state: 'resp', reply: 'NOAUTH Authentication required.', error: 'NOAUTH', protocol: null, firstBytes: null },
        reaches: true,
        ...over,
      },
    ],
  };
}

type ConfigFile = FactData<'configFile'>;
/** A redis.conf with these lines: line numbers count from 1. */
export function configFile(lines: readonly (readonly [name: string, ...values: string[]])[], over: Partial<ConfigFile> = {}): ConfigFile {
  const file = over.file ?? '/srv/app/redis.conf';
  return {
    file,
    foundBy: 'project',
    readable: true,
    writable: true,
    singleFileMount: false,
    modifiedAt: '2026-11-01T08:00:00.000Z',
    directives: lines.map(([name, ...values], index) => ({ name, values, place: { file, line: index + 1 }, secret: null })),
    sentinel: false,
    problems: [],
    declaredPassword: null,
    ...over,
  };
}

type Process = FactData<'process'>;
export function serverProcess(over: Partial<Process> = {}): Process {
  return {
    pid: 100,
    tiedBy: 'listener',
    executable: '/usr/bin/redis-server',
    arguments: ['/usr/bin/redis-server', '/srv/app/redis.conf'],
    secretInArguments: false,
    state: 'S',
    startedAt: '2026-11-10T10:00:00.000Z',
    user: 'redis',
    uid: 999,
    residentBytes: 115343360,
    swapBytes: 0,
    openFiles: 30,
    openFilesLimit: 10032,
    workingDirectory: '/var/lib/redis',
    containerId: null,
    ownNetwork: true,
    isServer: true,
    name: 'redis-server',
    ...over,
  };
}

type Log = FactData<'log'>;
/** A log whose last lines say this. */
export function logOf(ended: Log['ended'], ...events: { kind: Log['events'][number]['kind']; text: string; detail?: Record<string, string>; at?: string }[]): Log {
  return {
    file: '/srv/app/redis.log',
    foundBy: 'project',
    modifiedAt: '2026-11-20T09:59:00.000Z',
    events: events.map(({ kind, text, detail, at }, index) => ({ kind, text, at: at ?? '2026-11-20T09:59:00.000Z', line: index + 1, afterLastStart: true, detail: detail ?? {} })),
    ended,
  };
}

type Containers = FactData<'containers'>;
type Container = Containers['containers'][number];
/** A container that runs Redis and publishes it on loopback. */
export function container(over: Partial<Container> = {}): Container {
  return {
    id: 'c1',
    name: 'shop-redis-1',
    image: 'redis:7.2.5',
    state: 'running',
    tiedBy: ['published'],
    exitCode: null,
    oomKilled: false,
    kernelOomKill: null,
    error: null,
    startTried: true,
    health: 'healthy',
    healthCommand: [],
    healthLast: null,
    restartCount: 0,
    restartPolicy: 'unless-stopped',
    createdAt: '2026-11-10T10:00:00.000Z',
    startedAt: '2026-11-10T10:00:00.000Z',
    finishedAt: null,
    memoryLimitBytes: null,
    published: [{ hostAddress: '127.0.0.1', hostPort: 6379, containerPort: 6379 }],
    exposed: [6379],
    networks: [{ name: 'shop_default', address: '172.18.0.2' }],
    mounts: [{ type: 'volume', source: 'shop_data', destination: '/var/lib/redis', sourceIs: null }],
    command: ['redis-server'],
    user: '999',
    pid: 100,
    part: 'server',
    service: 'redis',
    project: 'shop',
    pod: null,
    ...over,
  };
}

/** The container of an application of the same compose project. */
export const application = (over: Partial<Container> = {}): Container =>
  container({
    id: 'c2',
    name: 'shop-app-1',
    image: 'shop:1',
    part: 'consumer',
    service: 'app',
    tiedBy: [],
    published: [],
    exposed: [],
    networks: [{ name: 'shop_default', address: '172.18.0.3' }],
    ...over,
  });

/** What the runtime knows of them. */
export const containers = (...list: Container[]): Containers => ({ runtime: 'docker (/var/run/docker.sock)', containers: list, neighbours: [] });
