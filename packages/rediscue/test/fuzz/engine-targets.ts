import { parseTarget } from '../../src/declared/target/index.ts';
import { unframe } from '../../src/probes/runtime/engine-api.ts';
import { readInspect } from '../../src/probes/runtime/inspect.ts';
import { neighboursOf } from '../../src/probes/runtime/neighbours.ts';
import { partOf, tiesOf } from '../../src/probes/runtime/tie.ts';
import { disturbJson, jsonOf } from './disturb.ts';
import { expectBounded, expectFact } from './expectations.ts';
import type { FuzzTarget } from './target.ts';

const inspected = {
  Id: 'ab'.repeat(32),
  Name: '/shop-redis-1',
  Created: '2026-11-20T09:00:00.123456789Z',
  Path: 'docker-entrypoint.sh',
  Args: ['redis-server'],
  RestartCount: 3,
  ImageName: 'docker.io/library/redis:7.2',
  Config: {
    Image: 'redis:7.2@sha256:abc',
    Entrypoint: ['docker-entrypoint.sh'],
    Cmd: ['redis-server', '--requirepass', 'x', '--port', '6379'],
    Env: ['REDIS_URL=redis://:secret@redis:6379/0', 'GF_SECURITY_ADMIN_PASSWORD=admin', 'EMPTY='],
    ExposedPorts: { '6379/tcp': {} },
    Labels: { 'com.docker.compose.service': 'redis', 'com.docker.compose.project': 'shop' },
    User: 'redis',
    Healthcheck: { Test: ['CMD', 'redis-cli', '-a', 'x', 'ping'] },
  },
  HostConfig: { PortBindings: { '6379/tcp': [{ HostIp: '127.0.0.1', HostPort: '6379' }] }, RestartPolicy: { Name: 'always', MaximumRetryCount: 0 }, Memory: 67_108_864 },
  State: {
    Status: 'exited',
    Pid: 0,
    ExitCode: 137,
    OOMKilled: true,
    Error: 'exec failed',
    StartedAt: '2026-11-20T10:00:00Z',
    FinishedAt: '0001-01-01T00:00:00Z',
    Health: { Status: 'unhealthy', Log: [{ ExitCode: 1, Output: 'NOAUTH' }] },
  },
  NetworkSettings: {
    Ports: { '6379/tcp': [{ HostIp: '', HostPort: '6379' }], '26379/tcp': null, '53/udp': [] },
    Networks: { shop: { IPAddress: '172.18.0.2', Aliases: ['redis'], DNSNames: ['redis', 'shop-redis-1'] } },
  },
  Mounts: [
    { Type: 'bind', Source: '/srv/data', Destination: '/data' },
    { Type: 'volume', Name: 'data' },
  ],
};
const dashboard = { ...inspected, Id: 'cd'.repeat(32), Name: '/grafana', Config: { ...inspected.Config, Image: 'grafana/grafana:11', Cmd: null, Entrypoint: 'run' } };

const endpoint = { subject: 'redis:6379', host: 'redis', port: 6379, path: null };
const target = parseTarget('redis://redis:6379', { kind: 'argument', name: null, place: null });

const frame = (stream: number, text: string) => Buffer.concat([Buffer.from([stream, 0, 0, 0, 0, 0, 0, text.length]), Buffer.from(text)]);

export const engineTargets: readonly FuzzTarget[] = [
  {
    name: 'engine/containers',
    seeds: () => [[inspected, dashboard], [inspected], [dashboard, inspected, inspected]].map((value) => Buffer.from(JSON.stringify(value))),
    run: (input, { random }) => {
      const value = jsonOf(input) ?? [inspected, dashboard];
      const boxes = [disturbJson(value, random, 30)].flat().flatMap((one) => readInspect(one) ?? []);
      const place = { endpoint, target, addresses: ['172.18.0.2'], isHere: random.below(2) === 0, answers: random.below(2) === 0, processContainer: null };
      const containers = boxes.map((box) => {
        const tiedBy = tiesOf(box, place);
        return { ...box.entry, tiedBy, part: partOf(box, tiedBy, place), kernelOomKill: null };
      });
      expectFact('containers', { runtime: 'docker', containers, neighbours: neighboursOf(boxes.slice(0, 1), boxes) });
      expectBounded(containers, input.length);
    },
  },
  {
    name: 'engine/output',
    seeds: () => [Buffer.concat([frame(1, 'Ready to accept connections\n'), frame(2, 'warning\n')]), Buffer.from('plain text\n')],
    run: (input) => expectBounded(unframe(input), input.length),
  },
];
