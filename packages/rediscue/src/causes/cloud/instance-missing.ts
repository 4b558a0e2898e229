import { concerning, describe, describeService, instanceFor, instanceOf, isPrivate, isSeenWorking, meantBy, nameInHost, scopeOf, targetsFor } from '../cloud.ts';
import { aside, beside, cloudInstance, cloudRefusal, cloudService, cloudVariable, outside } from '../cloud-fact-examples.ts';
import { deadEnds } from '../declaration.ts';
import { defineCause, type Found, type Remedy, type Undecided } from '../define.ts';
import type { ProjectView } from '../view.ts';

type Refusal = ProjectView['cloud']['refusals'][number];

const placeText = ({ project, region }: Pick<Refusal, 'project' | 'region'>): string =>
  [project === null ? null : ` in ${project}`, region === null ? null : `${project === null ? ' in' : ','} ${region}`].join('');

/** Where files of the project declare it. */
function declaredAs(name: string | null, project: ProjectView) {
  const named = project.objects('managed-redis').filter(({ data }) => {
    const attributes = (data as { resource?: { attributes?: Record<string, { value?: unknown }> } }).resource?.attributes ?? {};
    return name !== null && ['name', 'cluster_id', 'replication_group_id'].some((key) => attributes[key]?.value === name);
  });
  return named[0] ?? null;
}

function remedies(refusal: Refusal, project: ProjectView): Remedy[] {
  const { provider, name } = refusal;
  const declared = declaredAs(name, project);
  const all = { ...refusal, name: null, ...(provider === 'google' && { region: '-' }) };
  const look: Remedy = {
    title: 'See which instances there are, and correct the name, region or project',
    commands: [describe(all)],
    risk: 'safe',
    runbook: null,
    verify: describe(refusal),
  };
  const make =
    declared !== null
      ? [`terraform apply -target='${declared.name}'`]
      : provider === 'google' && name !== null
        ? [`gcloud redis instances create ${name}${scopeOf(refusal)} --size 1 --tier standard`]
        : [];
  return make.length === 0 ? [look] : [look, { title: 'Make it', commands: make, risk: 'disruptive', runbook: null, verify: describe(refusal) }];
}

function answeredMissing(project: ProjectView): (Found | Undecided)[] {
  const { instances, refusals } = project.cloud;
  return refusals
    .filter(({ is, kind }) => is === 'not-found' && kind === 'instance')
    .flatMap((refusal): (Found | Undecided)[] => {
      const { name, region, project: account } = refusal;
      const same = instances.filter((each) => name !== null && each.name === name);
      // Another document of the same file shows it: one of the two is older.
      if (same.some((each) => region === null || each.region === region)) return [];
      const meant = meantBy(refusal, project);
      const what = `the instance ${name ?? 'that was asked for'}`;
      const elsewhere = same.flatMap((each) => each.region ?? []);
      const used = project.targets.length > 0 && (meant.length > 0 ? meant : project.targets).every(isSeenWorking);
      if (used || (meant.length === 0 && project.targets.some(isSeenWorking)))
        return [
          {
            undecided: `${what} does not exist${placeText(refusal)}`,
            needs: 'the application works with the Redis that it is told of; whether it was meant for the other one, its variables would tell',
          },
        ];
      return [
        {
          summary: `The managed instance ${name ?? 'that was asked for'} does not exist${placeText({ project: account, region })}: ${elsewhere.length > 0 ? `one of that name is in ${elsewhere.join(', ')}` : 'the provider knows none of that name there'}.`,
          why: `${what} does not exist${placeText(refusal)}`,
          evidence: ['cloud'],
          where: [declaredAs(name, project)?.place ?? refusal.place],
          ...concerning(meant),
          remedies: remedies(refusal, project),
        },
      ];
    });
}

