import type { DeclaredObject, Reading } from '../reading.ts';
import { danglingOf, type Surroundings } from './gaps.ts';
import type { Lookup, Missing } from './lookup.ts';
import type { Manifest } from './manifest.ts';
import { type ManifestSet, nearest, sameNamespace } from './manifest-set.ts';
import { checkVolumes } from './mounts.ts';
import { type NetworkPolicy, networkPolicyOf } from './network-policies.ts';
import { claimObject, servicesObjects, workloadObject } from './objects.ts';
import { programOf } from './programs.ts';
import { candidatesAmong, leadsTo, mayLeadTo, type Running, seesService, tie } from './reach.ts';
import { selects } from './selector.ts';
import { type Service, serviceOf } from './services.ts';
import { storeObject } from './store-objects.ts';
import { scalarAt, textAt } from './tree.ts';
import { type Workload, workloadOf } from './workloads.ts';

type SetReading = Required<Pick<Reading, 'programs' | 'dangling' | 'objects' | 'problems'>>;

interface Context {
  set: ManifestSet;
  surroundings: Surroundings;
  services: Service[];
  missing: Missing[];
  problems: Reading['problems'];
  isSubstituted(text: string): boolean;
}

/** What the manifests of one set declare together. */
export function readSet(set: ManifestSet, surroundings: Surroundings, isSubstituted: (text: string) => boolean): SetReading {
  const services = set.manifests.flatMap((manifest) => serviceOf(manifest) ?? []);
  const context: Context = { set, surroundings, services, missing: [], problems: [], isSubstituted };
  const scaled = new Set(
    set.manifests
      .filter(({ kind }) => kind === 'HorizontalPodAutoscaler')
      .map(({ root }) => `${textAt(root, 'spec', 'scaleTargetRef', 'kind')} ${textAt(root, 'spec', 'scaleTargetRef', 'name')}`),
  );
  const workloads = set.manifests.flatMap((manifest) => workloadOf(manifest, ({ kind, name }) => scaled.has(`${kind} ${name}`)) ?? []);
  const running = workloads.map((workload) => run(workload, context));
  const leads = candidatesAmong(running);
  for (const service of services) for (const each of leads(service)) tie(service, each);
  checkServices(context, running);
  for (const { workload, containers } of running) if (workload.kind === 'Service') for (const { program } of containers) program.reachedAs = [workload.name];
  const stores = [...set.stores.values()].flat();
  const policies = set.manifests.flatMap((manifest) => networkPolicyOf(manifest) ?? []);
  for (const policy of policies) policy.programs = programsUnder(policy, running);
  const objects: DeclaredObject[] = [
    ...running.map((each) => workloadObject(each)),
    ...running.flatMap(({ containers }) =>
      containers.flatMap(({ probes }) => probes.map((probe) => ({ kind: 'kubernetes-probe', name: `${probe.program} ${probe.probe}`, place: probe.place, data: probe }))),
    ),
    ...servicesObjects(services, running, (namespace) => groupOf(namespace, set)),
    ...stores.map(storeObject),
    ...policies.map((policy) => ({ kind: 'kubernetes-network-policy', name: policy.name, place: policy.place, data: policy })),
    ...set.manifests.flatMap((manifest) => claimObject(manifest) ?? []),
  ];
  return {
    programs: running.flatMap(({ containers }) => containers.map(({ program }) => program)),
    dangling: danglingOf(context.missing, set, surroundings),
    objects,
    problems: [...stores.flatMap(({ problems }) => problems), ...context.problems],
  };
}

/** Name of what sees each other: a namespace of one set. */
const groupOf = (namespace: string | null, set: ManifestSet): string => `${namespace ?? set.namespace ?? 'default'}@${set.label}`;

function run(workload: Workload, context: Context): Running {
  const { set } = context;
  const namespace = workload.manifest.namespace ?? set.namespace;
  const look = lookupFor(workload, namespace, context);
  const group = groupOf(namespace, set);
  const running = { workload, namespace, containers: workload.containers.map((container) => programOf(workload, container, group, look)) };
  checkVolumes(workload, look, (name) => set.manifests.some((each) => each.kind === 'PersistentVolumeClaim' && each.name === name && sameNamespace(each.namespace, namespace)));
  return running;
}

function lookupFor(workload: Workload, namespace: string | null, context: Context): Lookup {
  const { manifest } = workload;
  const { set } = context;
  const seeker = { namespace, variant: manifest.variant, file: manifest.file };
  const hasLinks = textAt(workload.spec, 'enableServiceLinks') !== 'false';
  let linked: Service[] | null = null;
  const linkedServices = () => (linked ??= hasLinks ? context.services.filter((service) => seesService(service, { workload, namespace, containers: [] })) : []);
  return {
    store: (kind, name) => nearest(set.stores.get(`${kind} ${name}`) ?? [], seeker),
    services: linkedServices,
    field(path) {
      if (path === 'metadata.namespace') return namespace;
      const [, label] = /^metadata\.labels\['([^']+)'\]$/.exec(path) ?? [];
      return label === undefined ? null : (workload.labels.get(label) ?? null);
    },
    missing: (missing) => context.missing.push(missing),
    problem: (place, why) => context.problems.push({ place, why }),
    isSubstituted: context.isSubstituted,
    isKustomized: set.kustomize,
  };
}

/** Namespaces of the cluster itself: Services there select what no project declares. */
const systemNamespace = /^(kube-|openshift-|default-)/;

function checkServices({ set, services, missing, surroundings }: Context, running: readonly Running[]): void {
  if (running.length === 0) return;
  for (const service of services) {
    if (service.selector === null || service.programs.length > 0 || systemNamespace.test(service.namespace ?? '')) continue;
    if (!running.some((each) => seesService(service, each)) || running.some((each) => leadsTo(service, each) || mayLeadTo(service, each)) || surroundings.isSelected(service))
      continue;
    const labels = Object.entries(service.selector.labels).map(([key, value]) => `${key}=${value}`);
    missing.push({
      kind: 'Service',
      name: labels.join(','),
      by: `Service ${service.name}`,
      place: service.selectorPlace,
      isCertain: !set.open && labels.every((label) => !/[{$<]/.test(label)),
    });
  }
  for (const { workload } of running) {
    const name = workload.kind === 'StatefulSet' ? scalarAt(workload.manifest.root, 'spec', 'serviceName') : undefined;
    if (name && name.text !== '' && !services.some((service) => service.name === name.text))
      missing.push({ kind: 'Service', name: name.text, by: workload.name, place: name.place });
  }
}

const programsUnder = (policy: NetworkPolicy, running: readonly Running[]): string[] =>
  running
    .filter(({ workload, namespace }) => sameNamespace(policy.namespace, namespace) && selects(policy.selector, workload.labels))
    .flatMap(({ containers }) => containers.map(({ program }) => program.name));

/** Labels of pods, for whoever asks what a Service selects. */
export const podLabelsOf = (manifest: Manifest): ReadonlyMap<string, string> | null => workloadOf(manifest, () => false)?.labels ?? null;
