import { remedy } from '../declaration.ts';
import { isHostName, isOlderThan, isOwn, isWhole, monitorsOf, sentinelSetting, together } from '../declared-stack.ts';
import { defineCause, type Found } from '../define.ts';
import { configFile, logOf, unconnected } from '../example-parts.ts';
import { change as changeFile, declaredSentinels, endpointsOf, programs } from '../in-files.ts';
import { diagnoseAgain, redisCli } from '../remedy.ts';
import { lastEvent } from '../server-state.ts';
import { monitored, sentinelAt } from '../topology-examples.ts';
import type { EndpointView } from '../view.ts';

const deadSentinel = { ...sentinelAt('127.0.0.1:26379', [], { entry: true }), ...unconnected('refused', ['127.0.0.1'], 26379), sentinel: null };
const monitor = ['sentinel', 'monitor', 'mymaster', 'redis-primary', '6379', '2'] as const;

export default defineCause({
  code: 'sentinel/hostnames-not-enabled',
  severity: 'critical',
  scope: 'endpoint',
  title: 'Sentinel is given a host name and may not resolve it',
  meaning:
    'By default Sentinel takes IP addresses only: with a name in `sentinel monitor` it ends at its start. With `resolve-hostnames yes` and a name that does not resolve it ends (6.2) or runs without an address and hands out none (measured on 7.0).',
  detection:
    'The Sentinel does not run, and its configuration file monitors a name without `sentinel resolve-hostnames yes`; or its log says that it could not resolve the name; or it runs and has no address for the primary.',
  advice: 'Set `sentinel resolve-hostnames yes` (and `announce-hostnames yes` where clients should get names), and start Sentinel when the names resolve.',
  source: 'redis.io, "High availability with Redis Sentinel", IP addresses and DNS names (since 6.2)',
  needs: ['configFile'],
  explains: ['network/nothing-listening', 'process/not-running', 'config/fatal-directive', 'container/exited', 'container/restart-loop'],
  detect: (at) => {
    const file = at.get('configFile');
    const nameless = at.value('sentinel')?.primaries.filter(({ host }) => host === '') ?? [];
    if (nameless.length > 0) return unresolved(at, nameless);
    if (at.get('connect')?.used !== null || !file?.sentinel) return null;
    const lines = file.directives.filter(({ name }) => name.toLowerCase() === 'sentinel');
    const monitors = lines.filter(({ values }) => values[0]?.toLowerCase() === 'monitor');
    const named = monitors.filter(({ values }) => values[2] !== undefined && !isAddress(values[2]));
    const isEnabled = lines.some(({ values }) => values[0]?.toLowerCase() === 'resolve-hostnames' && values[1]?.toLowerCase() === 'yes');
    const event =
      lastEvent(at, 'sentinel-resolve-failed') ?? at.get('log')?.events.findLast(({ kind, text }) => kind === 'config-fatal' && /resolve (instance )?hostname/i.test(text));
    const [line] = named;
    if (!line || (isEnabled && !event)) return null;
    const host = line.values[2];
    return {
      summary: isEnabled
        ? `Sentinel ${at.subject} ended at its start: the name "${host}" that it is to monitor did not resolve.`
        : `Sentinel ${at.subject} does not start: it is to monitor the name "${host}", and resolve-hostnames is off.`,
      evidence: ['configFile', 'connect', ...(event ? ['log' as const] : [])],
      where: [line.place],
      remedies: isEnabled
        ? [remedy('See whether the name resolves where Sentinel runs, then start it', [`getent hosts ${host}`, `redis-sentinel ${file.file}`], diagnoseAgain(at))]
        : [
            remedy(
              'Allow names: the line must stand before `sentinel monitor`',
              [`sed -i '${line.place.line ?? 1}i sentinel resolve-hostnames yes' '${line.place.file}'`, `redis-sentinel ${file.file}`],
              diagnoseAgain(at),
            ),
            remedy('Or write the address instead of the name', [`getent hosts ${host}`], diagnoseAgain(at)),
          ],
    };
  },
  inFiles: {
    detect: (project) => {
      // Bitnami's image allows names by itself; before 6.2 a name was resolved at the start, without being asked.
      const strict = declaredSentinels(project).filter((each) => isWhole(each) && isOwn(project, each) && !isOlderThan(each, 6, 2) && !/bitnami/.test(each.image?.value ?? ''));
      const mute = strict.filter((sentinel) => sentinelSetting(sentinel, 'resolve-hostnames')?.value.toLowerCase() !== 'yes');
      const named = mute.flatMap((sentinel) => monitorsOf(sentinel).flatMap(({ name, host, place }) => (isHostName(host) ? [{ sentinel, name, host, at: place }] : [])));
      return together(named).map(
        ({ who, all, sentinel, host, at, places }): Found => ({
          summary: `${who} will not start: the name "${host}" is to be monitored, and resolve-hostnames is off.`,
          evidence: programs(sentinel, ...all.slice(1)),
          where: places,
          concerns: all.flatMap((each) => endpointsOf(project, each)),
          remedies: [changeFile('Write `sentinel resolve-hostnames yes` above this line, for every Sentinel', at)],
        }),
      );
    },
  },
  examples: {
    bad: [
      {
        name: 'a name, and resolve-hostnames is off',
        facts: { endpoints: { '127.0.0.1:26379': { ...deadSentinel, configFile: configFile([['port', '26379'], monitor], { sentinel: true, file: '/srv/sentinel.conf' }) } } },
      },
      {
        name: 'it runs, and has no address for the primary',
        facts: { endpoints: { '127.0.0.1:26379': sentinelAt('127.0.0.1:26379', [monitored(':6379', { replicaList: [], answered: { host: '', port: 6379 } })], { entry: true }) } },
      },
      {
        name: 'allowed, but the name did not resolve at the start',
        facts: {
          endpoints: {
            '127.0.0.1:26379': {
              ...deadSentinel,
              configFile: configFile([['sentinel', 'resolve-hostnames', 'yes'], monitor], { sentinel: true }),
              log: logOf('exited', { kind: 'sentinel-resolve-failed', text: "Failed to resolve hostname 'redis-primary'", detail: { host: 'redis-primary' } }),
            },
          },
        },
      },
    ],
    good: [
      {
        name: 'an address is monitored; it is down for another reason',
        facts: {
          endpoints: { '127.0.0.1:26379': { ...deadSentinel, configFile: configFile([['sentinel', 'monitor', 'mymaster', '192.0.2.11', '6379', '2']], { sentinel: true }) } },
        },
      },
      {
        name: 'names are allowed and it runs',
        facts: {
          endpoints: {
            '127.0.0.1:26379': sentinelAt('127.0.0.1:26379', [], {
              entry: true,
              facts: { configFile: configFile([['sentinel', 'resolve-hostnames', 'yes'], monitor], { sentinel: true }) },
            }),
          },
        },
      },
    ],
  },
  fileExamples: {
    bad: [
      {
        name: 'compose: the name of a service',
        files: {
          'sentinel/sentinel.conf': 'port 26379\nsentinel monitor main primary 6379 2\n',
          'docker-compose.yml':
            'services:\n  primary:\n    image: redis:7.4\n  sentinel:\n    image: redis:7.4\n    command: redis-sentinel /etc/sentinel/sentinel.conf\n    volumes: ["./sentinel:/etc/sentinel"]\n',
        },
        at: 'sentinel/sentinel.conf:2',
      },
    ],
    good: [
      {
        name: 'compose: names are allowed',
        files: {
          'sentinel/sentinel.conf': 'sentinel resolve-hostnames yes\nsentinel monitor main primary 6379 2\n',
          'docker-compose.yml':
            'services:\n  primary:\n    image: redis:7.4\n  sentinel:\n    image: redis:7.4\n    command: redis-sentinel /etc/sentinel/sentinel.conf\n    volumes: ["./sentinel:/etc/sentinel"]\n',
        },
      },
      {
        name: 'compose: an address',
        files: {
          'sentinel/sentinel.conf': 'sentinel monitor main 172.20.0.5 6379 2\n',
          'docker-compose.yml':
            'services:\n  primary:\n    image: redis:7.4\n  sentinel:\n    image: redis:7.4\n    command: redis-sentinel /etc/sentinel/sentinel.conf\n    volumes: ["./sentinel:/etc/sentinel"]\n',
        },
      },
      {
        name: 'compose: an image of before 6.2',
        files: {
          'sentinel/sentinel.conf': 'sentinel monitor main primary 6379 2\n',
          'docker-compose.yml':
            'services:\n  primary:\n    image: redis:6.0\n  sentinel:\n    image: redis:6.0\n    command: redis-sentinel /etc/sentinel/sentinel.conf\n    volumes: ["./sentinel:/etc/sentinel"]\n',
        },
      },
      {
        name: 'compose: a script fills it in',
        files: {
          'sentinel/sentinel.conf': 'sentinel monitor main $PRIMARY 6379 2\n',
          'docker-compose.yml':
            'services:\n  primary:\n    image: redis:7.4\n  sentinel:\n    image: redis:7.4\n    command: redis-sentinel /etc/sentinel/sentinel.conf\n    volumes: ["./sentinel:/etc/sentinel"]\n',
        },
      },
    ],
  },
});

