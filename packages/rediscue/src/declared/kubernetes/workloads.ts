import { ownEntry } from '../own-entry.ts';
import { groupOf, type Manifest } from './manifest.ts';
import { at, itemsAt, labelsAt, type Node, numberAt, textAt } from './tree.ts';

/** What starts pods. */
export interface Workload {
  manifest: Manifest;
  kind: string;
  name: string;
  /** Metadata and spec of its pods. */
  template: Node;
  spec: Node;
  labels: ReadonlyMap<string, string>;
  replicas: number | null;
  containers: { node: Node; name: string; isInit: boolean; program: string }[];
}

const groups: Readonly<Record<string, readonly string[]>> = {
  Deployment: ['apps', 'extensions'],
  StatefulSet: ['apps'],
  DaemonSet: ['apps', 'extensions'],
  ReplicaSet: ['apps', 'extensions'],
  ReplicationController: [''],
  Job: ['batch'],
  CronJob: ['batch'],
  Pod: [''],
  Rollout: ['argoproj.io'],
  DeploymentConfig: ['apps.openshift.io', ''],
  // Knative's and Cloud Run's Service runs a container.
  Service: ['serving.knative.dev'],
};

const templates: Readonly<Record<string, readonly string[]>> = { Pod: [], CronJob: ['spec', 'jobTemplate', 'spec', 'template'] };

const maxContainers = 100;

/** Null for what starts nothing, and for what another object of a dump has started. */
export function workloadOf(manifest: Manifest, isScaled: (manifest: Manifest) => boolean): Workload | null {
  const { kind, root, name } = manifest;
  if (!ownEntry(groups, kind)?.includes(groupOf(manifest.apiVersion))) return null;
  if (itemsAt(root, 'metadata', 'ownerReferences').length > 0) return null;
  const template = at(root, ...(ownEntry(templates, kind) ?? ['spec', 'template']));
  const spec = at(template, 'spec');
  if (!template || !spec || itemsAt(spec, 'containers').length === 0) return null;
  return { manifest, kind, name, template, spec, labels: labelsAt(template, 'metadata', 'labels'), replicas: replicasOf(manifest, isScaled), containers: containersOf(name, spec) };
}

function containersOf(name: string, spec: Node): Workload['containers'] {
  const main = itemsAt(spec, 'containers').filter(({ is }) => is === 'map');
  const init = itemsAt(spec, 'initContainers').filter(({ is }) => is === 'map');
  return [
    ...main.map((node, index) => ({ node, isInit: false, ...namesOf(name, node, index, main.length === 1) })),
    ...init.map((node, index) => ({ node, isInit: true, ...namesOf(name, node, index, false) })),
  ].slice(0, maxContainers);
}

function namesOf(workload: string, node: Node, index: number, isOnly: boolean): { name: string; program: string } {
  const name = textAt(node, 'name') ?? String(index);
  return { name, program: isOnly ? workload : `${workload}/${name}` };
}

function replicasOf(manifest: Manifest, isScaled: (manifest: Manifest) => boolean): number | null {
  const { kind, root } = manifest;
  if (kind === 'DaemonSet' || kind === 'Service' || isScaled(manifest)) return null;
  if (kind === 'Pod') return 1;
  if (kind === 'CronJob') return numberAt(root, 'spec', 'jobTemplate', 'spec', 'parallelism') ?? 1;
  if (kind === 'Job') return numberAt(root, 'spec', 'parallelism') ?? 1;
  // One is what Kubernetes makes where the field is missing; a text that a template fills in says nothing.
  return at(root, 'spec', 'replicas') === undefined ? 1 : numberAt(root, 'spec', 'replicas');
}
