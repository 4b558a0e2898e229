import { type CloudService, concerning, isSeenWorking, scopeOf, targetsFor, usersOf } from '../cloud.ts';
import { cloudRun, fromSecret, secret } from '../cloud-examples.ts';
import { beside, cloudRefusal, cloudSecret, cloudService, cloudVariable, fromStore, outside } from '../cloud-fact-examples.ts';
import { faultsOf } from '../declared-fault.ts';
import { defineCause, type Found } from '../define.ts';
import type { ProjectView } from '../view.ts';

const value = 'random_password.redis.result';
const declared = fromSecret('google_secret_manager_secret.redis.secret_id');

export default defineCause({
  code: 'cloud/secret-missing',
  severity: 'critical',
  scope: 'project',
  title: 'The secret that the service reads is not there',
  meaning: 'The new revision does not start: the platform refuses to fill in its variables, and the old one, if there is one, goes on.',
  detection:
    'Cloud facts (`--cloud-facts`): a variable of Redis reads a secret that the provider does not know, that is deleted, or whose version is disabled, destroyed or absent; of `latest` the newest counts. Terraform: a service reads a secret that no file declares, that is declared under a name that differs by its signs alone, or whose only version is switched off. A secret that may be made by hand is left alone.',
  advice: 'Declare the secret and a version of it, or correct the name.',
  source: 'cloud.google.com, Cloud Run: "Configure secrets"',
  needs: [],
  explains: ['cloud/change-not-deployed'],
  detect: (project) => [...referred(project), ...refused(project)],
  inFiles: { detect: (project) => faultsOf(project, 'cloud/secret-missing', 'Declare the secret, or correct its name') },
  examples: {
    bad: [
      {
        name: 'the version that the service reads is switched off',
        facts: outside({ services: [cloudService({ variables: [cloudVariable(), fromStore()] })], secrets: [cloudSecret({ versions: [{ version: '1', state: 'disabled' }] })] }),
        says: 'disabled',
      },
      {
        name: 'a version that was never made',
        facts: outside({ services: [cloudService({ variables: [fromStore('redis-password', '7')] })], secrets: [cloudSecret()] }),
        says: 'version 7',
      },
      {
        name: 'the provider knows no such secret',
        facts: outside({ services: [cloudService({ variables: [fromStore()] })], refusals: [cloudRefusal({ kind: 'secret', name: 'redis-password' })] }),
      },
      {
        name: 'AWS: it is scheduled for deletion',
        facts: outside({
          services: [cloudService({ provider: 'aws', product: 'ECS service', variables: [fromStore('prod/redis', null)] })],
          secrets: [cloudSecret({ provider: 'aws', name: 'prod/redis', state: 'deleted' })],
        }),
      },
    ],
    good: [
      { name: 'there and enabled', facts: outside({ services: [cloudService({ variables: [fromStore()] })], secrets: [cloudSecret()] }) },
      {
        name: 'an old version is destroyed',
        facts: outside({
          services: [cloudService({ variables: [fromStore()] })],
          secrets: [
            cloudSecret({
              versions: [
                { version: '2', state: 'enabled' },
                { version: '1', state: 'destroyed' },
              ],
            }),
          ],
        }),
      },
      {
        name: 'not all versions were listed',
        facts: outside({ services: [cloudService({ variables: [fromStore('redis-password', '7')] })], secrets: [cloudSecret({ isWhole: false })] }),
      },
      { name: 'another secret is not found, and the application works', facts: beside({ refusals: [cloudRefusal({ kind: 'secret', name: 'smtp-password' })] }) },
    ],
  },
  fileExamples: {
    bad: [
      { name: 'no file declares it', files: { 'main.tf': cloudRun('', '', declared) }, at: 'main.tf:10' },
      { name: 'its only version is switched off', files: { 'main.tf': secret(value, '  enabled     = false\n') + cloudRun('', '', declared) }, at: 'main.tf:18' },
      { name: 'its name is written in another way', files: { 'main.tf': secret(value) + cloudRun('', '', fromSecret('"redis_password"')) }, at: 'main.tf:17' },
    ],
    good: [
      { name: 'declared', files: { 'main.tf': secret(value) + cloudRun('', '', declared) } },
      { name: 'made by hand', files: { 'main.tf': cloudRun('', '', fromSecret('"redis-password-of-others"')) } },
    ],
  },
});

