import { dirname } from 'node:path/posix';
import { engine, runnerOf, stoppedContainer } from '../container-state.ts';
import { edit, remedy } from '../declaration.ts';
import { isSeenWell, listed } from '../declared-server.ts';
import { defineCause, type Found } from '../define.ts';
import { container, containers, unconnected } from '../example-parts.ts';
import { change, declaredSentinels, declaredServers, programs } from '../in-files.ts';
import { kubectl, objectAt } from '../kubectl.ts';
import { hurt } from '../reach.ts';
import { diagnoseAgain } from '../remedy.ts';
import type { EndpointView, ProgramView, ProjectView } from '../view.ts';

type Name = ProjectView['dangling'][number];

const words: Partial<Record<Name['kind'], string>> = {
  network: 'the network',
  volume: 'the volume',
  secret: 'the secret',
  config: 'the config',
  'config-map': 'the ConfigMap',
  service: 'the service',
  extends: 'what it extends,',
  'env-file': 'the env file',
};

const app = 'services:\n  app:\n    image: shop:1\n    environment:\n      REDIS_URL: redis://redis:6379\n';
const undeclared = `${app}    networks: [back]\n  redis:\n    image: redis:7.2\n    networks: [back]\n`;
const withEnvFile = 'services:\n  app:\n    image: shop:1\n    env_file: api.env\n  redis:\n    image: redis:7.2\n';

