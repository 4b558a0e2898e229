import { describe, expect, it } from 'vitest';
import type { Target } from '../../declared/target/types.ts';
import { type Inspected, readInspect } from './inspect.ts';
import { neighboursOf } from './neighbours.ts';
import { looksLikeRedis, type Place, partOf, tiesOf } from './tie.ts';

function inspected(
  over: {
    image?: string;
    name?: string;
    command?: string[];
    environment?: string[];
    bindings?: Record<string, unknown>;
    address?: string;
    labels?: Record<string, string>;
    status?: string;
  } = {},
): Inspected {
  const box = readInspect({
    Id: 'a'.repeat(64),
    Name: `/${over.name ?? 'shop-redis-1'}`,
    Config: { Image: over.image ?? 'redis:7.2', Cmd: over.command ?? ['redis-server'], Env: over.environment ?? [], ExposedPorts: { '6379/tcp': {} }, Labels: over.labels ?? {} },
    HostConfig: { PortBindings: over.bindings ?? {}, RestartPolicy: { Name: '' }, Memory: 0 },
    State: { Status: over.status ?? 'running', Pid: 7, ExitCode: 0, StartedAt: '2026-11-20T10:00:00Z', FinishedAt: '0001-01-01T00:00:00Z' },
    NetworkSettings: { Networks: { shop: { IPAddress: over.address ?? '172.18.0.2', Aliases: ['redis'] } } },
  });
  if (box === null) throw new Error('the example is no container');
  return box;
}

const place = (host: string, port: number, over: Partial<Place> = {}): Place => ({
  endpoint: { subject: `${host}:${port}`, host, port, path: null },
  target: {} as Target,
  addresses: host.startsWith('127.') ? [host] : [],
  isHere: host.startsWith('127.') || host === 'localhost',
  answers: false,
  processContainer: null,
  ...over,
});
const binding = (hostIp: string, hostPort: string) => ({ '6379/tcp': [{ HostIp: hostIp, HostPort: hostPort }] });

describe('the tie of a container to an endpoint', () => {
  it('is proven by its published port, also for a stopped container', () => {
    const box = inspected({ bindings: binding('127.0.0.1', '6379'), status: 'exited' });
    const ties = tiesOf(box, place('127.0.0.1', 6379));
    expect(ties).toContain('published');
    expect(partOf(box, ties, place('127.0.0.1', 6379))).toBe('server');
  });

  it.each([
    { port: '6379/tcp', hostPort: '1e999' },
    { port: 'x/tcp', hostPort: '6379' },
    { port: '6379/tcp', hostPort: '' },
  ])('is not proven by ports that are none: $port, "$hostPort"', ({ port, hostPort }) => {
    expect(inspected({ bindings: { [port]: [{ HostIp: '', HostPort: hostPort }] } }).entry.published.every((one) => Number.isInteger(one.hostPort) && one.containerPort > 0)).toBe(
      true,
    );
  });

  it('is not proven by the same port on another address of the host', () => {
    expect(tiesOf(inspected({ bindings: binding('192.0.2.1', '6379') }), place('127.0.0.1', 6379))).not.toContain('published');
  });

  it('is proven by its address in a network', () => {
    expect(tiesOf(inspected(), place('172.18.0.2', 6379, { addresses: ['172.18.0.2'] }))).toContain('address');
  });

  it('is proven by its network name as long as no other server answers to that name', () => {
    expect(tiesOf(inspected(), place('redis', 6379))).toContain('name');
    expect(tiesOf(inspected(), place('redis', 6379, { answers: true, addresses: ['10.1.2.3'] }))).not.toContain('name');
  });

  it('is only suggested by a Redis that exposes the port', () => {
    const box = inspected();
    expect(tiesOf(box, place('127.0.0.1', 6379))).toEqual(['port', 'image']);
  });

  it('takes no dashboard for a server', () => {
    expect(looksLikeRedis(inspected({ image: 'rediscommander/redis-commander:latest', command: ['node', 'app'] }))).toBe(false);
    expect(looksLikeRedis(inspected({ image: 'oliver006/redis_exporter:v1.62', command: ['/redis_exporter'] }))).toBe(false);
    expect(looksLikeRedis(inspected({ image: 'registry.example:5000/cache', command: ['/usr/bin/redis-server', '/etc/redis.conf'] }))).toBe(true);
  });

  it('finds the consumer by its environment', () => {
    const app = inspected({ image: 'shop', name: 'shop-app-1', command: ['node'], environment: ['REDIS_URL=redis://:secret@redis:6379/0'] });
    const at = place('redis', 6379, { isHere: false });
    expect(partOf(app, [], at)).toBe('consumer');
    expect(JSON.stringify(app.entry)).not.toContain('secret');
  });
});

describe('neighbours', () => {
  const redis = inspected();
  it('keep the default login of their manual unless a setting changes it', () => {
    const grafana = (environment: string[]) => inspected({ image: 'grafana/grafana:11.2.0', name: 'grafana', command: [], environment });
    expect(neighboursOf([redis], [redis, grafana([])])).toMatchObject([{ name: 'grafana', login: 'default', setting: 'GF_SECURITY_ADMIN_PASSWORD' }]);
    expect(neighboursOf([redis], [redis, grafana(['GF_SECURITY_ADMIN_PASSWORD=admin'])])[0]?.login).toBe('default');
    const changed = neighboursOf([redis], [redis, grafana(['GF_SECURITY_ADMIN_PASSWORD=t0psecret'])]);
    expect(changed[0]?.login).toBe('changed');
    expect(JSON.stringify(changed)).not.toContain('t0psecret');
  });
});
