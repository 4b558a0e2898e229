import { answersRedis, engine } from '../container-state.ts';
import { remedy } from '../declaration.ts';
import { defineCause } from '../define.ts';
import { container, containers, unconnected } from '../example-parts.ts';
import { servingContainers } from '../exposure.ts';
import { works } from '../reach.ts';
import { diagnoseAgain } from '../remedy.ts';

const declared = { by: [{ kind: 'container', place: { file: '/srv/app/docker-compose.yml', line: 8 }, text: 'redis: ports 127.0.0.1:6379:6379' }] } as const;

export default defineCause({
  code: 'container/never-created',
  severity: 'critical',
  scope: 'endpoint',
  title: 'The container is declared and was never created',
  meaning: 'A file of the project declares a container for this address, and the engine has none: nothing was brought up, or it was removed.',
  detection: 'The project declares a container for the port, the engine answers and lists no container for it, and nothing answers at the address.',
  advice: 'Bring the project up.',
  source: 'docs.docker.com, "docker compose up"',
  needs: ['containers', 'expected'],
  explains: ['network/nothing-listening', 'network/name-not-found', 'process/not-running', 'config/service-name-outside-network'],
  detect: (at) => {
    const plan = at.get('expected')?.by.find(({ kind }) => kind === 'container');
    if (!plan || !at.get('containers') || answersRedis(at) || servingContainers(at).length > 0) return null;
    // What a cluster, a pipeline or a cloud starts is not looked for in the engine of this machine.
    const program = at.target.project.programs.find(({ place }) => place.file === plan.place.file && place.line === plan.place.line);
    if (program && program.format !== 'compose') return null;
    // It is there, and only not published where the application looks.
    if (program && at.get('containers')?.containers.some(({ service, part }) => part === 'server' && service === program.name)) return null;
    // The project is developed on the host, where it works: its containers are for somebody else.
    const isUnused = at.target.project.targets.some((target) => target !== at.target && target.consumers.some(({ runs }) => runs === 'host') && works(target));
    const run = engine(at);
    return {
      ...(isUnused && at.target.consumers.length > 0 && at.target.consumers.every(({ runs }) => runs === 'container') && { severity: 'warning' as const }),
      summary: `${plan.place.file} declares a container for ${at.subject}, and ${run} has none: it was never created.`,
      evidence: ['containers', 'expected', 'connect'],
      where: [plan.place],
      remedies: [remedy('Bring the project up', [`${run} compose -f '${plan.place.file.replaceAll("'", `'\\''`)}' up -d${program ? ` ${program.name}` : ''}`], diagnoseAgain(at))],
    };
  },
  examples: {
    bad: [
      {
        name: 'compose was never brought up',
        facts: { endpoints: { '127.0.0.1:6379': { ...unconnected('refused', ['127.0.0.1']), expected: { by: [...declared.by] }, containers: containers() } } },
      },
    ],
    good: [
      {
        name: 'it is there, and stopped',
        facts: {
          endpoints: {
            '127.0.0.1:6379': { ...unconnected('refused', ['127.0.0.1']), expected: { by: [...declared.by] }, containers: containers(container({ state: 'exited', exitCode: 0 })) },
          },
        },
      },
      { name: 'no engine answers', facts: { endpoints: { '127.0.0.1:6379': { ...unconnected('refused', ['127.0.0.1']), expected: { by: [...declared.by] } } } } },
    ],
  },
});
