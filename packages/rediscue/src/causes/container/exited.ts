import { ago, engine, runnerOf, stoppedContainer } from '../container-state.ts';
import { remedy } from '../declaration.ts';
import { defineCause } from '../define.ts';
import { container, containers, unconnected } from '../example-parts.ts';
import { diagnoseAgain } from '../remedy.ts';

export default defineCause({
  code: 'container/exited',
  severity: 'critical',
  scope: 'endpoint',
  title: 'The container has stopped',
  meaning: 'The container that serves this address is there, but it does not run: it was stopped, ended by itself, or could not be started.',
  detection:
    'The engine lists a container that is proven to be meant for the endpoint (by its published port, its name, its network name) as exited or created, and nothing answers. A reason in its log, or a kill for memory, is a deeper cause.',
  advice: 'Read the end of its log first; then start it.',
  source: 'docs.docker.com, "docker ps", exited containers',
  needs: ['containers'],
  explains: [
    'network/nothing-listening',
    'network/name-not-found',
    'network/filtered',
    'network/unreachable',
    'network/resolver-unreachable',
    'process/not-running',
    'config/service-name-outside-network',
  ],
  detect: (at) => {
    const box = stoppedContainer(at);
    if (!box || !['exited', 'dead', 'stopped', 'created', 'configured', 'removing'].includes(box.state)) return null;
    const run = engine(at);
    const commands = runnerOf(at, box);
    const never = box.startedAt === null && box.exitCode === null;
    const how = box.error
      ? `it could not be started: ${box.error}`
      : never
        ? 'it was created and never started'
        : `it ended ${ago(at, box.finishedAt)} with exit code ${box.exitCode ?? 'unknown'}${meaning(box.exitCode)}`;
    return {
      summary: `The container ${box.name}, which serves ${at.subject}, does not run: ${how}.`,
      why: `container ${box.name} is ${box.state}`,
      evidence: ['containers', 'connect', 'log'],
      remedies: [
        remedy('See why it ended', [commands.logs], commands.state),
        remedy('Start it again: its volumes are kept', [commands.start], diagnoseAgain(at), 'safe', 'restart-container'),
        ...(box.restartPolicy === 'no' && box.pod === null
          ? [
              remedy(
                'Let the engine bring it back next time',
                [`${run} update --restart unless-stopped ${box.name}`],
                `${run} inspect --format '{{.HostConfig.RestartPolicy.Name}}' ${box.name}`,
              ),
            ]
          : []),
      ],
    };
  },
  examples: {
    bad: [
      {
        name: 'somebody stopped it',
        facts: {
          endpoints: {
            '127.0.0.1:6379': {
              ...unconnected('refused', ['127.0.0.1']),
              containers: containers(container({ state: 'exited', exitCode: 0, pid: null, finishedAt: '2026-11-20T09:56:00.000Z', networks: [] })),
            },
          },
        },
      },
      {
        name: 'created and never started',
        facts: {
          endpoints: {
            '127.0.0.1:6379': { ...unconnected('refused', ['127.0.0.1']), containers: containers(container({ state: 'created', exitCode: null, pid: null, startedAt: null })) },
          },
        },
      },
    ],
    good: [
      { name: 'it runs', facts: { endpoints: { '127.0.0.1:6379': { containers: containers(container()) } } } },
      {
        name: 'an old container beside a server that answers',
        facts: { endpoints: { '127.0.0.1:6379': { containers: containers(container({ state: 'exited', exitCode: 0, pid: null })) } } },
      },
      {
        name: 'some other Redis container has ended',
        facts: {
          endpoints: {
            '127.0.0.1:6379': {
              ...unconnected('refused', ['127.0.0.1']),
              containers: containers(container({ state: 'exited', exitCode: 0, published: [], tiedBy: ['image'], part: 'other' })),
            },
          },
        },
      },
    ],
  },
});

function meaning(code: number | null): string {
  if (code === 0) return ' (an orderly end)';
  if (code === 137) return ' (killed)';
  if (code === 143) return ' (told to end)';
  return code !== null && code > 128 && code < 160 ? ` (signal ${code - 128})` : '';
}
