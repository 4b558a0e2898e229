import { quoted, remedy } from '../declaration.ts';
import { placeOfSetting, sourceOfReplica } from '../declared-server.ts';
import { isOwn, isWhole, passwordOf, serverAt } from '../declared-stack.ts';
import { type Cited, defineCause } from '../define.ts';
import { logOf } from '../example-parts.ts';
import { change as changeFile, declaredServers, endpointsOf, programs } from '../in-files.ts';
import { redisCli } from '../remedy.ts';
import type { EndpointView } from '../view.ts';

/** The primary of a replica by its own word: ROLE, INFO, or the last line of its log that names one. */
function primaryOf(at: EndpointView): string | null {
  const role = at.value('role');
  if (role?.role === 'replica') return address(role.primaryHost, role.primaryPort);
  const host = at.info('master_host');
  const port = at.infoNumber('master_port');
  if (host !== undefined && port !== undefined) return address(host, port);
  const told = at.get('log')?.events.findLast((event) => event.kind === 'replica-connecting')?.detail;
  return told?.host && told.port ? address(told.host, Number(told.port)) : null;
}

const address = (host: string, port: number): string => (host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`);

/** The log's last word on the link is a refused login. */
function refusedLogin(at: EndpointView) {
  const about = at
    .get('log')
    ?.events.filter((event) => event.afterLastStart && ['replica-auth-failed', 'replica-refused', 'replica-synced', 'replica-partial-sync', 'became-primary'].includes(event.kind));
  const last = about?.at(-1);
  if (last?.kind === 'replica-auth-failed') return last;
  return last?.kind === 'replica-refused' && /NOAUTH|WRONGPASS|NOPERM/.test(`${last.detail.reason ?? ''} ${last.text}`) ? last : null;
}

/** A server that asks for a password before it answers, as we saw ourselves. */
const wantsPassword = (at: EndpointView | undefined): boolean => at?.get('speak')?.error === 'NOAUTH' || at?.get('auth')?.openWithoutLogin === false;

const noLink = { master_link_status: 'down', master_host: 'redis.example', master_port: '6379', role: 'slave' };
const replicaRole = { state: 'ok', value: { role: 'replica', primaryHost: 'redis.example', primaryPort: 6379, link: 'connecting', offset: -1 } } as const;

export default defineCause({
  code: 'auth/replica-credentials-missing',
  severity: 'error',
  scope: 'endpoint',
  title: 'The replica cannot log in to its primary',
  meaning:
    'The replica copies nothing: reads from it are stale or refused, and a failover would promote an old or empty server. A former primary has the same trouble when it comes back.',
  detection: "The replica's link is down and its log shows the primary's `-NOAUTH` or `-WRONGPASS`, or `masterauth` is empty while the primary asks for a password.",
  advice: 'Set `masterauth` (and `masteruser` for an ACL user) on every node, the primary included, as roles change.',
  source: 'redis.conf: masterauth, masteruser',
  needs: ['info', 'config'],
  explains: [
    'replication/link-down',
    'replication/stale-refused',
    'replication/sync-in-progress',
    'replication/lagging',
    'replication/not-enough-replicas',
    'sentinel/no-replica-to-promote',
  ],
  detect: (at) => {
    const role = at.value('role');
    const isReplica = role?.role === 'replica' || at.info('role') === 'slave';
    const refused = refusedLogin(at);
    if (!isReplica && !refused) return null;
    if (role?.role === 'primary' || at.info('master_link_status') === 'up' || (role?.role === 'replica' && role.link === 'connected' && at.info('master_link_status') !== 'down'))
      return null;
    const subject = primaryOf(at);
    const primary = subject === null ? undefined : at.target.project.targets.map((target) => target.endpoint(subject)).find((each) => each !== undefined);
    const secret = at.value('config')?.secrets.masterauth;
    const unset = secret !== undefined && !secret.set;
    if (!refused && !(unset && wantsPassword(primary))) {
      if (secret?.set && wantsPassword(primary) && isReplica)
        return { undecided: `whether the masterauth of ${at.subject} is the password of its primary ${subject}`, needs: "the replica's log" };
      return null;
    }
    const where = subject ?? 'its primary';
    const reason = refused ? quoted(refused.detail.reason ?? refused.text.slice(0, 120)) : null;
    const evidence: [Cited, ...Cited[]] = ['role', 'info', 'config'];
    if (refused) evidence.push('log');
    if (primary) evidence.push({ probe: 'speak', subject: primary.subject });
    return {
      summary: `The replica ${at.subject} cannot log in to ${where}: ${unset ? 'its masterauth is empty, and the primary wants a password' : `the primary refuses its credentials${reason ? ` (${reason})` : ''}`}.`,
      why: `${at.subject} has ${unset ? 'no' : 'the wrong'} credentials for ${where}`,
      evidence,
      ...(primary && { concerns: [primary.subject] }),
      remedies: [
        remedy(
          "Set the primary's password on the replica (it is asked for, and not shown)",
          [`read -rs PRIMARY_PASSWORD && printf 'CONFIG SET masterauth "%s"\\nCONFIG REWRITE\\n' "$PRIMARY_PASSWORD" | ${redisCli(at)}`],
          `${redisCli(at)} INFO replication | grep master_link_status`,
        ),
      ],
    };
  },
  inFiles: {
    detect: (project) =>
      declaredServers(project).flatMap((replica) => {
        const source = sourceOfReplica(replica);
        if (!source || !isWhole(replica) || !isOwn(project, replica)) return [];
        const primary = serverAt(project, replica, source.host, Number(source.port));
        const isGiven = ['masterauth', 'primaryauth', 'masteruser', 'primaryuser'].some((name) => replica.setting(name) !== undefined);
        if (!primary || primary === replica || passwordOf(primary) === null || isGiven) return [];
        const place = placeOfSetting(replica, 'replicaof', 'slaveof');
        return [
          {
            summary: `${replica.name} cannot log in to its primary ${primary.name}: that one asks for a password, and no masterauth is given to the replica.`,
            why: `${replica.name} has no credentials for ${primary.name}`,
            evidence: programs(replica, primary),
            where: [place],
            concerns: [...endpointsOf(project, replica), ...endpointsOf(project, primary)],
            remedies: [changeFile(`Give ${replica.name} the password of ${primary.name} as \`masterauth\`, and ${primary.name} the same, as roles change`, place)],
          },
        ];
      }),
  },
  examples: {
    bad: [
      {
        name: 'masterauth is empty and the primary asks for a password',
        facts: {
          endpoints: {
            '192.0.2.11:6379': { info: { value: noLink }, role: replicaRole },
            'redis.example:6379': { learned: { from: 'replication', by: '192.0.2.11:6379', as: 'primary' } },
          },
        },
      },
      {
        name: "the replica's log shows the refusal",
        facts: {
          info: { value: { ...noLink, master_host: '192.0.2.12' } },
          role: { state: 'ok', value: { ...replicaRole.value, primaryHost: '192.0.2.12' } },
          config: { state: 'refused', reply: 'NOPERM no permissions' },
          log: logOf(
            'ready',
            { kind: 'replica-connecting', text: 'Connecting to MASTER redis.example:6379' },
            {
              kind: 'replica-auth-failed',
              text: 'Unable to AUTH to MASTER: -WRONGPASS invalid username-password pair',
              detail: { reason: 'WRONGPASS invalid username-password pair' },
            },
          ),
        },
      },
    ],
    good: [
      {
        name: 'the link is up',
        facts: {
          info: { value: { ...noLink, master_host: '192.0.2.12', master_link_status: 'up' } },
          role: { state: 'ok', value: { ...replicaRole.value, primaryHost: '192.0.2.12', link: 'connected' } },
        },
      },
      {
        name: 'refused earlier, synchronised since',
        facts: {
          info: { value: { ...noLink, master_link_status: 'up' } },
          log: logOf(
            'ready',
            { kind: 'replica-auth-failed', text: 'Unable to AUTH to MASTER' },
            { kind: 'replica-synced', text: 'MASTER <-> REPLICA sync: Finished with success' },
          ),
        },
      },
      {
        name: 'the primary is open and gone',
        facts: {
          endpoints: {
            '192.0.2.11:6379': { info: { value: noLink }, role: replicaRole },
            'redis.example:6379': {
              learned: { from: 'replication', by: '192.0.2.11:6379', as: 'primary' },
              speak: null,
              auth: null,
              connect: { used: null, attempts: [{ address: '192.0.2.10', port: 6379, state: 'refused', code: 'ECONNREFUSED', ms: 1 }] },
            },
          },
        },
      },
    ],
  },
  fileExamples: {
    bad: [
      {
        name: 'compose: the primary alone has a password',
        files: {
          'docker-compose.yml':
            'services:\n  primary:\n    image: redis:7.4\n    command: redis-server --requirepass u8Zr2Kq0pLw5\n  replica:\n    image: redis:7.4\n    command: redis-server --replicaof primary 6379\n',
        },
        at: 'docker-compose.yml:7',
      },
      {
        name: 'configurations of one host',
        files: { 'conf/redis-primary.conf': 'port 6379\nrequirepass u8Zr2Kq0pLw5\n', 'conf/redis-replica.conf': 'port 6380\nreplicaof 127.0.0.1 6379\n' },
        at: 'conf/redis-replica.conf:2',
      },
    ],
    good: [
      {
        name: 'compose: the replica has it too',
        files: {
          'docker-compose.yml':
            'services:\n  primary:\n    image: redis:7.4\n    command: redis-server --requirepass u8Zr2Kq0pLw5\n  replica:\n    image: redis:7.4\n    command: redis-server --replicaof primary 6379 --masterauth u8Zr2Kq0pLw5\n',
        },
      },
      {
        name: 'compose: the primary has none',
        files: { 'docker-compose.yml': 'services:\n  primary:\n    image: redis:7.4\n  replica:\n    image: redis:7.4\n    command: redis-server --replicaof primary 6379\n' },
      },
      {
        name: "compose: the replica's configuration is not in the project",
        files: {
          'docker-compose.yml':
            'services:\n  primary:\n    image: redis:7.4\n    command: redis-server --requirepass u8Zr2Kq0pLw5\n  replica:\n    image: redis:7.4\n    command: redis-server /etc/redis/redis.conf --replicaof primary 6379\n    volumes: ["/srv/redis:/etc/redis"]\n',
        },
      },
    ],
  },
});