export default defineCause({
  code: 'container/reference-undeclared',
  severity: 'critical',
  scope: 'endpoint',
  title: 'A file names a network, volume, secret or config that nothing declares',
  meaning:
    'Compose refuses the whole file over one such name, so that none of its services starts, Redis neither. Kubernetes starts the others and leaves the pod waiting for what does not exist.',
  detection:
    'The engine could not start the container since a network, secret or config that it names does not exist. In a cluster: the selector of the Service fits no pod. In files: a service that has to do with Redis, or one beside it in the same compose project, refers to a network, volume, secret, config, service or env file that no file of the project declares. An env file with a template beside it is meant to be made from that, and no fault; one that `.gitignore` leaves out is a warning when only files are judged. Where the name is declared for another variant, or a live look finds that all works, it is a warning.',
  advice: 'Declare the name at the top level of the file, with `external: true` where it is made elsewhere, or correct its spelling.',
  source: 'docs.docker.com, compose file reference: networks, volumes, secrets, configs',
  needs: ['containers'],
  explains: [
    'container/never-created',
    'container/exited',
    'network/nothing-listening',
    'network/name-not-found',
    'process/not-running',
    'config/service-name-outside-network',
    'config/unset-variable',
  ],
  detect: (at) => {
    const nowhere = selectsNothing(at);
    if (nowhere) return nowhere;
    const box = stoppedContainer(at);
    const [, before, name, behind] = missingIn.exec(box?.error ?? '') ?? [];
    const kind = before ?? behind;
    if (!box || kind === undefined) return null;
    return {
      summary: `The container ${box.name} could not be started: the ${kind.toLowerCase()} ${name ? `${name} ` : ''}that it names does not exist.`,
      why: `the ${kind.toLowerCase()} of ${box.name} does not exist`,
      evidence: ['containers'],
      remedies: [
        remedy(
          `Declare it in the file that starts ${box.service ?? box.name}, and make the container anew: its volumes are kept`,
          box.pod !== null
            ? [runnerOf(at, box).state]
            : [`${engine(at)} ${kind.toLowerCase()} ls`, ...(box.service === null ? [] : [`${engine(at)} compose up -d --force-recreate ${box.service}`])],
          diagnoseAgain(at),
          'safe',
          'recreate-container',
        ),
      ],
    };
  },
  inFiles: {
    isProof: true,
    detect: (project) =>
      [...Map.groupBy(usesOf(project), ({ name, by }) => JSON.stringify([name.kind, name.name, by.group])).values()].flatMap((uses) => {
        const [first] = uses;
        if (!first) return [];
        const { name, by } = first;
        const isCompose = by.format === 'compose';
        const own = project.targets.filter(({ consumers }) => consumers.some(({ program, server }) => [program, server?.program].some((each) => each && isOf(each, by, project))));
        // Compose refuses all that belongs together; a pod waits alone.
        const isOurs = own.length > 0 || [...declaredServers(project), ...declaredSentinels(project)].some((each) => (isCompose ? each.group === by.group : each === by));
        if (!isOurs) return [];
        const concerns = own.flatMap(({ endpoints }) => endpoints.map(({ subject }) => subject));
        const isMilder =
          (by.variant !== null && (name.kind === 'env-file' || project.programs.some(({ variant, format }) => variant === null && format === by.format))) ||
          (name.madeFrom !== null && project.look === 'files') ||
          (!isCompose && project.look === 'live' && objectAt(name.place) === null) ||
          isDeclaredElsewhere(name, by, project) ||
          isSeenWell(project, concerns);
        const users = [...new Set(uses.map((each) => each.name.by))];
        const isFile = name.kind === 'env-file';
        const lacks = isFile ? `does not exist${name.madeFrom === null ? '' : ` here (${name.madeFrom} leaves it out)`}` : 'is declared nowhere';
        return [
          {
            ...(isMilder && { severity: 'warning' as const }),
            summary: `${listed(users)} in ${name.place.file} ${users.length === 1 ? 'uses' : 'use'} ${words[name.kind]} ${name.name}, which ${lacks}: ${isCompose ? 'compose refuses the whole file, and starts nothing of it' : `${by.name} waits for it and does not start`}.`,
            why: `${name.name} ${isFile ? 'does not exist' : 'is declared nowhere'}`,
            evidence: [{ probe: 'dangling', subject: name.place.file }, ...programs(by)],
            where: uses.map(({ name: { place } }) => place).slice(0, 8),
            concerns,
            ...(own[0] && { target: own[0].name }),
            remedies: [change(isFile ? `Make ${name.name}, or add \`required: false\` where it can be gone without` : `Declare ${name.name}, or correct the name`, name.place)],
          },
        ];
      }),
  },
  examples: {
    bad: [
      {
        name: 'its network was removed',
        facts: {
          endpoints: {
            '127.0.0.1:6379': {
              ...unconnected('refused', ['127.0.0.1']),
              containers: containers(container({ state: 'exited', exitCode: 0, pid: null, error: 'failed to set up container networking: network shop_back not found' })),
            },
          },
        },
      },
    ],
    good: [
      {
        name: 'it was stopped',
        facts: { endpoints: { '127.0.0.1:6379': { ...unconnected('refused', ['127.0.0.1']), containers: containers(container({ state: 'exited', exitCode: 0, pid: null })) } } },
      },
    ],
  },
  fileExamples: {
    bad: [
      { name: 'compose: a network that nobody declares', files: { 'docker-compose.yml': undeclared }, at: 'docker-compose.yml:6' },
      {
        name: 'compose: a named volume without its declaration',
        files: { 'docker-compose.yml': 'services:\n  redis:\n    image: redis:7.2\n    volumes:\n      - redis-data:/data\n' },
        at: 'docker-compose.yml:5',
      },
      {
        name: 'compose: the secret of the server is spelt otherwise',
        files: {
          'compose.yaml': 'services:\n  redis:\n    image: redis:7.2\n    secrets: [redis_password]\nsecrets:\n  redis-password:\n    file: ./redis-password.txt\n',
          'redis-password.txt': 'k3Pq9vXw2LmZ\n',
        },
        at: 'compose.yaml:4',
      },
      {
        name: 'compose: it waits for a service that is not there',
        files: { 'docker-compose.yml': `${app}    depends_on: [cache]\n  redis:\n    image: redis:7.2\n` },
        at: 'docker-compose.yml:6',
      },
      { name: 'compose: an env file that does not exist, and no template of it', files: { 'docker-compose.yml': withEnvFile }, at: 'docker-compose.yml:4' },
      { name: 'compose: an env file that git leaves out', files: { 'docker-compose.yml': withEnvFile, '.gitignore': '*.env\n' }, at: 'docker-compose.yml:4' },
    ],
    good: [
      { name: 'compose: declared', files: { 'docker-compose.yml': `${undeclared}networks:\n  back: {}\n` } },
      { name: 'compose: declared in the override', files: { 'docker-compose.yml': undeclared, 'docker-compose.override.yml': 'networks:\n  back:\n    driver: bridge\n' } },
      { name: 'compose: made elsewhere', files: { 'docker-compose.yml': `${undeclared}networks:\n  back:\n    external: true\n` } },
      { name: 'compose: the env file is to be made from its template', files: { 'docker-compose.yml': withEnvFile, 'api.env.example': 'REDIS_URL=redis://redis:6379\n' } },
      {
        name: 'a name of the file that a tool fills in first',
        files: { 'docker-compose.yml': 'services:\n  redis:\n    image: redis:7.2\n    volumes: ["$${DATA}:/data"]\n' },
      },
      {
        name: 'a project without Redis is none of ours',
        files: { 'docker-compose.yml': 'services:\n  web:\n    image: nginx:1.27\n    networks: [front]\n' },
      },
    ],
  },
});

