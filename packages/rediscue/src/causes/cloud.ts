import type { CloudFact, FactData } from '../facts/index.ts';
import { isUsable } from './reach.ts';
import type { ProjectView, TargetView } from './view.ts';

export type CloudInstance = CloudFact['instances'][number];
export type CloudService = CloudFact['services'][number];
export type CloudRefusal = CloudFact['refusals'][number];
type Declared = FactData<'target'> | undefined;

/** Why what was seen of a target from here says nothing of the application: it has an address of a provider's network alone. */
export interface Outside {
  instance: CloudInstance | null;
  /** A service that is told of the address. */
  service: CloudService | null;
  /** The instance could not be read. */
  isDenied: boolean;
}

/** Addresses of private networks: RFC 1918, RFC 6598, RFC 4193. */
const isPrivate = (host: string): boolean => /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|f[cd][0-9a-f]{2}:)/i.test(host);

const plain = (host: string): string =>
  host
    .toLowerCase()
    .replace(/\.$/, '')
    .replace(/^\[|\]$/g, '');

const hostsOf = (declared: Declared): string[] => (declared?.addresses ?? []).map(({ host }) => plain(host));

const hasHost = ({ endpoints }: CloudInstance, hosts: readonly string[]): boolean => endpoints.some(({ host }) => hosts.includes(plain(host)));

/** The first label of a provider's name for a cache is its name, or begins with it. */
const labels =
  /^(?:(?:clustercfg|master|replica)\.)?([a-z0-9-]+?)(?:-ro)?\.(?:.*\.(?:cache|memorydb)\.[a-z0-9-]*\.?amazonaws\.com(?:\.cn)?|redis\.cache\.windows\.net|[a-z0-9-]+\.redis\.azure\.net)$/;

/** The name of the instance that a provider's host name holds; null for other hosts. */
export const nameInHost = (host: string): string | null => labels.exec(plain(host))?.[1] ?? null;

const isNamed = (name: string, host: string): boolean => {
  const label = nameInHost(host);
  return label !== null && (label === name.toLowerCase() || new RegExp(`^${name.toLowerCase().replace(/[^a-z0-9-]/g, '')}-(\\d{4}|[a-z0-9]{6})(-\\d{3})?$`).test(label));
};

/** The managed instance behind declared addresses, and behind those that their names resolve to. */
function instanceAt(cloud: CloudFact, declared: Declared, resolved: readonly string[] = []): CloudInstance | null {
  const hosts = hostsOf(declared);
  return (
    cloud.instances.find((each) => hasHost(each, [...hosts, ...resolved.map(plain)])) ??
    cloud.instances.find(({ name, endpoints }) => endpoints.length === 0 && hosts.some((host) => isNamed(name, host))) ??
    null
  );
}

const resolvedOf = (target: TargetView): string[] => target.entries.flatMap((at) => at.get('resolve')?.addresses.map(({ address }) => address) ?? []);

export const instanceOf = (target: TargetView): CloudInstance | null => instanceAt(target.project.cloud, target.declared, resolvedOf(target));

/** Targets that lead to an instance. */
export const targetsOf = (project: ProjectView, instance: CloudInstance): TargetView[] => project.targets.filter((target) => instanceOf(target) === instance);

/** The instance that a variable of the service leads to. */
export function instanceFor(cloud: CloudFact, service: CloudService): { instance: CloudInstance; variable: string } | null {
  for (const { name, host } of service.variables) {
    const instance = host === null ? undefined : cloud.instances.find((each) => hasHost(each, [plain(host)]));
    if (instance) return { instance, variable: name };
  }
  return null;
}

/** Services that are told of an address of the target. */
const toldOf = (cloud: CloudFact, hosts: readonly string[]): CloudService | null =>
  cloud.services.find(({ variables }) => variables.some(({ host }) => host !== null && hosts.includes(plain(host)))) ?? null;

/** Targets that a service is told of; where it is told of none by an address that can be seen, those that no other claims. */
export function targetsFor(project: ProjectView, service: CloudService): TargetView[] {
  const hosts = service.variables.flatMap(({ host }) => (host === null ? [] : [plain(host)]));
  const own = project.targets.filter(({ declared }) => hostsOf(declared).some((host) => hosts.includes(host)));
  if (own.length > 0) return own;
  const led = instanceFor(project.cloud, service);
  return led ? targetsOf(project, led.instance) : project.targets.length === 1 && project.cloud.services.length === 1 ? [...project.targets] : [];
}

