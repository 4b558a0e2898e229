import { engine } from '../container-state.ts';
import { remedy } from '../declaration.ts';
import { defineCause } from '../define.ts';
import { container, containers, notSpoken } from '../example-parts.ts';
import { servingContainers } from '../exposure.ts';
import { diagnoseAgain } from '../remedy.ts';

export default defineCause({
  code: 'container/paused',
  severity: 'critical',
  scope: 'endpoint',
  title: 'The container is paused',
  meaning: 'All its processes are frozen: connections are accepted by the kernel, and nothing is ever answered.',
  detection: 'The engine says `paused` for the container that serves the endpoint.',
  advice: 'Unpause it. Find out who paused it: some backup tools do and forget to take it back.',
  source: 'docs.docker.com, "docker pause"',
  needs: ['containers'],
  explains: ['process/unresponsive', 'network/filtered', 'network/nothing-listening', 'network/not-redis', 'container/unhealthy', 'tls/server-is-plaintext', 'replication/lagging'],
  detect: (at) => {
    const box = servingContainers(at).find(({ state }) => state === 'paused');
    if (!box) return null;
    const run = engine(at);
    return {
      summary: `The container ${box.name}, which serves ${at.subject}, is paused: it accepts connections and answers nothing.`,
      evidence: ['containers', 'speak'],
      remedies: [remedy('Unpause it', [`${run} unpause ${box.name}`], diagnoseAgain(at), 'safe')],
    };
  },
  examples: {
    bad: [
      {
        name: 'paused by hand',
        facts: {
          endpoints: {
            '127.0.0.1:6379': {
              ...notSpoken,
              speak: { state: 'silent', reply: null, error: null, protocol: null, firstBytes: null },
              containers: containers(container({ state: 'paused' })),
            },
          },
        },
      },
    ],
    good: [{ name: 'it runs', facts: { endpoints: { '127.0.0.1:6379': { containers: containers(container()) } } } }],
  },
});
