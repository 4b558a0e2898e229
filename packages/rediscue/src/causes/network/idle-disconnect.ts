import { diagnoseTarget, remedy } from '../declaration.ts';
import { placeOfSetting } from '../declared-server.ts';
import { defineCause } from '../define.ts';
import { configFile, serverProcess } from '../example-parts.ts';
import { change, declaredServers, endpointsOf, programs } from '../in-files.ts';
import { hurt, isSentinel } from '../reach.ts';
import { redisCli } from '../remedy.ts';

/** Pools of common clients keep a connection unused for a minute and more. */
const shortestIdleSeconds = 60;

export default defineCause({
  code: 'network/idle-disconnect',
  severity: 'error',
  scope: 'endpoint',
  title: 'Idle connections are cut',
  meaning:
    "The server closes a connection that was quiet for a few seconds. A pool's next user finds it dead: sporadic `ECONNRESET` or `Connection closed` at quiet times, never under load.",
  detection: `The live setting \`timeout\` is above 0 and under ${shortestIdleSeconds} seconds. 0 means never.`,
  advice: 'Set `timeout 0` (or some minutes) and let `tcp-keepalive` find dead peers instead.',
  source: 'redis.conf: timeout, tcp-keepalive',
  needs: ['config'],
  explains: [],
  detect: (at) => {
    const file = at.get('configFile');
    const directive = file?.directives.findLast((each) => each.name === 'timeout');
    // Without CONFIG GET, the file that the running server named itself is the next best word.
    const fromFile =
      at.get('config') && at.value('config') === undefined && (file?.foundBy === 'info' || file?.foundBy === 'arguments') ? Number(directive?.values[0] ?? 0) : undefined;
    const seconds = at.configNumber('timeout') ?? fromFile;
    if (seconds === undefined || !(seconds > 0 && seconds < shortestIdleSeconds) || isSentinel(at)) return null;
    return {
      ...hurt(at, 'error'),
      summary: `${at.subject} closes every connection that is idle for ${seconds} s: clients with a pool lose theirs at quiet times.`,
      evidence: at.configNumber('timeout') === undefined ? ['configFile'] : ['config'],
      where: directive ? [directive.place] : [],
      remedies: [
        remedy(
          'Keep idle connections, and let keepalive find dead peers',
          [`${redisCli(at)} CONFIG SET timeout 0`, `${redisCli(at)} CONFIG SET tcp-keepalive 300`, `${redisCli(at)} CONFIG REWRITE`],
          diagnoseTarget(at.target),
        ),
      ],
    };
  },
  inFiles: {
    detect: (project) =>
      declaredServers(project).flatMap((server) => {
        const seconds = Number(server.setting('timeout') ?? 0);
        if (!(seconds > 0 && seconds < shortestIdleSeconds)) return [];
        const place = placeOfSetting(server, 'timeout');
        return [
          {
            summary: `${server.name} is told to close every connection that is idle for ${seconds} s: clients with a pool lose theirs at quiet times.`,
            evidence: programs(server),
            where: [place],
            concerns: endpointsOf(project, server),
            remedies: [change('Write `timeout 0`, and let `tcp-keepalive 300` find dead peers', place)],
          },
        ];
      }),
  },
  examples: {
    bad: [
      { name: 'timeout 5', facts: { config: { value: { values: { timeout: '5' } } } } },
      {
        name: 'CONFIG is refused, the file of the running server says it',
        facts: {
          config: { state: 'refused', reply: 'NOPERM no permissions' },
          process: serverProcess(),
          configFile: configFile(
            [
              ['port', '6379'],
              ['timeout', '20'],
            ],
            { foundBy: 'arguments' },
          ),
        },
      },
    ],
    good: [
      { name: 'timeout 0: never', facts: {} },
      { name: 'five minutes', facts: { config: { value: { values: { timeout: '300' } } } } },
      { name: 'unknown, as CONFIG is refused', facts: { config: { state: 'refused', reply: 'NOPERM no permissions' } } },
    ],
  },
  fileExamples: {
    bad: [
      { name: 'timeout 30 in redis.conf', files: { 'redis.conf': 'port 6379\ntimeout 30\n' }, at: 'redis.conf:2' },
      {
        name: 'in the start command of a service',
        files: { 'docker-compose.yml': 'services:\n  redis:\n    image: redis:7.4\n    command: redis-server --timeout 10\n' },
        at: 'docker-compose.yml:4',
      },
    ],
    good: [
      { name: 'never', files: { 'redis.conf': 'port 6379\ntimeout 0\n' } },
      { name: 'five minutes', files: { 'redis.conf': 'port 6379\ntimeout 300\n' } },
    ],
  },
});