/** Whether, and why, this place cannot tell anything of a target that did not answer here. */
export function outsideOf(cloud: CloudFact, declared: Declared, resolved: readonly string[]): Outside | null {
  const hosts = hostsOf(declared);
  if (hosts.length === 0) return null;
  const instance = instanceAt(cloud, declared, resolved);
  const service = toldOf(cloud, hosts);
  if (instance) return instance.reach === 'network' && (instance.state === 'ready' || instance.state === 'unknown') ? { instance, service, isDenied: false } : null;
  if (!hosts.every(isPrivate) || refusedInstances(cloud, 'not-found').length > 0) return null;
  const isDenied = refusedInstances(cloud, 'denied').length > 0;
  return service !== null || isDenied ? { instance: null, service, isDenied } : null;
}

const refusedInstances = ({ refusals }: CloudFact, is: CloudRefusal['is']): CloudRefusal[] => refusals.filter((each) => each.is === is && each.kind === 'instance');

/** Targets that an instance which is not there may have been meant for. */
export function meantBy({ name }: CloudRefusal, project: ProjectView): TargetView[] {
  const open = project.targets.filter((target) => instanceOf(target) === null);
  const named = open.filter(({ declared }) => hostsOf(declared).some((host) => name !== null && isNamed(name, host)));
  if (named.length > 0) return named;
  const inside = open.filter(({ declared }) => hostsOf(declared).some((host) => isPrivate(host)));
  return inside.length > 0 ? inside : open.length === 1 && !hostsOf(open[0]?.declared).some(isOwnMachine) ? open : [];
}

const isOwnMachine = (host: string): boolean => host === 'localhost' || host === '::1' || /^127\./.test(host);

/** Somebody gets through to it from here. */
export const isSeenWorking = (target: TargetView): boolean => target.entries.some(isUsable);

/** What a finding of the cloud says it is about. */
export const concerning = (targets: readonly TargetView[], services: readonly { name: string }[] = []) => ({
  concerns: [...targets.flatMap(({ endpoints }) => endpoints.map(({ subject }) => subject)), ...services.map(({ name }) => `service ${name}`)],
  ...(targets.length === 1 && targets[0] && { target: targets[0].name }),
});

/** `Memorystore for Redis cache (europe-west1)` */
export const titleOf = ({ product, name, region }: { product: string; name: string; region: string | null }): string =>
  `${product} ${name}${region === null ? '' : ` (${region})`}`;

/** `--region europe-west1 --project shop` */
export const scopeOf = ({ provider, region, project }: { provider: string; region: string | null; project: string | null }): string =>
  provider === 'google'
    ? `${region === null ? '' : ` --region ${region}`}${project === null ? '' : ` --project ${project}`}`
    : provider === 'aws' && region !== null
      ? ` --region ${region}`
      : '';

/** How a person looks at an instance with the provider's own client. */
export function describe(instance: { provider: string; name: string | null; region: string | null; project: string | null; product?: string }): string {
  const { provider, name, product = '' } = instance;
  const scope = scopeOf(instance);
  if (provider === 'google') return name === null ? `gcloud redis instances list${scope}` : `gcloud redis instances describe ${name}${scope}`;
  if (provider === 'aws') {
    if (/Serverless/.test(product)) return `aws elasticache describe-serverless-caches --serverless-cache-name ${name ?? ''}${scope}`;
    return name === null ? `aws elasticache describe-replication-groups${scope}` : `aws elasticache describe-replication-groups --replication-group-id ${name}${scope}`;
  }
  if (provider === 'azure') return name === null ? 'az redis list' : `az redis list --query "[?name=='${name}']"`;
  return "the provider's console shows it";
}

/** Services that take a variable of Redis from a secret. */
export const usersOf = ({ services }: CloudFact, { provider, name }: { provider: string; name: string | null }): CloudService[] =>
  services.filter((service) => service.provider === provider && service.variables.some(({ secret }) => secret?.name === name));

/** The connector that a service uses. */
export function connectorOf({ connectors }: CloudFact, { connector, region }: CloudService): CloudFact['connectors'][number] | undefined {
  const name = connector?.split('/').at(-1);
  const [, own] = /\/locations\/([^/]+)\//.exec(connector ?? '') ?? [];
  const named = connectors.filter((each) => each.name === name);
  return named.find((each) => each.region === (own ?? region)) ?? (named.length === 1 ? named[0] : undefined);
}

/** What a service looks like with the client of its provider. */
export function describeService(service: CloudService): string {
  const { provider, product, name } = service;
  const scope = scopeOf(service);
  if (provider === 'google') return product === 'Cloud Function' ? `gcloud functions describe ${name}${scope}` : `gcloud run services describe ${name}${scope}`;
  if (provider === 'aws')
    return product === 'Lambda function'
      ? `aws lambda get-function-configuration --function-name ${name}${scope}`
      : `aws ecs describe-services --services ${name} --cluster "$CLUSTER"${scope}`;
  return provider === 'azure' ? `az containerapp show --name ${name} --resource-group "$GROUP"` : "the provider's console shows it";
}

/** An address that only its own network reaches. */
export { isPrivate };
