import type { NotChecked } from '../../facts/index.ts';
import { fields, list, text, texts } from '../runtime/json.ts';
import type { Api, Json } from './api.ts';
import { ClusterFault, isTotal } from './fault.ts';

/** What one namespace has, as far as the account may read it. Null: it could not be read. */
export interface Namespace {
  name: string;
  workloads: Json[];
  /** Kinds of workloads that could not be read. */
  pods: Json[] | null;
  services: Json[] | null;
  slices: Json[] | null;
  policies: Json[] | null;
  /** Kinds, lower case and in the plural, that could not be read or only in part. */
  unread: Set<string>;
}

const workloadKinds = [
  ['apis/apps/v1', 'deployments'],
  ['apis/apps/v1', 'statefulsets'],
  ['apis/apps/v1', 'daemonsets'],
  ['apis/batch/v1', 'cronjobs'],
] as const;

/** API groups as a rule of RBAC names them. */
const groups: Readonly<Record<string, string>> = {
  deployments: 'apps',
  statefulsets: 'apps',
  daemonsets: 'apps',
  cronjobs: 'batch',
  endpointslices: 'discovery.k8s.io',
  networkpolicies: 'networking.k8s.io',
};

/** The rule of a Role that would have allowed it. */
export const ruleFor = (verb: string, resource: string): string =>
  `a rule with apiGroups: ["${groups[resource.split('/')[0] ?? ''] ?? ''}"], resources: ["${resource}"], verbs: ["${verb}"] in a Role of the account would allow it`;

/** Reads a namespace, all kinds at once. What is refused is told with the rule that would help. Throws ClusterFault for what concerns every question. */
export async function readNamespace(api: Api, name: string, tell: (note: NotChecked) => void): Promise<Namespace> {
  const unread = new Set<string>();
  const path = (root: string, resource: string) => `/${root}/namespaces/${encodeURIComponent(name)}/${resource}`;
  const listed = async (root: string, resource: string): Promise<Json[] | null> => {
    try {
      const { items, isCut } = await api.list(path(root, resource));
      if (isCut) {
        unread.add(resource);
        tell({ what: `${resource} of the namespace ${name}`, why: `there are more than the ${items.length} that were read` });
      }
      return items;
    } catch (error) {
      if (!(error instanceof ClusterFault) || isTotal(error)) throw error;
      unread.add(resource);
      // An API that this cluster does not have holds nothing.
      if (error.kind === 'not-found') return [];
      tell({ what: `${resource} of the namespace ${name}`, why: error.kind === 'forbidden' ? `${error.message}; ${ruleFor('list', resource)}` : error.message });
      return null;
    }
  };
  const [pods, services, slices, policies, ...workloads] = await Promise.all([
    listed('api/v1', 'pods'),
    listed('api/v1', 'services'),
    listed('apis/discovery.k8s.io/v1', 'endpointslices'),
    listed('apis/networking.k8s.io/v1', 'networkpolicies'),
    ...workloadKinds.map(([root, resource]) => listed(root, resource)),
  ]);
  return { name, pods, services, slices, policies, workloads: workloads.flatMap((items) => items ?? []), unread };
}

/** Secrets and ConfigMaps that workloads name for the variables and files of their containers. Those alone are read: the others are none of ours. */
export function referencedStores(workloads: readonly Json[]): { kind: 'Secret' | 'ConfigMap'; name: string }[] {
  const found = new Map<string, { kind: 'Secret' | 'ConfigMap'; name: string }>();
  const add = (kind: 'Secret' | 'ConfigMap', name: string | null) => {
    if (name) found.set(`${kind} ${name}`, { kind, name });
  };
  for (const workload of workloads) {
    const spec = podSpecOf(workload);
    for (const container of [...list(spec.containers), ...list(spec.initContainers)].map(fields)) {
      for (const source of list(container.envFrom).map(fields)) {
        add('ConfigMap', text(fields(source.configMapRef).name));
        add('Secret', text(fields(source.secretRef).name));
      }
      for (const from of list(container.env).map((item) => fields(fields(item).valueFrom))) {
        add('ConfigMap', text(fields(from.configMapKeyRef).name));
        add('Secret', text(fields(from.secretKeyRef).name));
      }
    }
    for (const volume of list(spec.volumes).map(fields)) add('ConfigMap', text(fields(volume.configMap).name));
  }
  return [...found.values()];
}

