import { runnerOf } from '../container-state.ts';
import { remedy } from '../declaration.ts';
import { defineCause } from '../define.ts';
import { container, containers, unconnected } from '../example-parts.ts';
import { runningContainer } from '../exposure.ts';
import { isUsable } from '../reach.ts';
import { diagnoseAgain } from '../remedy.ts';

const failing = {
  health: 'unhealthy',
  healthCommand: ['CMD-SHELL', 'redis-cli -p 6380 ping | grep PONG'],
  healthLast: { exitCode: 1, output: 'Could not connect to Redis at 127.0.0.1:6380: Connection refused' },
};

export default defineCause({
  code: 'container/unhealthy',
  severity: 'error',
  scope: 'endpoint',
  title: "The container's health check fails although the server is well",
  meaning: 'The check is wrong: its port, password or command. Whatever waits for "healthy" never starts, and orchestrators restart a server that works.',
  detection: 'The engine says `unhealthy`, and the server took our login and answered from here.',
  advice: 'Run the check by hand inside the container and correct it. Give it the password by a file or REDISCLI_AUTH.',
  source: 'docs.docker.com, Dockerfile reference, HEALTHCHECK',
  needs: ['containers', 'auth'],
  explains: [],
  detect: (at) => {
    const box = runningContainer(at);
    const write = at.get('write');
    if (box?.health !== 'unhealthy' || !isUsable(at) || (write?.state !== 'ok' && write?.state !== 'not-asked')) return null;
    const run = runnerOf(at, box);
    // No Service leads to a pod that is not ready.
    const isShut = at.get('kubernetes')?.pods.every(({ ready }) => !ready) === true;
    const said = box.healthLast?.output.trim();
    return {
      ...(isShut && { severity: 'critical' as const }),
      summary: `The health check of ${box.name} fails${said ? ` ("${said.slice(0, 120)}")` : ''}, although ${at.subject} answers and works: the check is wrong${isShut ? ', and no Service leads to a pod that is not ready' : ''}.`,
      evidence: ['containers', 'auth', 'write'],
      remedies: [
        remedy(
          'Run the check by hand',
          [
            run.state,
            run.exec(
              box.healthCommand
                .slice(box.healthCommand[0] === 'CMD-SHELL' ? 1 : 0)
                .filter((word) => word !== 'CMD')
                .map((word) => (box.healthCommand[0] === 'CMD-SHELL' ? `sh -c '${word.replaceAll("'", `'\\''`)}'` : word))
                .join(' '),
            ),
          ],
          diagnoseAgain(at),
        ),
      ],
    };
  },
  examples: {
    bad: [{ name: 'the check asks the wrong port', facts: { endpoints: { '127.0.0.1:6379': { containers: containers(container(failing)) } } } }],
    good: [
      { name: 'healthy', facts: { endpoints: { '127.0.0.1:6379': { containers: containers(container()) } } } },
      {
        name: 'the server is not well either',
        facts: { endpoints: { '127.0.0.1:6379': { ...unconnected('refused', ['127.0.0.1']), containers: containers(container(failing)) } } },
      },
    ],
  },
});
