import { remedy } from '../declaration.ts';
import { defineCause } from '../define.ts';
import { diagnoseAgain, redisCli } from '../remedy.ts';
import { sourceOf } from '../topology.ts';
import { replicaAt } from '../topology-examples.ts';
import type { EndpointView } from '../view.ts';

export default defineCause({
  code: 'security/compromise-signs',
  severity: 'critical',
  scope: 'endpoint',
  title: 'Traces of a known attack',
  meaning:
    'Attacks on open servers write a crontab or an SSH key through a snapshot, load a module that runs commands, or make the server copy from a machine of their own. Whoever did that may own the machine.',
  detection:
    'Keys whose value is a crontab line or a padded SSH key, or with names that only attacks use; the data directory in a cron or .ssh folder, or the snapshot named like a file there; the module `system`. An unknown module from a temporary folder, a snapshot that is named like a program, and replication from a public address that is declared nowhere can be innocent: two of them count.',
  advice:
    'Take the server off the network and keep the evidence before anything is changed: snapshot, logs, processes, crontabs, authorized keys. Then set up a new machine; a password alone does not end it, as open connections stay valid.',
  source: 'redis.io, "Redis security"; published analyses of attacks on open servers',
  needs: ['config', 'keys', 'modules'],
  explains: [
    'security/denied-attempts',
    'replication/write-to-replica',
    'replication/link-down',
    'replication/stale-refused',
    'persistence/permission-denied',
    'persistence/writes-blocked',
  ],
  detect: (at) => {
    const plain = unmistakable(at);
    const doubtful = mistakable(at);
    if (plain.length === 0 && doubtful.length < 2) {
      const [one] = doubtful;
      return one ? { undecided: `whether ${at.subject} was broken into: ${one}`, needs: 'a person who knows whether that is meant; a second such sign would decide it' } : null;
    }
    const signs = [...plain, ...doubtful];
    return {
      summary: `${at.subject} shows traces of an attack: ${signs.join('; ')}.`,
      evidence: ['config', 'keys', 'modules', 'role'],
      remedies: [
        remedy(
          'First keep the evidence, before anything is changed',
          [
            '(umask 077; mkdir -p evidence)',
            `${redisCli(at)} --rdb evidence/redis.rdb`,
            `${redisCli(at)} INFO everything > evidence/info.txt`,
            `${redisCli(at)} CLIENT LIST > evidence/clients.txt`,
            'crontab -l > evidence/crontab.txt; ls -la ~/.ssh /etc/cron.d /var/spool/cron >> evidence/crontab.txt',
          ],
          'the folder evidence holds the files',
          'safe',
          'forensic-copy',
        ),
        remedy(
          'Then cut it off from the network',
          [`${redisCli(at)} CONFIG SET protected-mode yes`, `${redisCli(at)} CLIENT KILL TYPE normal SKIPME yes`],
          diagnoseAgain(at),
          'disruptive',
          'contain-breach',
        ),
      ],
    };
  },
  examples: {
    bad: [
      { name: 'a crontab line in a key', facts: { keys: { value: { attackKeys: [{ key: 'backup1', sign: 'cron-line' }] } } } },
      { name: 'the snapshot would become an SSH key', facts: { config: { value: { values: { dir: '/root/.ssh', dbfilename: 'authorized_keys' } } } } },
      {
        name: 'it copies from a stranger, and the snapshot is named like a library',
        facts: {
          endpoints: { '192.0.2.10:6379': replicaAt('192.0.2.10:6379', '198.51.100.7:21000', undefined, { facts: { config: { value: { values: { dbfilename: 'exp.so' } } } } }) },
        },
      },
    ],
    good: [
      { name: 'an ordinary replica of a private address', facts: { endpoints: { '10.0.0.12:6379': replicaAt('10.0.0.12:6379', '10.0.0.11:6379') } } },
      { name: 'a module of the house', facts: { modules: { value: [{ name: 'acme', version: '1', path: '/tmp/build/acme.so' }] } } },
      { name: 'Redis Stack', facts: { modules: { value: [{ name: 'search', version: '20811', path: '/opt/redis-stack/lib/redisearch.so' }] } } },
    ],
  },
});

/** Signs without an innocent reading. */
function unmistakable(at: EndpointView): string[] {
  const signs: string[] = [];
  const keys = at.value('keys')?.attackKeys ?? [];
  const words: Record<string, string> = { 'cron-line': 'holds a crontab line', 'ssh-key': 'holds an SSH key', 'known-name': 'has a name that only attacks use' };
  if (keys.length > 0)
    signs.push(
      keys
        .slice(0, 3)
        .map(({ key, sign }) => `the key "${key}" ${words[sign] ?? sign}`)
        .join(', '),
    );
  const folder = at.config('dir') ?? '';
  if (/^\/(var\/spool\/cron|etc\/cron|etc\/init\.d|etc\/systemd)|\/\.ssh(\/|$)/.test(folder)) signs.push(`its data directory is ${folder}`);
  if (/^(authorized_keys2?|crontab)$/.test(at.config('dbfilename') ?? '')) signs.push(`its snapshot is called ${at.config('dbfilename')}`);
  const shell = (at.value('modules') ?? []).find(({ name }) => name.toLowerCase() === 'system' || name.toLowerCase() === 'system.exec');
  if (shell) signs.push(`the module "${shell.name}", which runs commands of the machine, is loaded`);
  return signs;
}

/** Signs that have an innocent reading. */
function mistakable(at: EndpointView): string[] {
  const signs: string[] = [];
  const strange = (at.value('modules') ?? []).find(({ path }) => path !== null && /^\/(tmp|var\/tmp|dev\/shm)\//.test(path));
  if (strange) signs.push(`the module "${strange.name}" was loaded from ${strange.path}`);
  if (/\.(so|php|jsp|sh|py|elf)$/.test(at.config('dbfilename') ?? '')) signs.push(`its snapshot is called ${at.config('dbfilename')}`);
  const source = sourceOf(at);
  if (source && isPublic(source.host) && !isDeclared(at, source.host)) signs.push(`it copies from ${source.host}:${source.port}, which is declared nowhere`);
  return signs;
}

/** An IPv4 address of the public network. Names are not judged. */
function isPublic(host: string): boolean {
  const parts = host.split('.').map(Number);
  const [a, b] = parts;
  if (parts.length !== 4 || a === undefined || b === undefined || parts.some((part) => !Number.isInteger(part))) return false;
  return !(a === 10 || a === 127 || a === 0 || (a === 172 && b >= 16 && b <= 31) || (a === 192 && b === 168) || (a === 169 && b === 254) || (a === 100 && b >= 64 && b <= 127));
}

const isDeclared = (at: EndpointView, host: string): boolean =>
  at.target.project.targets.some(
    (target) => target.declared?.addresses.some((address) => address.host === host) || target.entries.some((entry) => entry.get('connect')?.used === host),
  );
