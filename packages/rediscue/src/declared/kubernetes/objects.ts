import type { Place } from '../../facts/index.ts';
import type { DeclaredObject } from '../reading.ts';
import type { Manifest } from './manifest.ts';
import type { VolumeMount } from './mounts.ts';
import { bytesOf } from './quantity.ts';
import { type Running, seesService } from './reach.ts';
import { hasLinks, linkVariables, type ServiceLinks } from './service-links.ts';
import type { Service } from './services.ts';
import { at, itemsAt, textAt, textsAt } from './tree.ts';

/** Data of an object `kubernetes-workload`: what a program's shape has no word for. */
export interface WorkloadObject {
  kind: string;
  name: string;
  namespace: string | null;
  variant: string | null;
  labels: Record<string, string>;
  replicas: number | null;
  /** Governing Service of a StatefulSet. */
  serviceName: string | null;
  podManagementPolicy: string | null;
  updateStrategy: string | null;
  terminationGracePeriodSeconds: number;
  hasAntiAffinity: boolean;
  containers: { program: string; init: boolean; mounts: VolumeMount[] }[];
  claims: Claim[];
}

/** Data of an object `kubernetes-pvc`, and a template of one in a StatefulSet. */
interface Claim {
  name: string;
  namespace: string | null;
  variant: string | null;
  storageBytes: number | null;
  accessModes: string[];
  storageClass: string | null;
  place: Place;
}

export function workloadObject({ workload, namespace, containers }: Running): DeclaredObject {
  const { kind, name, spec, manifest, labels, replicas } = workload;
  const { root, variant, place } = manifest;
  const data: WorkloadObject = {
    kind,
    name,
    namespace,
    variant,
    labels: Object.fromEntries(labels),
    replicas,
    serviceName: textAt(root, 'spec', 'serviceName'),
    podManagementPolicy: textAt(root, 'spec', 'podManagementPolicy'),
    updateStrategy: textAt(root, 'spec', 'updateStrategy', 'type') ?? textAt(root, 'spec', 'strategy', 'type'),
    terminationGracePeriodSeconds: Number(textAt(spec, 'terminationGracePeriodSeconds') ?? 30) || 0,
    hasAntiAffinity: at(spec, 'affinity', 'podAntiAffinity') !== undefined || at(spec, 'topologySpreadConstraints') !== undefined,
    containers: containers.map(({ program, isInit, mounts }) => ({ program: program.name, init: isInit, mounts })),
    claims: kind === 'StatefulSet' ? itemsAt(root, 'spec', 'volumeClaimTemplates').map((item) => claimOf(item, textAt(item, 'metadata', 'name') ?? '', namespace, variant)) : [],
  };
  return { kind: 'kubernetes-workload', name, place, data };
}

function claimOf(node: Manifest['root'], name: string, namespace: string | null, variant: string | null): Claim {
  const storage = textAt(node, 'spec', 'resources', 'requests', 'storage');
  return {
    name,
    namespace,
    variant,
    storageBytes: storage === null ? null : bytesOf(storage),
    accessModes: textsAt(node, 'spec', 'accessModes'),
    storageClass: textAt(node, 'spec', 'storageClassName'),
    place: node.place,
  };
}

export function claimObject({ kind, apiVersion, root, name, namespace, variant, place }: Manifest): DeclaredObject | null {
  if (kind !== 'PersistentVolumeClaim' || apiVersion !== 'v1') return null;
  return { kind: 'kubernetes-pvc', name, place, data: claimOf(root, name, namespace, variant) };
}

/** Services, and the links that Kubernetes makes of them in the pods around them. */
export function servicesObjects(services: readonly Service[], running: readonly Running[], groupOf: (namespace: string | null) => string): DeclaredObject[] {
  const refusing = running.filter(({ workload }) => textAt(workload.spec, 'enableServiceLinks') === 'false');
  return services.flatMap((service): DeclaredObject[] => {
    const own: DeclaredObject = { kind: 'kubernetes-service', name: service.name, place: service.place, data: service };
    if (!hasLinks(service)) return [own];
    const without = refusing.filter((each) => seesService(service, each)).flatMap(({ containers }) => containers.map(({ program }) => program.name));
    const { name, namespace, place } = service;
    const data: ServiceLinks = { service: name, namespace, group: groupOf(namespace), without, variables: linkVariables(service), isAddressKnown: service.clusterIP !== null };
    return [own, { kind: 'kubernetes-service-links', name, place, data }];
  });
}
