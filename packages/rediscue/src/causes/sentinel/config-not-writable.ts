import { remedy } from '../declaration.ts';
import { isOlderThan } from '../declared-stack.ts';
import { defineCause } from '../define.ts';
import { configFile, logOf, unconnected } from '../example-parts.ts';
import { change as changeFile, declaredSentinels, endpointsOf, programs } from '../in-files.ts';
import { diagnoseAgain } from '../remedy.ts';
import { lastEvent } from '../server-state.ts';
import { monitored, sentinelAt, sentinelGroup } from '../topology-examples.ts';
import type { ProgramView } from '../view.ts';

export default defineCause({
  code: 'sentinel/config-not-writable',
  severity: 'error',
  scope: 'endpoint',
  title: 'Sentinel cannot rewrite its configuration file',
  meaning:
    'Sentinel keeps what it learned (who is primary, the other Sentinels, the epoch) in its own configuration file. When it cannot write there it either ends at its start, or forgets every failover at the next one.',
  detection: "Sentinel's log says that the file or the rename over it failed; or its file is a mount of its own (a rename over it cannot work) or not writable for its user.",
  advice: 'Give each Sentinel a folder of its own that it may write to, with the file in it. Never mount the single file.',
  source: 'Measured on Redis 7.0: "Could not rename tmp config file (Device or resource busy)" on a single-file mount; "is not writable … Exiting"',
  needs: ['configFile', 'log'],
  explains: ['network/nothing-listening', 'process/not-running', 'container/exited', 'container/restart-loop', 'config/rewrite-impossible', 'config/fatal-directive'],
  detect: (at) => {
    const file = at.get('configFile');
    const isSentinel = file?.sentinel || at.value('sentinel') !== undefined || at.get('process')?.arguments.some((word) => /sentinel/.test(word));
    if (!isSentinel) return null;
    const event = lastEvent(at, 'config-not-writable', 'config-rewrite-failed');
    const byFile = file?.sentinel
      ? file.singleFileMount
        ? 'it is mounted as a single file, so a rename over it fails'
        : file.readable && file.writable === false
          ? 'its user may not write to it or its folder'
          : null
      : null;
    if (!event && !byFile) return null;
    const path = event?.detail.path ?? file?.file ?? at.info('config_file');
    const isDead = event?.kind === 'config-not-writable' && at.get('connect')?.used === null;
    return {
      // A Sentinel that does not run at all is worse than a forgetful one, as far as others are not left.
      summary: `Sentinel ${at.subject} cannot rewrite its configuration${path ? ` ${path}` : ''}: ${event ? (event.detail.reason ?? event.text) : byFile}. ${isDead ? 'It ended at its start.' : 'It forgets every failover when it restarts.'}`,
      evidence: event ? ['log', 'configFile'] : ['configFile'],
      ...(path && { where: [{ file: path }] }),
      remedies: [
        remedy(
          'Give it a folder of its own, writable for its user, and start it from there',
          path
            ? [
                `ls -ld '${path}' "$(dirname '${path}')"`,
                'install -d -o redis -g redis -m 0750 /var/lib/redis-sentinel',
                `install -o redis -g redis -m 0640 '${path}' /var/lib/redis-sentinel/sentinel.conf`,
                'redis-sentinel /var/lib/redis-sentinel/sentinel.conf',
              ]
            : [],
          diagnoseAgain(at),
          'disruptive',
        ),
      ],
    };
  },
  inFiles: {
    detect: (project) =>
      declaredSentinels(project).flatMap((sentinel) => {
        const path = configOf(sentinel);
        if (path === null) return [];
        const mount = sentinel.mounts.filter(({ target }) => `${path}/`.startsWith(`${target.replace(/\/$/, '')}/`)).toSorted((a, b) => b.target.length - a.target.length)[0];
        const isFile = mount?.target === path && (mount.sourceIs === 'file' || mount.kind === 'config' || mount.kind === 'secret');
        // Before 6.2 the file was written over in its place, which a mounted file allows.
        const isFixed = mount && (mount.readOnly || (sentinel.runs === 'pod' && (mount.kind === 'config' || mount.kind === 'secret')));
        if (!mount || !(isFixed || (isFile && !isOlderThan(sentinel, 6, 2)))) return [];
        return [
          {
            summary: `${sentinel.name} cannot rewrite its configuration ${path}: ${isFixed ? 'it is mounted read-only' : 'it is mounted as a single file, so a rename over it fails'}. It ${isFixed ? 'does not start' : 'forgets every failover when it restarts'}.`,
            evidence: programs(sentinel),
            where: [mount.place],
            concerns: endpointsOf(project, sentinel),
            remedies: [changeFile('Give it a folder of its own that it may write to, and copy the file there before the first start', mount.place)],
          },
        ];
      }),
  },
  examples: {
    bad: [
      {
        name: 'the file is mounted alone',
        facts: {
          endpoints: sentinelGroup({
            sentinels: {
              '192.0.2.21:26379': sentinelAt('192.0.2.21:26379', [monitored('192.0.2.11:6379')], {
                entry: true,
                facts: {
                  configFile: configFile([['sentinel', 'monitor', 'mymaster', '192.0.2.11', '6379', '2']], { file: '/etc/sentinel.conf', sentinel: true, singleFileMount: true }),
                },
              }),
            },
          }),
        },
      },
      {
        name: 'it ended, as its file is not writable',
        facts: {
          endpoints: {
            '127.0.0.1:26379': {
              ...sentinelAt('127.0.0.1:26379', [], { entry: true }),
              ...unconnected('refused', ['127.0.0.1'], 26379),
              sentinel: null,
              configFile: configFile([['sentinel', 'monitor', 'mymaster', '192.0.2.11', '6379', '2']], { sentinel: true }),
              log: logOf('exited', {
                kind: 'config-not-writable',
                text: 'Sentinel config file /srv/sentinel.conf is not writable: Permission denied. Exiting...',
                detail: { path: '/srv/sentinel.conf', reason: 'Permission denied' },
              }),
            },
          },
        },
      },
    ],
    good: [
      {
        name: 'a folder of its own',
        facts: {
          endpoints: sentinelGroup({
            sentinels: {
              '192.0.2.21:26379': sentinelAt('192.0.2.21:26379', [monitored('192.0.2.11:6379')], {
                entry: true,
                facts: { configFile: configFile([['sentinel', 'monitor', 'mymaster', '192.0.2.11', '6379', '2']], { sentinel: true }) },
              }),
            },
          }),
        },
      },
    ],
  },
  fileExamples: {
    bad: [
      {
        name: 'compose: the file is mounted alone',
        files: {
          'sentinel.conf': 'sentinel monitor main 10.0.3.7 6379 2\n',
          'docker-compose.yml':
            'services:\n  sentinel:\n    image: redis:7.4\n    command: redis-sentinel /etc/sentinel.conf\n    volumes:\n      - ./sentinel.conf:/etc/sentinel.conf\n',
        },
        at: 'docker-compose.yml:6',
      },
      {
        name: 'compose: the folder is mounted read-only',
        files: {
          'sentinel/sentinel.conf': 'sentinel monitor main 10.0.3.7 6379 2\n',
          'docker-compose.yml':
            'services:\n  sentinel:\n    image: redis:7.4\n    command: redis-server /etc/sentinel/sentinel.conf --sentinel\n    volumes:\n      - ./sentinel:/etc/sentinel:ro\n',
        },
        at: 'docker-compose.yml:6',
      },
    ],
    good: [
      {
        name: 'compose: a folder of its own',
        files: {
          'sentinel/sentinel.conf': 'sentinel monitor main 10.0.3.7 6379 2\n',
          'docker-compose.yml':
            'services:\n  sentinel:\n    image: redis:7.4\n    command: redis-sentinel /etc/sentinel/sentinel.conf\n    volumes:\n      - ./sentinel:/etc/sentinel\n',
        },
      },
      {
        name: 'compose: it is copied before the start',
        files: {
          'sentinel.conf': 'sentinel monitor main 10.0.3.7 6379 2\n',
          'docker-compose.yml':
            'services:\n  sentinel:\n    image: redis:7.4\n    command: sh -c "cp /etc/sentinel.conf /data/sentinel.conf && redis-sentinel /data/sentinel.conf"\n    volumes:\n      - ./sentinel.conf:/etc/sentinel.conf:ro\n',
        },
      },
    ],
  },
});

/** Path inside of the configuration that it is started with; null where a script decides. */
function configOf({ command }: ProgramView): string | null {
  const words = command?.value ?? [];
  const line = words.join(' ');
  const named =
    /(?:^|[\s/])(?:redis|valkey|keydb)-(?:sentinel|server)\s+(\/[^\s;&|]+)/.exec(line)?.[1] ?? (words[0]?.startsWith('/') && words[0].endsWith('.conf') ? words[0] : null);
  return named?.includes('$') ? null : named;
}
