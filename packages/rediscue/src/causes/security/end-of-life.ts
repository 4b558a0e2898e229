import { diagnoseTarget, remedy } from '../declaration.ts';
import { isForTrial } from '../declared-stack.ts';
import { defineCause, type Found } from '../define.ts';
import { change as changeFile, declaredSentinels, declaredServers, endpointsOf, programs } from '../in-files.ts';
import { hostOf, isSentinel } from '../reach.ts';
import { type Support, supportAsOf, supportOf } from '../support-dates.ts';
import type { EndpointView } from '../view.ts';

export default defineCause({
  code: 'security/end-of-life',
  severity: 'warning',
  scope: 'target',
  title: "The server's version gets no fixes any more",
  meaning: 'Faults and holes that are found in it stay open, unless the distribution repairs its own package.',
  detection: `The version from INFO against a dated table (as of ${supportAsOf}). Versions that it does not list, other servers, and managed services are not judged.`,
  advice: 'Upgrade by way of a replica: start one of the newer version, let it copy, and promote it. Or use what the distribution still repairs.',
  source: 'Release notes of Redis; valkey.io, "Valkey releases and versioning"',
  needs: ['info'],
  explains: [],
  detect: (target) => {
    const ended = new Map<string, { row: Support; at: EndpointView[] }>();
    for (const at of target.endpoints) {
      const version = versionOf(at);
      const row = version && supportOf(version.product, version.number);
      if (!version || !row || Date.parse(`${row.ends}T23:59:59Z`) >= at.nowMs) continue;
      const name = `${version.product} ${version.number}`;
      ended.set(name, { row, at: [...(ended.get(name)?.at ?? []), at] });
    }
    return [...ended].map(([name, { row, at }]): Found => {
      const [first, ...rest] = at.map(({ subject }) => subject);
      return {
        summary: `${name} (${[first, ...rest].slice(0, 3).join(', ')}${rest.length > 2 ? ` and ${rest.length - 2} more` : ''}) has had no fixes from its makers since ${row.ends}: ${row.why}.`,
        evidence: [{ probe: 'info', subject: first ?? '' }, ...rest.map((subject) => ({ probe: 'info' as const, subject }))],
        concerns: at.map(({ subject }) => subject),
        remedies: [
          remedy(
            'See whether the package is still repaired by the distribution, and what it offers',
            ['apt-cache policy redis-server valkey-server 2>/dev/null || dnf info redis valkey'],
            diagnoseTarget(target),
          ),
        ],
      };
    });
  },
  inFiles: {
    detect: (project) =>
      [...declaredServers(project), ...declaredSentinels(project)].flatMap((server): Found[] => {
        const version = versionOfImage(server.image?.value ?? '');
        const row = version && supportOf(version.product, version.number);
        if (!server.image || !version || !row || isForTrial(server) || !/^(compose|kubernetes)$/.test(server.format) || Date.parse(`${row.ends}T23:59:59Z`) >= project.nowMs)
          return [];
        return [
          {
            summary: `${server.name} runs ${server.image.value}, and ${version.product} ${version.shown} has had no fixes from its makers since ${row.ends}: ${row.why}.`,
            evidence: programs(server),
            where: [server.image.place],
            concerns: endpointsOf(project, server),
            remedies: [
              changeFile('Name a version that still gets fixes, after a backup: a newer server reads the files of an older one, and not the other way round', server.image.place),
            ],
          },
        ];
      }),
  },
  examples: {
    bad: [{ name: 'Redis 7.0', facts: { info: { value: { redis_version: '7.0.15' } } } }],
    good: [
      { name: 'Redis 8.2', facts: { info: { value: { redis_version: '8.2.2' } } } },
      { name: 'Valkey 8.1, which also names a Redis version', facts: { info: { value: { redis_version: '7.2.4', server_name: 'valkey', valkey_version: '8.1.4' } } } },
      { name: 'a build from the development branch', facts: { info: { value: { redis_version: '255.255.255' } } } },
      { name: 'a managed service', facts: { endpoints: { 'cache.abc123.use1.cache.amazonaws.com:6379': { info: { value: { redis_version: '7.0.7' } } } } } },
    ],
  },
  fileExamples: {
    bad: [
      { name: 'compose: redis:6.0', files: { 'docker-compose.yml': 'services:\n  redis:\n    image: redis:6.0.16-alpine\n' }, at: 'docker-compose.yml:3' },
      { name: 'compose: redis:5, whichever it is', files: { 'docker-compose.yml': 'services:\n  redis:\n    image: redis:5-alpine\n' }, at: 'docker-compose.yml:3' },
    ],
    good: [
      { name: 'compose: one that gets fixes', files: { 'docker-compose.yml': 'services:\n  redis:\n    image: redis:8.2\n  cache:\n    image: valkey/valkey:8.1\n' } },
      {
        name: 'compose: tags that move on',
        files: { 'docker-compose.yml': 'services:\n  redis:\n    image: redis:7\n  cache:\n    image: redis:alpine3.18\n  other:\n    image: redis\n' },
      },
      { name: 'compose: the same numbers of another image', files: { 'docker-compose.yml': 'services:\n  redis:\n    image: registry.shop.io/platform/redis:5.0\n' } },
      { name: 'for tests', files: { 'docker-compose.test.yml': 'services:\n  redis:\n    image: redis:5\n' } },
    ],
  },
});

const managed =
  /\.(amazonaws\.com|cache\.windows\.net|redis\.azure\.net|redis-cloud\.com|redislabs\.com|upstash\.io|aivencloud\.com|ondigitalocean\.com|render\.com|rlwy\.net|memorystore\.[\w.-]+|googleapis\.com)$/i;

function versionOf(at: EndpointView): { product: Support['product']; number: string } | undefined {
  if (isSentinel(at) || managed.test(hostOf(at)) || /amazon/i.test(at.info('os') ?? '')) return undefined;
  const valkey = at.info('valkey_version');
  if (valkey !== undefined) return { product: 'Valkey', number: valkey };
  const redis = at.info('redis_version');
  const isOther =
    (at.info('server_name') ?? 'redis') !== 'redis' || ['dragonfly_version', 'keydb_version', 'garnet_version', 'kvrocks_version'].some((field) => at.info(field) !== undefined);
  return redis === undefined || isOther ? undefined : { product: 'Redis', number: redis };
}

/** The version that a tag of the makers' images, or of Bitnami's, names. Of `redis:6` only the newest 6 is meant; all of 5 has ended. */
function versionOfImage(image: string): { product: Support['product']; number: string; shown: string } | undefined {
  const [, path = '', major, minor] = /^(?:docker\.io\/)?([^:@]+):v?(\d+)(?:\.(\d+))?(?:\.\d+)*(?:-[^@:]*)?(?:@.*)?$/.exec(image) ?? [];
  const product = /^((library|bitnami(legacy)?)\/)?redis$/.test(path) ? 'Redis' : /^(valkey|bitnami(legacy)?)\/valkey$/.test(path) ? 'Valkey' : null;
  if (product === null || major === undefined || (minor === undefined && (product !== 'Redis' || Number(major) > 5))) return undefined;
  return { product, number: `${major}.${minor ?? 0}`, shown: minor === undefined ? major : `${major}.${minor}` };
}
