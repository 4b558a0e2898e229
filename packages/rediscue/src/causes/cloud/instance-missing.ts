import { concerning, describe, instanceOf, isSeenWorking, meantBy, nameInHost, scopeOf } from '../cloud.ts';
import { aside, beside, cloudInstance, cloudRefusal, outside } from '../cloud-fact-examples.ts';
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
  detect: (project) => [...answeredMissing(project), ...notListed(project)],
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
    ],
    good: [
      { name: 'there, and ready', facts: beside({ instances: [cloudInstance()] }) },
      { name: 'another name is not found, and the application works', facts: beside({ refusals: [cloudRefusal()] }) },
      {
        name: 'a secret is not found',
        facts: outside({ refusals: [cloudRefusal({ kind: 'secret', name: 'redis-password' })] }),
      },
    ],
  },
});
