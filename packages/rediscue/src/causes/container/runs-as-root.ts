import { remedy } from '../declaration.ts';
import { defineCause } from '../define.ts';
import { container, containers, serverProcess } from '../example-parts.ts';
import { runningContainer } from '../exposure.ts';
import { diagnoseAgain } from '../remedy.ts';

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
});
