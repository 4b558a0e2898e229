import type { Place } from '../../facts/index.ts';
import { type CloudService, concerning, describeService, scopeOf, targetsFor } from '../cloud.ts';
import { cloudInstance, cloudService, cloudVariable, outside } from '../cloud-fact-examples.ts';
import { defineCause, type Found, type Remedy, type Undecided, type Verdict } from '../define.ts';
import type { ProjectView } from '../view.ts';

const listed = (names: readonly string[]): string => (names.length <= 3 ? names.join(', ') : `${names.slice(0, 3).join(', ')} and ${names.length - 3} more`);

function deploy(service: CloudService): Remedy {
  const { provider, name, latest, newer, rollout } = service;
  const scope = scopeOf(service);
  const verify = describeService(service);
  if (provider === 'aws')
    return {
      title: newer === null ? 'See why its tasks do not start, mend that, and deploy again' : 'Let the service run the newer task definition',
      commands:
        newer === null
          ? [`aws ecs describe-services --services ${name}${scope} --cluster "$CLUSTER" --query 'services[0].events[:10]'`]
          : [`aws ecs update-service --service ${name}${scope} --cluster "$CLUSTER" --task-definition ${newer}`],
      risk: newer === null ? 'safe' : 'disruptive',
      runbook: null,
      verify,
    };
  if (rollout === 'failed')
    return {
      title: 'See why the revision does not start, mend that, and deploy again',
      commands: provider === 'google' && latest !== null ? [`gcloud run revisions describe ${latest}${scope}`] : [verify],
      risk: 'safe',
      runbook: null,
      verify,
    };
  return {
    title: 'Send the requests to the latest revision',
    commands:
      provider === 'google'
        ? [`gcloud run services update-traffic ${name}${scope} --to-latest`]
        : [`az containerapp ingress traffic set --name ${name} --resource-group "$GROUP" --revision-weight latest=100`],
    risk: 'disruptive',
    runbook: null,
    verify,
  };
}

function judged(service: CloudService, project: ProjectView): Found | Undecided | null {
  const { name, product, latest, serving, pending, rollout, newer, variables } = service;
  const wanted = newer ?? latest;
  // A share of the requests is a trial on purpose; a platform that is at it will be done.
  const isTaken = newer === null && (latest === null || serving.some((each) => each.name === latest));
  if (isTaken || serving.length === 0 || variables.length === 0 || pending?.length === 0) return null;
  const now = newer === null ? serving.map((each) => each.name) : [latest ?? ''];
  const changed = (pending ?? []).map(({ variable }) => variable);
  const what = changed.length > 0 ? listed(changed) : 'its variables of Redis';
  if (rollout === 'rolling-out' && newer === null)
    return { undecided: `${name} may still be told the old ${what}`, needs: `its deployment to end: ${now.join(', ')} serves until then` };
  return {
    summary: `${product} ${name} goes on with ${now.join(', ')}: ${changed.length > 0 ? `the new ${what} of ${wanted}` : `what ${wanted} says of Redis`} is not in use${rollout === 'failed' ? ', because that does not become ready' : ''}.`,
    why: `${name} still runs ${now.join(', ')}`,
    evidence: ['cloud'],
    where: [service.place],
    ...concerning(targetsFor(project, service), [service]),
    remedies: [deploy(service)],
  };
}

/** Data of an object `cloud-service`, as far as it is used here. */
interface DeclaredService {
  variant: string | null;
  redis: { variable: string; value: { is?: unknown; value?: unknown } | null; place: Place }[];
}

