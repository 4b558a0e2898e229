import type { Place } from '../../facts/index.ts';
import { remedy } from '../declaration.ts';
import { imageFamily, isContainer, isThrowaway } from '../declared-server.ts';
import { defineCause } from '../define.ts';
import { container, containers, serverProcess } from '../example-parts.ts';
import { runningContainer } from '../exposure.ts';
import { change, declaredServers, endpointsOf, programs } from '../in-files.ts';
import { diagnoseAgain } from '../remedy.ts';
import type { ProgramView } from '../view.ts';

const asRoot = container({ user: '', command: ['redis-server', '--appendonly', 'yes'] });

export default defineCause({
  code: 'container/runs-as-root',
  severity: 'warning',
  scope: 'endpoint',
  title: 'The server in the container runs as root',
  meaning:
    'A hole in the server is then a hole in the host, as far as the engine lets root through. The official image drops root in its entry point; replacing that, or `user: root`, brings it back.',
  detection: 'The process runs as uid 0; where it cannot be seen, the container is configured for root and does not use the entry point of the official images.',
  advice: 'Set a user for the container, and let its volume belong to that user.',
  source: 'docs.docker.com, "Building best practices", USER',
  needs: ['containers'],
  explains: [],
  detect: (at) => {
    const box = runningContainer(at);
    if (!box) return null;
    const process = at.get('process');
    const seen = process?.containerId && box.id.startsWith(process.containerId.slice(0, 12)) ? process.uid : null;
    const isConfigured = box.user !== null && /^(|0|root)(:|$)/.test(box.user) && !box.command.some((word) => /docker-entrypoint/.test(word));
    if (seen === null ? !isConfigured : seen !== 0) return null;
    return {
      summary: `The server in the container ${box.name} (${at.subject}) runs as root.`,
      evidence: seen === null ? ['containers'] : ['containers', 'process'],
      remedies: [
        remedy(
          'Run it as a user of its own; the volume must belong to that user',
          ['# compose: user: "999:999"', `# once: chown -R 999:999 <the folder of its volume>`],
          diagnoseAgain(at),
          'disruptive',
        ),
      ],
    };
  },
  inFiles: {
    detect: (project) =>
      declaredServers(project).flatMap((server) => {
        const root = isContainer(server) && !isThrowaway(server) ? rootOf(server) : null;
        if (root === null) return [];
        return [
          {
            summary: `${server.name} starts as root: ${root.because}.`,
            evidence: programs(server),
            where: [root.place],
            concerns: endpointsOf(project, server),
            remedies: [change(`Give ${server.name} a user of its own, and let its volume belong to that user`, root.place)],
          },
        ];
      }),
  },
  examples: {
    bad: [
      { name: 'no user, and the entry point replaced', facts: { endpoints: { '127.0.0.1:6379': { containers: containers(asRoot) } } } },
      {
        name: 'the process is root',
        facts: { endpoints: { '127.0.0.1:6379': { process: serverProcess({ uid: 0, user: 'root', containerId: 'c1' }), containers: containers(container()) } } },
      },
    ],
    good: [
      {
        name: 'the official entry point drops root',
        facts: { endpoints: { '127.0.0.1:6379': { containers: containers(container({ user: '', command: ['docker-entrypoint.sh', 'redis-server'] })) } } },
      },
      {
        name: 'root of a rootless engine is a user of this machine',
        facts: { endpoints: { '127.0.0.1:6379': { process: serverProcess({ uid: 1000, containerId: 'c1' }), containers: containers(asRoot) } } },
      },
    ],
  },
  fileExamples: {
    bad: [
      { name: 'compose: user root', files: { 'docker-compose.yml': 'services:\n  redis:\n    image: redis:7.2\n    user: root\n' }, at: 'docker-compose.yml:4' },
      {
        name: 'compose: a shell in front of the server, which the entry point does not know',
        files: { 'docker-compose.yml': `services:\n  redis:\n    image: redis:7.2\n    command: sh -c 'exec redis-server --maxmemory 256mb'\n` },
        at: 'docker-compose.yml:4',
      },
    ],
    good: [
      { name: 'compose: the entry point drops root', files: { 'docker-compose.yml': 'services:\n  redis:\n    image: redis:7.2\n    command: redis-server --appendonly yes\n' } },
      {
        name: 'compose: a shell, and a user of its own',
        files: { 'docker-compose.yml': `services:\n  redis:\n    image: redis:7.2\n    user: "999:999"\n    command: sh -c 'exec redis-server --maxmemory 256mb'\n` },
      },
      {
        name: 'an application as root is none of ours',
        files: { 'docker-compose.yml': 'services:\n  app:\n    image: shop:1\n    user: root\n' },
      },
    ],
  },
});

/** The entry points of the official images drop root only where the server is the first word. Others' images are not known. */
function rootOf(server: ProgramView): { because: string; place: Place } | null {
  const { user, command } = server;
  if (user !== null) return /^(0|root)(:|$)/.test(user.value) ? { because: `its user is set to ${user.value}`, place: user.place } : null;
  const [first = ''] = command?.value ?? [];
  const isShell = /^(\/(usr\/)?bin\/)?(ba|da|a)?sh$/.test(first);
  if (command === null || imageFamily(server) !== 'official' || !isShell || /gosu|su-exec|setpriv|runuser|docker-entrypoint|\bsu\b/.test(command.value.join(' '))) return null;
  return { because: `${first} stands before the server, and the image's entry point gives up root only for the server itself`, place: command.place };
}