/** A host that is named after an instance which the full list of its region does not hold. */
function notListed(project: ProjectView): Found[] {
  const { instances, listings, refusals } = project.cloud;
  return project.targets.flatMap((target): Found[] => {
    const host = target.declared?.addresses[0]?.host ?? '';
    const name = nameInHost(host);
    const provider = host.endsWith('.azure.net') || host.endsWith('.windows.net') ? 'azure' : 'aws';
    const whole = listings.find((each) => each.kind === 'instance' && each.provider === provider && (provider === 'azure' || isOfRegion(host, each.region)));
    if (name === null || !whole || instanceOf(target) !== null || instances.some((each) => name.startsWith(each.name.toLowerCase())) || isSeenWorking(target)) return [];
    if (refusals.some((each) => each.is === 'not-found' && each.kind === 'instance' && each.name?.toLowerCase() === name)) return [];
    const refusal = { is: 'not-found', provider, kind: 'instance', name, project: whole.project, region: whole.region } as Refusal;
    return [
      {
        summary: `${host} is the address of an instance that does not exist any more: the list of ${provider === 'azure' ? 'Azure' : 'ElastiCache'}${placeText(whole)} does not hold ${name}.`,
        why: `no instance has the address ${host}`,
        evidence: ['cloud'],
        where: [whole.place],
        ...concerning([target]),
        remedies: remedies(refusal, project),
      },
    ];
  });
}

/** An instance that Terraform makes, and that the full list of its region does not hold. */
function notApplied(project: ProjectView): Found[] {
  const { instances, listings, refusals } = project.cloud;
  return project.objects('managed-redis').flatMap(({ name: address, place, data }): Found[] => {
    const { variant, mode, type, region: written, resource } = data as DeclaredInstance;
    const region = known(written);
    const name = known(resource?.attributes?.name);
    const whole = listings.find((each) => each.kind === 'instance' && each.provider === 'google' && each.region !== null && each.region === region);
    if (variant !== null || mode !== 'managed' || type !== 'google_redis_instance' || name === null || !whole) return [];
    if (instances.some((each) => each.name === name) || refusals.some((each) => each.kind === 'instance' && each.name === name) || project.targets.some(isSeenWorking)) return [];
    const open = project.targets.filter((target) => instanceOf(target) === null);
    return [
      {
        summary: `${address} makes the instance ${name}, and the list of ${region} does not hold it: it was never applied, or was deleted since.`,
        why: `the instance ${name} does not exist`,
        evidence: ['cloud', { probe: 'objects', subject: place.file }],
        where: [place, whole.place],
        ...concerning(open.length === 1 ? open : []),
        remedies: [
          {
            title: 'Apply what is declared',
            commands: [`terraform apply -target='${address}'`],
            risk: 'disruptive',
            runbook: null,
            verify: describe({ provider: 'google', name, region, project: whole.project }),
          },
        ],
      },
    ];
  });
}

/** Data of an object `managed-redis`, as far as it is used here. */
interface DeclaredInstance {
  variant: string | null;
  mode: string;
  type: string;
  region: unknown;
  resource?: { attributes?: Record<string, unknown> };
}

/** The text of a value of Terraform that is known. */
function known(value: unknown): string | null {
  const { is, value: text } = (value ?? {}) as { is?: unknown; value?: unknown };
  return is === 'known' && typeof text === 'string' ? text : null;
}

/** A service that is told of a private address, beside the full list of the instances around it, of which none has it. */
function ledNowhere(project: ProjectView): (Found | Undecided)[] {
  const { instances, listings, services, refusals } = project.cloud;
  const ofServices = services.flatMap((service): (Found | Undecided)[] => {
    const { name, provider, region, variables } = service;
    const around = instances.filter((each) => each.provider === provider && each.region === region);
    const whole = listings.find((each) => each.kind === 'instance' && each.provider === provider && each.region !== null && each.region === region);
    const led = variables.find(({ host }) => host !== null && isPrivate(host));
    if (!whole || provider !== 'google' || !led || instanceFor(project.cloud, service) !== null || around.length === 0 || around.some(({ endpoints }) => endpoints.length === 0))
      return [];
    const targets = targetsFor(project, service);
    if (targets.some(isSeenWorking)) return [];
    const [only] = around.length === 1 ? around : [];
    const scope = scopeOf(service);
    return [
      {
        // A server of their own on a machine there would have such an address too.
        severity: 'error',
        summary: `${led.name} of ${name} leads to ${led.host}, which is the address of no instance in ${region}${only ? `: ${only.name} has ${only.endpoints[0]?.host}` : ''}.`,
        why: `no managed instance has the address ${led.host}`,
        evidence: ['cloud'],
        where: [service.place, whole.place],
        ...concerning(targets, [service]),
        remedies: [
          {
            title: 'Tell the service the address that the instance has',
            commands:
              only && /HOST/.test(led.name)
                ? [`gcloud run services update ${name}${scope} --update-env-vars ${led.name}=${only.endpoints[0]?.host}`]
                : [describe({ ...whole, name: null })],
            risk: 'disruptive',
            runbook: null,
            verify: describeService(service),
          },
        ],
      },
    ];
  });
  if (ofServices.length > 0 || (instances.length === 0 && listings.length === 0) || refusals.some(({ kind }) => kind === 'instance')) return ofServices;
  const open = project.targets.filter((target) => instanceOf(target) === null && !isSeenWorking(target) && isOfProvider(target.declared?.addresses[0]?.host ?? ''));
  return open.map((target) => ({
    undecided: `${target.name} is no instance that the cloud facts show`,
    needs: 'the description of its instance, or the full list of its region and project, with the command before it',
  }));
}

