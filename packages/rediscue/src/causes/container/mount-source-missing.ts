import { answersRedis, engine } from '../container-state.ts';
import { remedy } from '../declaration.ts';
import { imageFamily, isSeenWell } from '../declared-server.ts';
import { defineCause } from '../define.ts';
import { container, containers, unconnected } from '../example-parts.ts';
import { servingContainers } from '../exposure.ts';
import { change, declaredSentinels, declaredServers, endpointsOf, programs } from '../in-files.ts';
import { diagnoseAgain } from '../remedy.ts';
import type { ProgramView, ProjectView } from '../view.ts';

const dead = unconnected('refused', ['127.0.0.1']);
const asFolder = { type: 'bind', source: '/srv/app/redis.conf', destination: '/etc/redis/redis.conf', sourceIs: 'empty-folder' } as const;

export default defineCause({
  code: 'container/mount-source-missing',
  severity: 'critical',
  scope: 'endpoint',
  title: 'A mounted file does not exist on the host',
  meaning:
    'The engine refuses to start the container; or it makes an empty folder in the place of the file, and the server cannot read its configuration, certificate or user list.',
  detection:
    "The container does not serve (or runs on defaults, as the file is its configuration), and: the engine's error names a mount source that does not exist, or the source of a bind mount is missing on this machine, or is an empty folder while the destination is named like a file.",
  advice: 'Put the file there (remove the empty folder first), or correct the path in the compose file: it is relative to that file.',
  source: 'docs.docker.com, "Bind mounts"',
  needs: ['containers'],
  explains: [
    'container/exited',
    'container/restart-loop',
    'container/never-created',
    'network/nothing-listening',
    'network/name-not-found',
    'process/not-running',
    'config/fatal-directive',
    'network/protected-mode',
    'auth/server-has-no-password',
    'security/open-to-the-world',
    'container/data-not-persisted',
    'tls/key-unusable',
  ],
  detect: (at) => {
    for (const box of servingContainers(at)) {
      const wrong = box.mounts.find((mount) => mount.type === 'bind' && (mount.sourceIs === 'missing' || (mount.sourceIs === 'empty-folder' && isFileName(mount.destination))));
      // A server takes a folder for an empty configuration: it may run, on defaults.
      const isItsConfiguration = wrong?.sourceIs === 'empty-folder' && box.command.includes(wrong.destination);
      if (answersRedis(at) && !isItsConfiguration) continue;
      const told =
        box.error !== null &&
        /no such file or directory|bind source path does not exist|mount a directory onto a file|not a directory/i.test(box.error) &&
        /mount|statfs|bind/i.test(box.error);
      const source = wrong?.source ?? (told ? pathIn(box.error ?? '') : undefined);
      if (!wrong && !told) continue;
      const isFolder = wrong?.sourceIs === 'empty-folder';
      return {
        summary: isFolder
          ? `${source} is an empty folder where the container ${box.name} expects a file (${wrong?.destination}): the file did not exist when the container was made.`
          : `The container ${box.name} cannot start: ${source ?? 'a file that it mounts'} does not exist on this machine.`,
        evidence: ['containers'],
        ...(source && { where: [{ file: source }] }),
        remedies: [
          remedy(
            'Put the file there, and make the container anew',
            [...(isFolder ? [`rmdir '${source}'`] : []), `ls -l '${source ?? '<path>'}'`, `${engine(at)} restart ${box.name}`],
            diagnoseAgain(at),
            'safe',
            'recreate-container',
          ),
        ],
      };
    }
    return null;
  },
  inFiles: {
    isProof: true,
    detect: (project) =>
      [...declaredServers(project), ...declaredSentinels(project)].flatMap((server) =>
        server.mounts.flatMap((mount) => {
          const name = absentName(server, mount, project);
          const isFolder = mount.isLookedAt && (mount.sourceIs === 'folder' || mount.sourceIs === 'empty-folder') && isFileName(mount.target);
          // What is made where the project runs is not missing from its files.
          if (mount.source === null || (!isFolder && !name) || (name?.madeFrom && project.look === 'files')) return [];
          const concerns = endpointsOf(project, server);
          const isMilder =
            (server.variant !== null && project.programs.some(({ variant, format }) => variant === null && format === server.format)) ||
            isSeenWell(project, concerns) ||
            !isRead(server, mount);
          return [
            {
              ...(isMilder && { severity: 'warning' as const }),
              summary: isFolder
                ? `${server.name} mounts ${mount.source} as the file ${mount.target}, and it is ${mount.sourceIs === 'folder' ? 'a folder' : 'an empty folder'}.`
                : `${server.name} mounts ${mount.source} as ${mount.target}, and it does not exist: the engine refuses, or makes a folder in its place.`,
              evidence: programs(server),
              where: [mount.place, ...(name && name.place.line !== mount.place.line ? [name.place] : [])],
              concerns,
              remedies: [
                change(
                  isFolder ? `Name the file in it, or mount the folder at a folder` : `Put the file there, or correct the path: it is relative to ${mount.place.file}`,
                  mount.place,
                ),
              ],
            },
          ];
        }),
      ),
  },
  examples: {
    bad: [
      {
        name: 'an empty folder in the place of redis.conf',
        facts: { endpoints: { '127.0.0.1:6379': { ...dead, containers: containers(container({ state: 'exited', exitCode: 1, mounts: [asFolder], pid: null })) } } },
      },
      {
        name: 'the engine refuses',
        facts: {
          endpoints: {
            '127.0.0.1:6379': {
              ...dead,
              containers: containers(container({ state: 'created', exitCode: 127, error: 'statfs /srv/app/users.acl: no such file or directory', mounts: [], pid: null })),
            },
          },
        },
      },
    ],
    good: [
      {
        name: 'an empty data folder',
        facts: {
          endpoints: {
            '127.0.0.1:6379': {
              ...dead,
              containers: containers(container({ state: 'exited', exitCode: 1, mounts: [{ type: 'bind', source: '/srv/data', destination: '/data', sourceIs: 'empty-folder' }] })),
            },
          },
        },
      },
      { name: 'the server is well', facts: { endpoints: { '127.0.0.1:6379': { containers: containers(container({ mounts: [asFolder] })) } } } },
    ],
  },
  fileExamples: {
    bad: [
      {
        name: 'compose: the configuration is not there',
        files: {
          'docker-compose.yml':
            'services:\n  redis:\n    image: redis:7.2\n    command: redis-server /etc/redis/redis.conf\n    volumes:\n      - ./config/redis.conf:/etc/redis/redis.conf:ro\n',
        },
        at: 'docker-compose.yml:6',
      },
      {
        name: 'compose: a folder in the place of the file',
        files: {
          'docker-compose.yml':
            'services:\n  redis:\n    image: redis:7.2\n    command: redis-server /etc/redis/redis.conf\n    volumes:\n      - ./config:/etc/redis/redis.conf\n',
          'config/redis.conf': 'appendonly yes\n',
        },
        at: 'docker-compose.yml:6',
      },
      {
        name: 'compose: the file of a secret is not there',
        files: {
          'docker-compose.yml': 'services:\n  redis:\n    image: redis:7.2\n    secrets:\n      - redis_password\nsecrets:\n  redis_password:\n    file: ./redis-password.txt\n',
        },
        at: 'docker-compose.yml:8',
      },
    ],
    good: [
      {
        name: 'compose: it is there',
        files: {
          'docker-compose.yml':
            'services:\n  redis:\n    image: redis:7.2\n    command: redis-server /etc/redis/redis.conf\n    volumes:\n      - ./redis.conf:/etc/redis/redis.conf\n      - ./data:/data\n',
          'redis.conf': 'appendonly yes\n',
        },
      },
      {
        name: 'compose: the secret is made where it runs',
        files: {
          'docker-compose.yml':
            'services:\n  redis:\n    image: redis:7.2\n    secrets:\n      - redis_password\nsecrets:\n  redis_password:\n    file: ./secrets/redis-password.txt\n',
          '.gitignore': 'node_modules\n/secrets/\n',
        },
      },
      {
        name: 'a path of the machine that it runs on',
        files: { 'docker-compose.yml': 'services:\n  redis:\n    image: redis:7.2\n    volumes: ["/srv/shop/redis.conf:/etc/redis/redis.conf"]\n' },
      },
    ],
  },
});

