import { engine } from '../container-state.ts';
import { remedy } from '../declaration.ts';
import { defineCause } from '../define.ts';
import { container, containers } from '../example-parts.ts';
import { runningContainer } from '../exposure.ts';
import { change as changeFile, declaredServers, endpointsOf, programs } from '../in-files.ts';

export default defineCause({
  code: 'container/no-restart-policy',
  severity: 'warning',
  scope: 'endpoint',
  title: 'Nothing brings the container back',
  meaning: 'After a crash, or a restart of the machine, the container stays down until a person starts it.',
  detection: 'The engine names the restart policy `no` for the container that serves the endpoint.',
  advice: 'Set `unless-stopped`. A primary without persistence that has replicas is the exception: it must not come back empty.',
  source: 'docs.docker.com, "Start containers automatically"',
  needs: ['containers'],
  explains: [],
  detect: (at) => {
    const box = runningContainer(at);
    if (box?.restartPolicy !== 'no') return null;
    const run = engine(at);
    return {
      summary: `The container ${box.name} has no restart policy: after a crash or a reboot it stays down.`,
      evidence: ['containers'],
      remedies: [
        remedy(
          'Let the engine bring it back; write the same into the compose file',
          [`${run} update --restart unless-stopped ${box.name}`],
          `${run} inspect --format '{{.HostConfig.RestartPolicy.Name}}' ${box.name}`,
        ),
      ],
    };
  },
  inFiles: {
    detect: (project) =>
      declaredServers(project)
        .filter(({ format, variant, restart }) => format === 'compose' && variant === null && (restart === null || restart.value === 'no'))
        .map((server) => ({
          summary: `${server.name} has no restart policy: after a crash or a reboot it stays down.`,
          evidence: programs(server),
          where: [server.restart?.place ?? server.place],
          concerns: endpointsOf(project, server),
          remedies: [
            changeFile(
              `Add \`restart: unless-stopped\` to ${server.name}`,
              server.restart?.place ?? server.place,
              server.restart === null ? { insertBelow: '  restart: unless-stopped' } : null,
            ),
          ],
        })),
  },
  examples: {
    bad: [{ name: 'restart: "no"', facts: { endpoints: { '127.0.0.1:6379': { containers: containers(container({ restartPolicy: 'no' })) } } } }],
    good: [{ name: 'unless-stopped', facts: { endpoints: { '127.0.0.1:6379': { containers: containers(container()) } } } }],
  },
  fileExamples: {
    bad: [{ name: 'compose: nothing is said', files: { 'docker-compose.yml': 'services:\n  redis:\n    image: redis:7.2\n' }, at: 'docker-compose.yml:2' }],
    good: [
      { name: 'compose: unless-stopped', files: { 'docker-compose.yml': 'services:\n  redis:\n    image: redis:7.2\n    restart: unless-stopped\n' } },
      { name: 'an application without one is no affair of ours', files: { 'docker-compose.yml': 'services:\n  app:\n    image: shop:1\n' } },
    ],
  },
});
