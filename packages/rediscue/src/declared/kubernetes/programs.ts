import type { Placed, Port, Program } from '../reading.ts';
import { environmentOf } from './environment.ts';
import type { Lookup } from './lookup.ts';
import { mountsOf, type VolumeMount } from './mounts.ts';
import { healthCheckOf, type Probe, probesOf } from './probes.ts';
import { bytesOf } from './quantity.ts';
import { expandReferences } from './references.ts';
import { isFilledIn } from './stores.ts';
import { at, isTrueAt, itemsAt, type Node, numberAt, scalarAt, textAt } from './tree.ts';
import type { Workload } from './workloads.ts';

/** A container as a program, with what the shape of a program has no word for. */
export interface ContainerProgram {
  program: Program;
  isInit: boolean;
  probes: Probe[];
  mounts: VolumeMount[];
  portNames: ReadonlyMap<string, number>;
}

export function programOf(workload: Workload, container: Workload['containers'][number], group: string, look: Lookup): ContainerProgram {
  const { node, program: name, isInit } = container;
  const environment = environmentOf(node, name, look);
  const probes = isInit && textAt(node, 'restartPolicy') !== 'Always' ? [] : probesOf(node, name);
  const { mounts, details } = mountsOf(node, workload, name, look);
  const hostNetwork = isTrueAt(workload.spec, 'hostNetwork');
  const image = scalarAt(node, 'image');
  const program: Program = {
    name,
    format: 'kubernetes',
    place: scalarAt(node, 'name')?.place ?? node.place,
    group,
    runs: 'pod',
    variant: workload.manifest.variant,
    image: image && !isFilledIn(image.text) ? { value: image.text, place: image.place } : null,
    folder: null,
    dockerfile: null,
    command: commandOf(node, name, environment.lookup, look),
    layers: environment.layers,
    ports: portsOf(node, hostNetwork),
    networks: [],
    hostNetwork,
    mounts,
    healthCheck: healthCheckOf(probes),
    restart: restartOf(workload, node, isInit),
    memoryLimitBytes: memoryLimitOf(node, name, look),
    user: userOf(node, workload.spec),
    replicas: workload.replicas,
    dependsOn: [],
    reachedAs: [],
  };
  const portNames = new Map(itemsAt(node, 'ports').flatMap((port): [string, number][] => [[textAt(port, 'name') ?? '', numberAt(port, 'containerPort') ?? 0]]));
  return { program, isInit, probes, mounts: details, portNames };
}

/** `command` stands for the image's entry point, `args` for its arguments; where only these are given, the entry point stays. */
function commandOf(node: Node, by: string, lookup: (name: string) => string | null | undefined, look: Lookup): Placed<string[]> | null {
  const items = [...itemsAt(node, 'command'), ...itemsAt(node, 'args')];
  const [first] = items;
  if (!first) return null;
  const words = items.flatMap((item) => {
    if (item.is !== 'scalar') return [];
    if (item.value !== null && typeof item.value !== 'string' && item.style === 'plain')
      look.problem(item.place, `a word of the command of ${by} is a ${typeof item.value}, which Kubernetes refuses: quote it`);
    return [expandReferences(item.text, lookup).value ?? item.text];
  });
  return { value: words, place: first.place };
}

function portsOf(node: Node, hostNetwork: boolean): Port[] {
  return itemsAt(node, 'ports').flatMap((item): Port[] => {
    const inside = scalarAt(item, 'containerPort');
    const number = numberAt(item, 'containerPort');
    if (!inside || number === null || textAt(item, 'protocol') === 'UDP') return [];
    return [{ inside: number, outside: numberAt(item, 'hostPort') ?? (hostNetwork ? number : null), address: textAt(item, 'hostIP'), place: inside.place }];
  });
}

/** `Always` where the manifest says nothing, as Kubernetes has it. */
function restartOf(workload: Workload, node: Node, isInit: boolean): Placed<string> | null {
  const own = scalarAt(node, 'restartPolicy');
  const policy = (isInit ? own : undefined) ?? scalarAt(workload.spec, 'restartPolicy');
  if (policy) return { value: policy.text, place: policy.place };
  return workload.kind === 'Job' || workload.kind === 'CronJob' ? null : { value: 'Always', place: workload.manifest.place };
}

function memoryLimitOf(node: Node, by: string, look: Lookup): Placed<number> | null {
  const limit = scalarAt(node, 'resources', 'limits', 'memory');
  if (!limit || isFilledIn(limit.text) || limit.text.includes('$')) return null;
  const bytes = bytesOf(limit.text);
  if (bytes === null) look.problem(limit.place, `the memory limit of ${by} is no quantity of Kubernetes: it is written like 512Mi or 2Gi`);
  return bytes === null ? null : { value: bytes, place: limit.place };
}

/** The container's own security context before its pod's. `non-root` where only that is said: then root is refused. */
function userOf(node: Node, spec: Node): Placed<string> | null {
  for (const holder of [node, spec]) {
    const user = scalarAt(holder, 'securityContext', 'runAsUser');
    if (user) return { value: user.text, place: user.place };
  }
  const nonRoot = at(node, 'securityContext', 'runAsNonRoot') ?? at(spec, 'securityContext', 'runAsNonRoot');
  return textAt(nonRoot) === 'true' && nonRoot ? { value: 'non-root', place: nonRoot.place } : null;
}