/** The specification of the pods of a workload, or of a pod. */
function podSpecOf({ kind, spec }: Json): Json {
  const own = fields(spec);
  if (kind === 'Pod') return own;
  const template = kind === 'CronJob' ? fields(fields(fields(own.jobTemplate).spec).template) : fields(own.template);
  return fields(template.spec);
}

export const nameOf = (object: Json): string => text(fields(object.metadata).name) ?? '';
export const labelsOf = (object: Json): ReadonlyMap<string, string> =>
  new Map(Object.entries(fields(fields(object.metadata).labels)).flatMap(([key, value]): [string, string][] => (typeof value === 'string' ? [[key, value]] : [])));

export const hasLabels = (labels: ReadonlyMap<string, string>, wanted: Readonly<Record<string, unknown>>): boolean =>
  Object.entries(wanted).every(([key, value]) => labels.get(key) === value);

/** A LabelSelector of the API. */
export function selectorFits(selector: Json, labels: ReadonlyMap<string, string>): boolean {
  return (
    hasLabels(labels, fields(selector.matchLabels)) &&
    list(selector.matchExpressions)
      .map(fields)
      .every(({ key, operator, values }) => {
        const value = labels.get(text(key) ?? '');
        const among = value !== undefined && texts(values).includes(value);
        if (operator === 'In') return among;
        if (operator === 'NotIn') return !among;
        return operator === 'Exists' ? value !== undefined : operator === 'DoesNotExist' && value === undefined;
      })
  );
}

/** The pods that a workload has made. */
export function podsOf(workload: Json, pods: readonly Json[]): Json[] {
  const name = nameOf(workload);
  if (workload.kind === 'Pod') return pods.filter((pod) => nameOf(pod) === name);
  const owners = (pod: Json) => list(fields(pod.metadata).ownerReferences).map(fields);
  if (workload.kind === 'CronJob') return pods.filter((pod) => owners(pod).some((owner) => owner.kind === 'Job' && (text(owner.name) ?? '').startsWith(`${name}-`)));
  const selector = fields(fields(workload.spec).selector);
  if (Object.keys(selector).length === 0) return [];
  const isOwner = (owner: Json) =>
    workload.kind === 'Deployment' ? owner.kind === 'ReplicaSet' && (text(owner.name) ?? '').startsWith(`${name}-`) : owner.kind === workload.kind && owner.name === name;
  return pods.filter((pod) => selectorFits(selector, labelsOf(pod)) && (owners(pod).length === 0 || owners(pod).some(isOwner)));
}

/** Pods that stand for themselves, or whose owner is of a kind that is not read; of several of one owner one. */
export function loosePods(workloads: readonly Json[], pods: readonly Json[]): Json[] {
  const claimed = new Set(workloads.flatMap((workload) => podsOf(workload, pods)));
  const seen = new Set<string>();
  return pods.flatMap((pod): Json[] => {
    if (claimed.has(pod)) return [];
    const [owner] = list(fields(pod.metadata).ownerReferences).map(fields);
    if (owner === undefined) return [pod];
    const name = text(owner.name) ?? '';
    if (owner.kind === 'Job' || owner.kind === 'Node' || seen.has(name)) return [];
    seen.add(name);
    return [pod];
  });
}

/** It runs its containers, or tries to; what has ended and what is going away does not count. */
export const isCurrent = (pod: Json): boolean => text(fields(pod.metadata).deletionTimestamp) === null && !['Succeeded', 'Failed'].includes(text(fields(pod.status).phase) ?? '');

export const isRunning = (pod: Json): boolean => isCurrent(pod) && text(fields(pod.status).phase) === 'Running';

export const isReady = (pod: Json): boolean =>
  isCurrent(pod) &&
  list(fields(pod.status).conditions)
    .map(fields)
    .some(({ type, status }) => type === 'Ready' && status === 'True');

export const addressesOf = (pod: Json): string[] => [
  ...new Set([...texts(fields(pod.status).podIP), ...list(fields(pod.status).podIPs).flatMap((each) => texts(fields(each).ip))]),
];
