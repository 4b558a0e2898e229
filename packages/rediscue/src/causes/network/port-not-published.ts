import { diagnoseTarget, remedy } from '../declaration.ts';
import { defineCause } from '../define.ts';
import { container, containers, unconnected } from '../example-parts.ts';
import { connectFailure, hostOf, isLoopback, portOf } from '../reach.ts';

export default defineCause({
  code: 'network/port-not-published',
  severity: 'critical',
  scope: 'endpoint',
  title: "The container's port is not published on this host",
  meaning: 'The container runs and its server is well, but only containers in its networks can reach it. On the host nothing listens.',
  detection: 'The runtime shows the container running with the port exposed and without a binding on the host, and the application on the host is refused there.',
  advice: 'Publish the port, best on loopback alone, and create the container again; its volume keeps the data.',
  needs: ['connect', 'containers'],
  explains: ['network/nothing-listening', 'process/not-running'],
  detect: (at) => {
    const failure = connectFailure(at);
    const port = portOf(at);
    const all = at.get('containers')?.containers ?? [];
    if (failure !== 'refused' || port === null || !isLoopback(hostOf(at)) || all.some((each) => each.part === 'consumer')) return null;
    // One that is, or is to be, published there and does not run is another code.
    if (all.some((each) => each.part === 'server' && each.state !== 'running' && each.tiedBy.includes('published'))) return null;
    const candidates = all.filter(
      (each) =>
        each.part === 'server' && each.state === 'running' && each.published.length === 0 && each.exposed.includes(port) && !each.networks.some(({ name }) => name === 'host'),
    );
    const [one] = candidates;
    if (!one) return null;
    if (candidates.length > 1)
      return {
        undecided: `${candidates.map((each) => each.name).join(' and ')} run without a published port ${port}`,
        needs: 'knowing which of them the application is meant to use',
      };
    return {
      summary: `The container ${one.name} runs, but its port ${port} is not published on this host, where the application connects to ${at.subject}.`,
      why: `port ${port} of ${one.name} is not published`,
      evidence: ['containers', 'connect'],
      remedies: [
        remedy(
          one.service
            ? `Publish it: under the service ${one.service} add \`ports: ["127.0.0.1:${port}:${port}"]\`, then create it again`
            : 'Create it again with the port published; keep its volumes',
          one.service
            ? [`docker compose up -d ${one.service}`]
            : [`docker run -d --name ${one.name} -p 127.0.0.1:${port}:${port} ${one.mounts.map((mount) => `-v ${mount.source}:${mount.destination} `).join('')}${one.image}`],
          diagnoseTarget(at.target),
          'disruptive',
          'publish-port',
        ),
      ],
    };
  },
  examples: {
    bad: [
      {
        name: 'running, exposed, not published',
        facts: { endpoints: { '127.0.0.1:6379': { ...unconnected('refused', ['127.0.0.1']), containers: containers(container({ published: [], tiedBy: ['port'] })) } } },
      },
    ],
    good: [
      { name: 'published', facts: { endpoints: { '127.0.0.1:6379': { containers: containers(container()) } } } },
      {
        name: 'it does not run',
        facts: { endpoints: { '127.0.0.1:6379': { ...unconnected('refused', ['127.0.0.1']), containers: containers(container({ state: 'exited', published: [] })) } } },
      },
      {
        name: 'published on another port of the host',
        facts: {
          endpoints: {
            '127.0.0.1:6379': {
              ...unconnected('refused', ['127.0.0.1']),
              containers: containers(container({ tiedBy: ['port'], published: [{ hostAddress: '127.0.0.1', hostPort: 6390, containerPort: 6379 }] })),
            },
          },
        },
      },
    ],
  },
});