const isOfProvider = (host: string): boolean => isPrivate(host) || nameInHost(host) !== null;

/** Names of ElastiCache hold their region in short: `use1` is us-east-1. */
function isOfRegion(host: string, region: string | null): boolean {
  const short = region?.replace(
    /^([a-z]{2})-(?:gov-)?([a-z])[a-z]*?(?:(north|south)?(e|w)(?:ast|est))?-(\d)$/,
    (_, land: string, first: string, _side, second: string | undefined, count: string) => `${land}${first}${second ?? ''}${count}`,
  );
  return region !== null && (host.includes(`.${short}.`) || host.includes(`.${region}.`));
}

export default defineCause({
  code: 'cloud/instance-missing',
  severity: 'critical',
  scope: 'project',
  title: 'The managed instance does not exist',
  meaning: 'The application is told of a managed Redis that is not there in that project and region: it was never made, was deleted, or lies in another project or region.',
  detection:
    'Cloud facts (`--cloud-facts`): the provider answers that there is no instance of that name, or a full list of its region does not hold the one that the declared host is named after. An instance that answers here is there, whatever a look in another region says. What only another name tells is left undecided.',
  advice: 'Compare name, region and project with what the provider lists; make the instance, or correct what the application is told.',
  source: 'cloud.google.com, Memorystore for Redis: REST; docs.aws.amazon.com, ElastiCache: ReplicationGroupNotFoundFault',
  needs: [],
  explains: [...deadEnds, 'process/unresponsive', 'process/not-running', 'cloud/change-not-deployed'],
  detect: (project) => [...answeredMissing(project), ...notListed(project), ...notApplied(project), ...ledNowhere(project)],
  examples: {
    bad: [
      {
        name: 'Memorystore: NOT_FOUND, and the address does not answer',
        facts: outside({ refusals: [cloudRefusal()] }),
        says: 'does not exist',
      },
      {
        name: 'ElastiCache: the replication group of the host name is not found',
        facts: aside('cache.abc123.ng.0001.use1.cache.amazonaws.com:6379', {
          refusals: [cloudRefusal({ provider: 'aws', name: 'cache', region: 'us-east-1', message: 'ReplicationGroup cache not found.' })],
        }),
      },
      {
        name: 'ElastiCache: the full list of the region holds another one',
        facts: aside('cache.abc123.ng.0001.use1.cache.amazonaws.com:6379', {
          instances: [cloudInstance({ provider: 'aws', name: 'other', region: 'us-east-1', endpoints: [{ host: 'other.abc123.ng.0001.use1.cache.amazonaws.com', port: 6379 }] })],
          listings: [{ provider: 'aws', kind: 'instance', project: null, region: 'us-east-1', place: { file: 'cloud.json', line: 1 } }],
        }),
      },
      {
        name: 'Cloud Run is told of an address that no instance of the region has',
        facts: aside('10.0.0.9:6379', {
          instances: [cloudInstance()],
          services: [cloudService({ variables: [cloudVariable({ host: '10.0.0.9' })] })],
          listings: [{ provider: 'google', kind: 'instance', project: 'shop', region: 'europe-west1', place: { file: 'cloud.json', line: 1 } }],
        }),
        says: 'no instance in europe-west1: cache has 10.0.0.3',
      },
    ],
    good: [
      {
        name: 'an address of another kind of server, where the instances were not listed',
        facts: aside('10.0.0.9:6379', { instances: [cloudInstance()], services: [cloudService({ variables: [cloudVariable({ host: '10.0.0.9' })] })] }),
      },
      { name: 'there, and ready', facts: beside({ instances: [cloudInstance()] }) },
      { name: 'another name is not found, and the application works', facts: beside({ refusals: [cloudRefusal()] }) },
      {
        name: 'a secret is not found',
        facts: outside({ refusals: [cloudRefusal({ kind: 'secret', name: 'redis-password' })] }),
      },
    ],
  },
});
