import { engine, runnerOf } from '../container-state.ts';
import { remedy } from '../declaration.ts';
import { placeOfSetting } from '../declared-server.ts';
import { defineCause } from '../define.ts';
import { container, containers } from '../example-parts.ts';
import { runningContainer } from '../exposure.ts';
import { change, declaredServers, endpointsOf, programs } from '../in-files.ts';
import { bytes, diagnoseAgain, redisCli } from '../remedy.ts';

/** Buffers, fragmentation and a snapshot's copies need at least the rest. */
const mostOfLimit = 0.9;
const gibibyte = 1024 ** 3;

export default defineCause({
  code: 'container/memory-limit-below-maxmemory',
  severity: 'error',
  scope: 'endpoint',
  title: "The container's memory limit is too near to `maxmemory`",
  meaning: 'Long before Redis evicts or refuses by its own limit, the kernel kills the whole container: all connections break, and what was not saved is lost.',
  detection: "`maxmemory` is over 90 % of the container's memory limit.",
  advice: 'Keep `maxmemory` at 75 % of the limit or less.',
  source: 'redis.io, "Memory optimization": the resident size is larger than the data',
  needs: ['containers', 'info'],
  explains: [],
  detect: (at) => {
    const box = runningContainer(at);
    const limit = box?.memoryLimitBytes ?? null;
    const most = at.infoNumber('maxmemory') ?? at.configNumber('maxmemory');
    if (!box || limit === null || limit <= 0 || most === undefined || most <= 0 || most <= limit * mostOfLimit) return null;
    const wanted = Math.ceil(most / 0.75 / 1048576);
    return {
      summary: `maxmemory of ${at.subject} is ${bytes(most)}, and its container ${box.name} is killed at ${bytes(limit)}.`,
      evidence: ['containers', 'info'],
      remedies: [
        remedy(
          'Raise the limit of the container',
          box.pod === null ? [`${engine(at)} update --memory ${wanted}m --memory-swap ${wanted}m ${box.name}`] : runnerOf(at, box).limit(wanted),
          diagnoseAgain(at),
          'safe',
          'raise-memory-limit',
        ),
        remedy(
          'Or lower maxmemory: with an eviction policy keys are evicted, without one writes are refused',
          [`${redisCli(at)} CONFIG SET maxmemory ${Math.floor((limit * 0.75) / 1048576)}mb`],
          diagnoseAgain(at),
          'destructive',
        ),
      ],
    };
  },
  inFiles: {
    detect: (project) =>
      declaredServers(project).flatMap((server) => {
        const limit = server.memoryLimitBytes;
        const most = memoryOf(server.setting('maxmemory'));
        if (limit === null || most === null || most <= limit.value * mostOfLimit) return [];
        return [
          {
            summary: `maxmemory of ${server.name} is ${bytes(most)}, and its container is killed at ${bytes(limit.value)}.`,
            evidence: programs(server),
            where: [limit.place, placeOfSetting(server, 'maxmemory')],
            concerns: endpointsOf(project, server),
            remedies: [
              change(
                `Raise the memory limit of ${server.name} to ${Math.ceil(most / 0.75 / 1048576)} MiB, or lower maxmemory to ${Math.floor((limit.value * 0.75) / 1048576)}mb`,
                limit.place,
              ),
            ],
          },
        ];
      }),
  },
  examples: {
    bad: [
      {
        name: 'both are 1 GiB',
        facts: { endpoints: { '127.0.0.1:6379': { info: { value: { maxmemory: String(gibibyte) } }, containers: containers(container({ memoryLimitBytes: gibibyte })) } } },
      },
    ],
    good: [
      {
        name: 'three quarters',
        facts: { endpoints: { '127.0.0.1:6379': { info: { value: { maxmemory: String(0.75 * gibibyte) } }, containers: containers(container({ memoryLimitBytes: gibibyte })) } } },
      },
      { name: 'no limit of the container', facts: { endpoints: { '127.0.0.1:6379': { containers: containers(container()) } } } },
    ],
  },
  fileExamples: {
    bad: [
      {
        name: 'compose: both are 512 MiB',
        files: { 'docker-compose.yml': 'services:\n  redis:\n    image: redis:7.2\n    command: redis-server --maxmemory 512mb\n    mem_limit: 512m\n' },
        at: 'docker-compose.yml:5',
      },
      {
        name: 'compose: its configuration wants more than the limit',
        files: {
          'docker-compose.yml':
            'services:\n  redis:\n    image: redis:7.2\n    command: redis-server /etc/redis.conf\n    volumes: ["./redis.conf:/etc/redis.conf"]\n    deploy:\n      resources:\n        limits:\n          memory: 1G\n',
          'redis.conf': '# maxmemory 100mb\nmaxmemory 2gb\n',
        },
        at: 'redis.conf:2',
      },
    ],
    good: [
      {
        name: 'compose: three quarters',
        files: { 'docker-compose.yml': 'services:\n  redis:\n    image: redis:7.2\n    command: redis-server --maxmemory 384mb\n    mem_limit: 512m\n' },
      },
      { name: 'compose: no limit', files: { 'docker-compose.yml': 'services:\n  redis:\n    image: redis:7.2\n    command: redis-server --maxmemory 2gb\n' } },
    ],
  },
});

const units: Readonly<Record<string, number>> = { '': 1, b: 1, k: 1e3, kb: 1024, m: 1e6, mb: 1024 ** 2, g: 1e9, gb: 1024 ** 3 };

/** An amount as a configuration says it: `512mb`, `1g`. Null without one, and for no limit. */
function memoryOf(text: string | undefined): number | null {
  const [, count, unit = ''] = /^(\d{1,18})([a-z]{0,2})$/i.exec(text?.trim() ?? '') ?? [];
  const bytesEach = units[unit.toLowerCase()];
  const amount = count === undefined || bytesEach === undefined ? 0 : Number(count) * bytesEach;
  return amount === 0 ? null : amount;
}