type Secret = ProjectView['cloud']['secrets'][number];

const isNewest = (version: string | null): boolean => version === null || version === 'latest' || version === 'AWSCURRENT';

/** What is wrong with a version of a secret that is there; null where nothing is seen to be. */
function wrongWith({ state, versions, isWhole }: Secret, version: string | null): string | null {
  if (state === 'deleted') return 'is deleted, or is about to be';
  if (state === 'missing') return 'does not exist';
  // The newest counts, whatever its state: an older one that is switched on does not stand in for it.
  const found = isNewest(version) ? (isWhole || versions.length === 1 ? versions[0] : undefined) : versions.find((each) => each.version === version);
  if (found) return found.state === 'disabled' || found.state === 'destroyed' ? `has its version ${found.version} ${found.state}` : null;
  if (!isWhole) return null;
  return isNewest(version) ? 'has no version' : `has no version ${version}`;
}

function referred(project: ProjectView): Found[] {
  const { cloud } = project;
  return cloud.services.flatMap((service) =>
    service.variables.flatMap(({ name, secret: ref }): Found[] => {
      if (ref === null) return [];
      const secret = cloud.secrets.find((each) => each.provider === service.provider && each.name === ref.name);
      const isRefused = cloud.refusals.some((each) => each.is === 'not-found' && each.kind === 'secret' && each.name === ref.name);
      const isAbsent = cloud.listings.some((each) => each.kind === 'secret' && each.provider === service.provider);
      const wrong = secret ? wrongWith(secret, ref.version) : isRefused || isAbsent ? 'does not exist' : null;
      if (wrong === null) return [];
      return [
        told(service, ref.name, `${name} of ${service.name} reads the secret ${ref.name}, which ${wrong}: a new revision does not start.`, secret?.place ?? service.place, project),
      ];
    }),
  );
}

/** What the provider says of a secret that no service in the facts reads. */
function refused(project: ProjectView): Found[] {
  const { cloud } = project;
  return cloud.refusals
    .filter(({ is, kind, provider, name }) => is === 'not-found' && kind === 'secret' && usersOf(cloud, { provider, name }).length === 0)
    .flatMap(({ name, who, service: user, place }): Found[] => {
      const service = cloud.services.find((each) => each.name === user) ?? null;
      const isOurs = who === 'service' || /redis|valkey/i.test(name ?? '');
      if (!isOurs || (who === 'caller' && project.targets.some(isSeenWorking))) return [];
      return [
        told(
          service,
          name,
          `The secret ${name ?? 'that was asked for'}${user === null ? '' : `, which ${user} reads,`} does not exist, or its version is switched off.`,
          place,
          project,
        ),
      ];
    });
}

function told(service: CloudService | null, secret: string | null, summary: string, place: Secret['place'], project: ProjectView): Found {
  const google = service === null || service.provider === 'google';
  const name = secret ?? '"$SECRET"';
  const scope = service?.provider === 'google' && service.project !== null ? ` --project ${service.project}` : service ? scopeOf({ ...service, project: null }) : '';
  const list = google
    ? `gcloud secrets versions list ${name}${scope}`
    : service?.provider === 'aws'
      ? `aws secretsmanager describe-secret --secret-id ${name}${scope}`
      : `az keyvault secret list-versions --vault-name "$VAULT" --name ${name}`;
  const make = google
    ? `gcloud secrets versions add ${name}${scope} --data-file -`
    : service?.provider === 'aws'
      ? `aws secretsmanager restore-secret --secret-id ${name}${scope}`
      : null;
  return {
    summary,
    why: `the secret ${secret ?? 'that is read'} is not there`,
    evidence: ['cloud'],
    where: [place],
    ...concerning(service ? targetsFor(project, service) : [], service ? [service] : []),
    remedies: [
      {
        title: 'See which versions there are, and give it one that is switched on, without a line end',
        commands: [list, ...(make === null ? [] : [make])],
        risk: 'safe',
        runbook: null,
        verify: list,
      },
    ],
  };
}