/** A Service of a cluster whose labels no pod has: connections to it are refused. */
function selectsNothing(at: EndpointView): Found | null {
  const cluster = at.get('kubernetes');
  if (cluster?.leads !== 'no-pods' || !cluster.service) return null;
  const { name, selector, place } = cluster.service;
  return {
    ...hurt(at, 'critical'),
    summary: `The Service ${name} of ${cluster.namespace} selects ${selector}, and no pod there has these labels${cluster.nearest === null ? '' : `; the pods of Redis have ${cluster.nearest}`}: it leads nowhere.`,
    why: `the Service ${name} selects no pod`,
    evidence: ['kubernetes'],
    where: [place],
    remedies: [
      remedy(
        cluster.nearest === null
          ? `Start pods with the labels ${selector}, or correct the selector of ${name}`
          : `Let ${name} select the labels that the pods have: ${cluster.nearest}`,
        [`${kubectl(cluster)} get pods --show-labels`, edit(place)],
        `${kubectl(cluster)} get endpointslices -l kubernetes.io/service-name=${name}`,
      ),
    ],
  };
}

/** Engines' words for a network, secret or config that is gone. */
const missingIn = /\b(network|secret|config)\s+"?([\w.-]+)"?\s+(?:was\s+)?not found|no such (network|secret|config)/i;

/** Names that lead nowhere, with who refers to them. An env file outside of the project is for others to make, one with a template to be made from that. */
function usesOf(project: ProjectView): { name: Name; by: ProgramView }[] {
  return project.dangling.flatMap((name) => {
    const by = userOf(name, project);
    // What a tool fills in first is no name yet.
    const isMadeElsewhere =
      /[$<{]/.test(name.name) || (name.kind === 'env-file' && (/^(\/|\.\.\/)/.test(name.name) || (name.madeFrom !== null && !name.madeFrom.endsWith('.gitignore'))));
    return by === undefined || words[name.kind] === undefined || isMadeElsewhere ? [] : [{ name, by }];
  });
}

/** Who refers to it: of several of that name one that is laid together from that file, and rather one that always runs. */
function userOf({ by, place }: Name, project: ProjectView): ProgramView | undefined {
  const named = project.programs.filter(({ name, format }) => (format === 'compose' && name === by) || (format === 'kubernetes' && (name === by || name.startsWith(`${by}/`))));
  const groups = project.objects('compose-project').flatMap(({ data }) => {
    const { group, files } = data as { group?: string; files?: string[] };
    return files?.includes(place.file) ? [group] : [];
  });
  const here = named.filter((program) => program.place.file === place.file || groups.includes(program.group));
  return here.toSorted((a, b) => Number(a.variant !== null) - Number(b.variant !== null))[0];
}

/** A program, by its fact's subject, is the one that refers, or one that compose refuses together with it. */
function isOf(subject: string, by: ProgramView, { programs }: ProjectView): boolean {
  return subject === by.subject || (by.format === 'compose' && programs.some((program) => program.subject === subject && program.group === by.group));
}

/** Another file of the folder declares it: called together, they may well fit. */
function isDeclaredElsewhere({ kind, name }: Name, by: ProgramView, project: ProjectView): boolean {
  if (by.format !== 'compose') return false;
  const folder = dirname(by.place.file);
  if (kind === 'service') return project.programs.some((program) => program.name === name && program.group !== by.group && dirname(program.place.file) === folder);
  return project.objects(`compose-${kind}`).some((each) => each.name === name && dirname(each.place.file) === folder);
}