const isFileName = (path: string): boolean => /\.(conf|cfg|ini|acl|pem|crt|cer|key|rdb|aof|json|ya?ml|toml|env|sh|lua|txt)$/i.test(path);

/** The server, or the engine before it, cannot do without: a file that nobody reads is an odd empty folder. */
const isRead = (server: ProgramView, { kind, target }: ProgramView['mounts'][number]): boolean =>
  kind !== 'bind' ||
  [...(server.command?.value ?? []), ...(server.server?.settings.flatMap(({ values }) => values) ?? [])].some((word) => word.includes(target)) ||
  (imageFamily(server) !== 'official' && !/^\/(data|tmp)\//.test(target));

/** The reader's word that a mount's source is not there; of a secret or config the line that names its file says so. */
function absentName(server: ProgramView, { source, place, kind }: ProgramView['mounts'][number], { dangling }: ProjectView): ProjectView['dangling'][number] | undefined {
  return dangling.find(
    (each) =>
      each.kind === 'mount-source' &&
      each.name === source &&
      (each.by === server.name ? each.place.file === place.file && each.place.line === place.line : kind !== 'bind' && /^(secret|config) /.test(each.by)),
  );
}

const pathIn = (error: string): string | undefined => /(?:statfs|source path does not exist:?|mounting "?|path) ?"?(\/[^\s":]+)/i.exec(error)?.[1];
