import { answersRedis, engine, runnerOf } from '../container-state.ts';
import { remedy } from '../declaration.ts';
import { defineCause } from '../define.ts';
import { container, containers, unconnected } from '../example-parts.ts';
import { servingContainers } from '../exposure.ts';
import { change, declaredSentinels, declaredServers, endpointsOf, programs } from '../in-files.ts';
import { diagnoseAgain } from '../remedy.ts';

/** Engines' and registries' words for an image that cannot be had. */
const wording =
  /no such image|image not known|unable to find image|manifest (for .{1,200} )?(unknown|not found)|pull access denied|repository does not exist|invalid reference format|failed to resolve reference|reading manifest|error pulling image|no matching manifest|toomanyrequests|(errimagepull|imagepullbackoff)/i;

const dead = unconnected('refused', ['127.0.0.1']);
const refused = (error: string) => ({ endpoints: { '127.0.0.1:6379': { ...dead, containers: containers(container({ state: 'created', startedAt: null, error, pid: null })) } } });

export default defineCause({
  code: 'container/image-missing',
  severity: 'critical',
  scope: 'endpoint',
  title: 'The image of the container cannot be had',
  meaning:
    'The engine has no such image, and no registry gives it: a misspelt name or tag, one that was withdrawn, a login that is missing. Without the image there is no container.',
  detection:
    "The container that is meant for the endpoint does not run, and the engine's error says that its image is unknown or was refused. In files: a name that no registry can have, with a capital letter or an empty tag.",
  advice: 'Correct the name and the tag, log in to the registry, or take an image that is still published.',
  source: 'docs.docker.com, "docker image tag": a repository is lowercase, a tag follows the last colon',
  needs: ['containers'],
  explains: ['container/exited', 'container/restart-loop', 'container/never-created', 'network/nothing-listening', 'network/name-not-found', 'process/not-running'],
  detect: (at) => {
    if (answersRedis(at)) return null;
    const box = servingContainers(at).find(({ state, error }) => state !== 'running' && state !== 'paused' && error !== null && wording.test(error));
    if (!box) return null;
    const run = engine(at);
    return {
      summary: `The container ${box.name} cannot be started: its image ${box.image} cannot be had.`,
      why: `the image ${box.image} cannot be had`,
      evidence: ['containers'],
      remedies: [
        remedy(
          'See what the registry says, and correct the name or tag where it is declared',
          [box.pod === null ? `${run} pull ${box.image}` : runnerOf(at, box).state],
          box.pod === null ? `${run} image inspect --format '{{.Id}}' ${box.image}` : diagnoseAgain(at),
        ),
        remedy(
          'Make the container anew with it: its volumes are kept',
          box.pod !== null ? [runnerOf(at, box).start] : box.service === null ? [] : [`${run} compose up -d ${box.service}`],
          diagnoseAgain(at),
          'safe',
          'recreate-container',
        ),
      ],
    };
  },
  inFiles: {
    detect: (project) =>
      [...declaredServers(project), ...declaredSentinels(project)].flatMap((server) => {
        const { image } = server;
        const fault = image === null ? null : faultOf(image.value);
        if (image === null || fault === null) return [];
        return [
          {
            summary: `${server.name} wants the image ${image.value}, which cannot exist: ${fault}.`,
            evidence: programs(server),
            where: [image.place],
            concerns: endpointsOf(project, server),
            remedies: [change(`Correct the image of ${server.name}`, image.place)],
          },
        ];
      }),
  },
  examples: {
    bad: [
      { name: 'Docker: the tag does not exist', facts: refused('manifest for redis:7.22 not found: manifest unknown: manifest unknown') },
      { name: 'Podman: the image was removed', facts: refused('shop/redis:1: image not known') },
    ],
    good: [
      { name: 'another error', facts: refused('driver failed programming external connectivity: port is already allocated') },
      { name: 'it runs', facts: { endpoints: { '127.0.0.1:6379': { containers: containers(container()) } } } },
    ],
  },
  fileExamples: {
    bad: [
      { name: 'compose: a capital letter', files: { 'docker-compose.yml': 'services:\n  redis:\n    image: Redis:7.2\n' }, at: 'docker-compose.yml:3' },
      { name: 'compose: a colon, and no tag', files: { 'docker-compose.yml': 'services:\n  redis:\n    image: "redis:"\n' }, at: 'docker-compose.yml:3' },
    ],
    good: [
      {
        name: 'compose: a registry of its own, and a tag in capitals',
        files: { 'docker-compose.yml': 'services:\n  redis:\n    image: Registry.example:5000/base/redis:7.2-RC1\n' },
      },
      { name: 'compose: a digest', files: { 'docker-compose.yml': `services:\n  redis:\n    image: redis:7.2@sha256:${'ab'.repeat(32)}\n` } },
    ],
  },
});

/** Why no registry can have it, as a clause. What is still to be filled in is not judged. */
function faultOf(image: string): string | null {
  if (/[$<>{}()%\s]/.test(image)) return null;
  const [reference = ''] = image.split('@', 1);
  const parts = reference.split('/');
  const isRegistry = parts.length > 1 && /[.:]|^localhost$/.test(parts[0] ?? '');
  const path = parts.slice(isRegistry ? 1 : 0).join('/');
  const colon = path.lastIndexOf(':');
  const name = colon === -1 ? path : path.slice(0, colon);
  if (/[A-Z]/.test(name)) return 'the name of an image is written in small letters';
  if (colon !== -1 && colon === path.length - 1) return 'nothing follows the colon, where the tag belongs';
  return name.includes(':') ? 'it has more than one colon' : null;
}
