import { answersRedis, engine } from '../container-state.ts';
import { remedy } from '../declaration.ts';
import { defineCause } from '../define.ts';
import { container, containers, unconnected } from '../example-parts.ts';
import { type Container, servingContainers } from '../exposure.ts';
import { connectFailure } from '../reach.ts';
import { diagnoseAgain } from '../remedy.ts';

const taken = 'driver failed programming external connectivity: Bind for 127.0.0.1:6379 failed: port is already allocated';
const later = '2026-11-20T09:59:00.000Z';
const old = { id: 'c9', name: 'old-redis', project: null, service: null };

export default defineCause({
  code: 'container/duplicate',
  severity: 'warning',
  scope: 'endpoint',
  title: 'A second container for the same job',
  meaning: 'Two containers are made for one port. Only one of them can hold the port, and the application may be working with the data of the wrong one.',
  detection:
    'Two containers are bound to the same host port. Critical when the one that was meant could not start because the other one holds the port: the engine says so, or it was made after that one and its start was tried in vain. One that was made and that nobody started is a warning.',
  advice: 'Find out which one holds the data that counts. Save the data of the other, then remove it.',
  source: 'docs.docker.com, "docker ps --all"',
  needs: ['containers'],
  // A start that Podman refused takes rules of the firewall with it that the holder of the port needs.
  explains: ['container/exited', 'network/port-taken', 'container/restart-loop', 'network/filtered'],
  detect: (at) => {
    const own = servingContainers(at).filter(({ tiedBy }) => tiedBy.includes('published'));
    const [holder] = own.filter(({ state }) => state === 'running' || state === 'paused' || state === 'restarting');
    const others = own.filter((each) => each !== holder);
    if (!holder || others.length === 0) return null;
    const blocked = others.find(wasRefused) ?? others.find((each) => wasTriedInVain(each, holder));
    // Beside one that was stopped, silence has another reason.
    if (!blocked && connectFailure(at) === 'timed-out') return null;
    const run = engine(at);
    const extra = blocked ? holder : (others[0] as Container);
    const names = others.map(({ name, state }) => `${name} (${state})`).join(', ');
    return {
      // Where it works, it works with the data of the wrong one.
      ...(blocked && { severity: 'critical' as const }),
      summary: blocked
        ? `The container ${blocked.name} cannot start: ${holder.name} holds its port${answersRedis(at) ? `, and the application gets the data of ${holder.name}` : ''}.`
        : `Beside ${holder.name}, which serves ${at.subject}, there ${others.length === 1 ? 'is' : 'are'} ${names} for the same port.`,
      evidence: ['containers'],
      remedies: [
        remedy(
          'Compare them: image, age, volumes',
          [
            `${run} ps -a --filter name=${holder.name} ${others.map(({ name }) => `--filter name=${name}`).join(' ')}`,
            `${run} inspect --format '{{.Name}} {{.Created}} {{json .Mounts}}' ${[holder, ...others].map(({ name }) => name).join(' ')}`,
          ],
          diagnoseAgain(at),
        ),
        remedy(
          `If ${extra.name} is the one left over, ${extra.state === 'created' ? '' : 'stop it and '}give it another name (its data is kept)`,
          [
            ...(extra.state === 'created' ? [] : [`${run} stop ${extra.name}`]),
            `${run} rename ${extra.name} ${extra.name}-left-over`,
            ...(blocked ? [`${run} start ${blocked.name}`] : []),
          ],
          diagnoseAgain(at),
          'disruptive',
          'remove-duplicate-container',
        ),
      ],
    };
  },
  examples: {
    bad: [
      {
        name: 'an old container for the same port is left over',
        facts: { endpoints: { '127.0.0.1:6379': { containers: containers(container(), container({ ...old, state: 'exited', exitCode: 0, pid: null })) } } },
      },
      {
        name: 'Podman refused to start the second one, and the rules for the first one are gone',
        facts: {
          endpoints: {
            '127.0.0.1:6379': {
              ...unconnected('timed-out', ['127.0.0.1']),
              containers: containers(container({ ...old }), container({ id: 'c1', state: 'created', exitCode: null, createdAt: later, startedAt: null, pid: null })),
            },
          },
        },
      },
      {
        name: 'one was made later and never started, and the application works',
        facts: {
          endpoints: {
            '127.0.0.1:6379': {
              containers: containers(container(), container({ ...old, state: 'created', exitCode: null, createdAt: later, startedAt: null, startTried: false, pid: null })),
            },
          },
        },
      },
      {
        name: 'it holds the port of the one that was meant',
        facts: {
          endpoints: { '127.0.0.1:6379': { containers: containers(container({ ...old }), container({ id: 'c1', state: 'created', exitCode: 128, error: taken, pid: null })) } },
        },
      },
    ],
    good: [
      {
        name: 'silence beside a container that was stopped',
        facts: {
          endpoints: {
            '127.0.0.1:6379': { ...unconnected('timed-out', ['127.0.0.1']), containers: containers(container(), container({ ...old, state: 'exited', exitCode: 0, pid: null })) },
          },
        },
      },
      { name: 'one container', facts: { endpoints: { '127.0.0.1:6379': { containers: containers(container()) } } } },
      {
        name: 'another Redis on another port',
        facts: {
          endpoints: {
            '127.0.0.1:6379': {
              containers: containers(
                container(),
                container({
                  id: 'c2',
                  name: 'shop-queue-1',
                  service: 'queue',
                  tiedBy: ['image'],
                  part: 'other',
                  published: [{ hostAddress: '127.0.0.1', hostPort: 6380, containerPort: 6379 }],
                }),
              ),
            },
          },
        },
      },
    ],
  },
});

/** The engine refused to start it, as the port is taken. */
const wasRefused = ({ error }: Container): boolean => error !== null && /already (allocated|in use)|port is already|address already in use/i.test(error);

/** Podman keeps no word of a start that it refused: the container is made, its files for a start are written, and it never ran. */
const wasTriedInVain = ({ error, state, startTried, startedAt, createdAt }: Container, holder: Container): boolean =>
  error === null &&
  state === 'created' &&
  startTried &&
  startedAt === null &&
  createdAt !== null &&
  holder.createdAt !== null &&
  Date.parse(createdAt) > Date.parse(holder.createdAt);