/** A Sentinel that runs and has no address for a primary: names are allowed, and this one did not resolve. */
function unresolved(at: EndpointView, primaries: readonly { name: string; port: number }[]): Found {
  const file = at.get('configFile');
  const lines = file?.directives.filter(({ name, values }) => name.toLowerCase() === 'sentinel' && values[0]?.toLowerCase() === 'monitor') ?? [];
  const line = lines.find(({ values }) => primaries.some(({ name }) => name === values[1]));
  // A Sentinel that rewrites its file leaves an unresolved name out.
  const host = lastEvent(at, 'sentinel-resolve-failed')?.detail.host ?? (line?.values.length === 5 ? line.values[2] : undefined);
  const names = primaries.map(({ name }) => `"${name}"`).join(', ');
  return {
    summary: `Sentinel ${at.subject} has no address for ${names}: the name${host ? ` "${host}"` : ''} that it is to monitor does not resolve where it runs.`,
    evidence: ['sentinel', 'configFile', 'log'],
    ...(line && { where: [line.place] }),
    remedies: [
      remedy(
        'Make the name resolve on the machine of the Sentinel, then restart it',
        [`getent hosts ${host ?? '<name>'}`, ...(file ? [`redis-sentinel ${file.file}`] : [])],
        diagnoseAgain(at),
        'disruptive',
      ),
      remedy(
        'Or let it monitor the address',
        primaries.flatMap(({ name, port }) => [`${redisCli(at)} SENTINEL REMOVE ${name}`, `${redisCli(at)} SENTINEL MONITOR ${name} <address> ${port} 2`]),
        diagnoseAgain(at),
        'disruptive',
      ),
    ],
  };
}

const isAddress = (host: string): boolean => /^\d{1,3}(\.\d{1,3}){3}$/.test(host) || host.includes(':');
