import { diagnoseTarget, remedy } from '../declaration.ts';
import { defineCause } from '../define.ts';
import { configFile, serverProcess } from '../example-parts.ts';
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
});