/** The one service that Terraform declares under this name is told another address than the one that runs. */
function notApplied(project: ProjectView): Found[] {
  const declared = project.objects('cloud-service').map(({ name: address, data }) => ({ address, ...(data as DeclaredService) }));
  return project.cloud.services.flatMap((service): Found[] => {
    const alike = declared.filter(({ address }) => address.split('.').at(-1)?.replaceAll('_', '-') === service.name.replaceAll('_', '-'));
    const [own] = alike;
    // Files for several environments: nothing tells which of them this one was made from.
    if (!own || alike.length > 1 || own.variant !== null || declared.some(({ variant }) => variant !== null)) return [];
    return own.redis.flatMap(({ variable, value, place }): Found[] => {
      const text = value?.is === 'known' && typeof value.value === 'string' ? value.value : null;
      const running = service.variables.find(({ name }) => name === variable);
      if (text === null || !running?.host || !/^[\w.-]+$/.test(text) || text.toLowerCase() === running.host) return [];
      return [
        {
          // Either of the two may be the one that is meant.
          severity: 'warning',
          summary: `${own.address} sets ${variable} to ${text}, and ${service.name} runs with ${running.host}: the change has not been applied, or was made elsewhere.`,
          why: `${service.name} runs with another ${variable} than its file says`,
          evidence: ['cloud', { probe: 'objects', subject: place.file }],
          where: [place, service.place],
          ...concerning(targetsFor(project, service), [service]),
          remedies: [
            { title: 'See what would change, and apply it', commands: [`terraform plan -target='${own.address}'`], risk: 'safe', runbook: null, verify: describeService(service) },
          ],
        },
      ];
    });
  });
}

export default defineCause({
  code: 'cloud/change-not-deployed',
  severity: 'error',
  scope: 'project',
  title: 'A changed variable has not been deployed',
  meaning: 'A variable was set, and no deployment has taken it up: what serves requests goes on with the old value, while everybody reads the new one.',
  detection:
    'Cloud facts (`--cloud-facts`): the latest template of a service with variables of Redis gets no requests (Cloud Run, Container Apps: the latest revision is not ready, or the traffic is pinned to an older one; ECS: the tasks run another task definition, or a newer one is registered). Where the serving revision is known too, only a variable of Redis that differs counts. A deployment that is under way, and a share of the traffic, are left alone.',
  advice: 'See why the new revision does not become ready, or send the traffic to it.',
  source: 'cloud.google.com, Cloud Run: "Rollbacks, gradual rollouts, and traffic migration"; docs.aws.amazon.com, ECS: Deployment',
  needs: [],
  explains: [],
  detect: (project): Verdict => [...project.cloud.services.flatMap((service) => judged(service, project) ?? []), ...notApplied(project)],
  examples: {
    bad: [
      {
        name: 'Cloud Run: the revision with the new host does not become ready',
        facts: outside({
          instances: [cloudInstance()],
          services: [cloudService({ rollout: 'failed', serving: [{ name: 'api-00001-xyz', percent: 100 }], pending: [{ variable: 'REDIS_HOST', is: 'changed' }] })],
        }),
        says: 'the new REDIS_HOST',
      },
      {
        name: 'Cloud Run: the traffic is pinned to the old revision',
        facts: outside({ services: [cloudService({ serving: [{ name: 'api-00001-xyz', percent: 100 }], pending: null })] }),
      },
      {
        name: 'ECS: a newer task definition is registered',
        facts: outside({
          services: [
            cloudService({
              provider: 'aws',
              product: 'ECS service',
              latest: 'api:12',
              newer: 'api:13',
              serving: [{ name: 'api:12', percent: 100 }],
              pending: [{ variable: 'REDIS_URL', is: 'added' }],
            }),
          ],
        }),
        says: 'api:13',
      },
    ],
    good: [
      { name: 'the latest serves', facts: outside({ instances: [cloudInstance()], services: [cloudService()] }) },
      {
        name: 'a share of the traffic goes to the latest',
        facts: outside({
          services: [
            cloudService({
              serving: [
                { name: 'api-00001-xyz', percent: 90 },
                { name: 'api-00002-abc', percent: 10 },
              ],
              pending: [{ variable: 'REDIS_HOST', is: 'changed' }],
            }),
          ],
        }),
      },
      { name: 'nothing of Redis differs', facts: outside({ services: [cloudService({ serving: [{ name: 'api-00001-xyz', percent: 100 }], pending: [] })] }) },
      {
        name: 'it is being deployed',
        facts: outside({
          services: [cloudService({ rollout: 'rolling-out', serving: [{ name: 'api-00001-xyz', percent: 100 }], pending: [{ variable: 'REDIS_HOST', is: 'changed' }] })],
        }),
      },
      { name: 'a service without Redis', facts: outside({ services: [cloudService({ variables: [], serving: [{ name: 'api-00001-xyz', percent: 100 }], pending: null })] }) },
      { name: 'the same variables', facts: outside({ services: [cloudService({ variables: [cloudVariable()] })] }) },
    ],
  },
});
