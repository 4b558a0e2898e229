import { isForTrial, isWhole } from '../declared-stack.ts';
import { defineCause } from '../define.ts';
import { container, containers } from '../example-parts.ts';
import { cgroupOf } from '../example-servers.ts';
import { change as changeFile, declaredServers, endpointsOf, programs } from '../in-files.ts';
import { bytes, redisCli } from '../remedy.ts';
import { serverContainer } from '../server-state.ts';
import type { EndpointView } from '../view.ts';

/** What the server may take at most before the kernel steps in, and what sets it; null where nothing near does. */
function bound(at: EndpointView): { limit: number; what: string; probe: 'cgroup' | 'containers' | 'info' } | null {
  const total = at.machine.get('kernel')?.memoryTotalBytes ?? at.infoNumber('total_system_memory') ?? null;
  const group = at.get('cgroup')?.memoryLimitBytes ?? null;
  if (group !== null && (total === null || group < total)) return { limit: group, what: 'its control group', probe: 'cgroup' };
  const container = serverContainer(at);
  if (container?.memoryLimitBytes) return { limit: container.memoryLimitBytes, what: `its container ${container.name}`, probe: 'containers' };
  // A host bounds every server; it matters once the data fills a good part of it.
  const host = at.infoNumber('total_system_memory');
  const resident = at.infoNumber('used_memory_rss');
  return host !== undefined && resident !== undefined && resident > host * 0.6 ? { limit: host, what: 'its host', probe: 'info' } : null;
}

export default defineCause({
  code: 'memory/no-limit',
  severity: 'warning',
  scope: 'endpoint',
  title: 'No maxmemory where memory is bounded',
  meaning:
    'Without `maxmemory` the data grows until the kernel kills the server, which loses what was not saved and comes back cold. With it the server refuses or evicts, in an orderly way.',
  detection:
    '`maxmemory` is 0, and a container or control group limits the memory of the server, or its data already fills 60 % of the host. A server with a whole host to itself is left in peace.',
  advice: 'Set `maxmemory` to at most 75 % of the bound: the rest is for snapshots, buffers and fragmentation.',
  source: 'redis.io, "Key eviction"; "Redis administration"',
  needs: ['info'],
  explains: [],
  detect: (at) => {
    const limit = at.infoNumber('maxmemory') ?? at.configNumber('maxmemory');
    if (limit !== 0) return null;
    const found = bound(at);
    if (found === null) return null;
    return {
      summary: `${at.subject} has no maxmemory, and ${found.what} allows ${bytes(found.limit)}: beyond that the kernel kills it.`,
      evidence: ['info', found.probe],
      remedies: [
        {
          title: 'Set a limit below the bound',
          commands: [`${redisCli(at)} CONFIG SET maxmemory ${Math.max(1, Math.floor((found.limit * 0.75) / 1048576))}mb`, `${redisCli(at)} CONFIG REWRITE`],
          risk: 'safe',
          runbook: null,
          verify: `${redisCli(at)} CONFIG GET maxmemory`,
        },
      ],
    };
  },
  inFiles: {
    detect: (project) =>
      declaredServers(project).flatMap((server) => {
        const { memoryLimitBytes: limit } = server;
        if (limit === null || isForTrial(server) || !isWhole(server) || !/^(0|)$/.test(server.setting('maxmemory') ?? '')) return [];
        return [
          {
            summary: `${server.name} has no maxmemory, and its container is allowed ${bytes(limit.value)}: beyond that the kernel kills it.`,
            evidence: programs(server),
            where: [limit.place],
            concerns: endpointsOf(project, server),
            remedies: [
              changeFile(
                `Start ${server.name} with \`--maxmemory ${Math.max(1, Math.floor((limit.value * 0.75) / 1048576))}mb\``,
                server.command?.place ?? server.image?.place ?? server.place,
              ),
            ],
          },
        ];
      }),
  },
  examples: {
    bad: [
      { name: 'a control group of 512 MiB', facts: { info: { value: { maxmemory: '0' } }, cgroup: cgroupOf({ memoryLimitBytes: 536870912 }) } },
      { name: 'a container with a limit', facts: { info: { value: { maxmemory: '0' } }, containers: containers(container({ memoryLimitBytes: 268435456 })) } },
      { name: 'the data fills the host', facts: { info: { value: { maxmemory: '0', used_memory_rss: '12000000000' } } } },
    ],
    good: [
      { name: 'a host of its own, hardly used', facts: { info: { value: { maxmemory: '0' } }, cgroup: cgroupOf() } },
      { name: 'the group is as large as the host', facts: { info: { value: { maxmemory: '0' } }, cgroup: cgroupOf({ memoryLimitBytes: 17179869184 }) } },
      { name: 'bounded, with a limit', facts: { cgroup: cgroupOf({ memoryLimitBytes: 2147483648 }) } },
    ],
  },
  fileExamples: {
    bad: [
      {
        name: 'compose: a limit of the container alone',
        files: { 'docker-compose.yml': 'services:\n  redis:\n    image: redis:7.4\n    mem_limit: 512m\n' },
        at: 'docker-compose.yml:4',
      },
      {
        name: 'compose: the limit stands under deploy',
        files: {
          'docker-compose.yml':
            'services:\n  redis:\n    image: redis:7.4\n    command: redis-server --appendonly yes\n    deploy:\n      resources:\n        limits:\n          memory: 1G\n',
        },
        at: 'docker-compose.yml:8',
      },
    ],
    good: [
      { name: 'compose: both', files: { 'docker-compose.yml': 'services:\n  redis:\n    image: redis:7.4\n    mem_limit: 512m\n    command: redis-server --maxmemory 384mb\n' } },
      { name: 'compose: neither', files: { 'docker-compose.yml': 'services:\n  redis:\n    image: redis:7.4\n' } },
      {
        name: 'compose: its configuration is not in the project',
        files: {
          'docker-compose.yml':
            'services:\n  redis:\n    image: redis:7.4\n    mem_limit: 512m\n    command: redis-server /etc/redis/redis.conf\n    volumes: ["/srv/redis:/etc/redis"]\n',
        },
      },
      {
        name: 'compose: its configuration sets it',
        files: {
          'redis.conf': 'maxmemory 384mb\n',
          'docker-compose.yml':
            'services:\n  redis:\n    image: redis:7.4\n    mem_limit: 512m\n    command: redis-server /etc/redis.conf\n    volumes: ["./redis.conf:/etc/redis.conf"]\n',
        },
      },
    ],
  },
});
