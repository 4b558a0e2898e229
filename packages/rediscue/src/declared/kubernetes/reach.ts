import type { Port } from '../reading.ts';
import { sameNamespace } from './manifest-set.ts';
import type { ContainerProgram } from './programs.ts';
import { selects } from './selector.ts';
import { dnsNamesOf, type Service } from './services.ts';
import { numberAt, textAt } from './tree.ts';
import type { Workload } from './workloads.ts';

/** Pods of a StatefulSet that get names of their own; more are as good as these. */
const maxPods = 50;

/** A workload with its programs, once both are read. */
export interface Running {
  workload: Workload;
  namespace: string | null;
  containers: ContainerProgram[];
}

export const seesService = (service: Service, running: Running): boolean =>
  sameNamespace(service.namespace, running.namespace) &&
  (service.variant === null || running.workload.manifest.variant === null || service.variant === running.workload.manifest.variant);

/** Labels that pods get while they run. */
const runtimeLabels = /^(pod-template-hash|controller-revision-hash|(batch\.kubernetes\.io\/)?job-name|apps\.kubernetes\.io\/pod-index)$/;
const podName = 'statefulset.kubernetes.io/pod-name';

/** Whether a Service leads to the pods of a workload, or to one of them by its name. */
export function leadsTo(service: Service, running: Running): boolean {
  if (service.selector === null || !seesService(service, running)) return false;
  const { name, kind, labels } = running.workload;
  const own = service.selector.labels[podName];
  if (own !== undefined && (kind !== 'StatefulSet' || own.replace(/-\d+$/, '') !== name)) return false;
  const lasting = Object.entries(service.selector.labels).filter(([key]) => key !== podName && !runtimeLabels.test(key));
  return selects({ labels: Object.fromEntries(lasting), expressions: [] }, labels);
}

/** Finds quickly the few workloads that a Service may lead to: those with the first label that it asks for. */
export function candidatesAmong(running: readonly Running[]): (service: Service) => readonly Running[] {
  const byLabel = new Map<string, Running[]>();
  for (const each of running) {
    for (const [key, value] of each.workload.labels) {
      const known = byLabel.get(`${key}=${value}`);
      if (known) known.push(each);
      else byLabel.set(`${key}=${value}`, [each]);
    }
  }
  return ({ selector }) => {
    const [first] = Object.entries(selector?.labels ?? {}).filter(([key]) => key !== podName && !runtimeLabels.test(key));
    return first ? (byLabel.get(`${first[0]}=${first[1]}`) ?? []) : running;
  };
}

/** Whether a Service may lead there once the pod has taken a role: operators and side cars label the primary. */
export function mayLeadTo(service: Service, running: Running): boolean {
  if (service.selector === null || !seesService(service, running)) return false;
  const { labels } = running.workload;
  const fixed = Object.entries(service.selector.labels).filter(([key]) => labels.has(key) || !/role|leader|primary|master/i.test(key));
  return fixed.length > 0 && selects({ labels: Object.fromEntries(fixed), expressions: [] }, labels);
}

/** Ties a Service to the programs that it selects: their names, and the ports on which it shows them outside. */
export function tie(service: Service, running: Running): void {
  if (!leadsTo(service, running)) return;
  const main = running.containers.filter(({ isInit }) => !isInit);
  const claimed = new Set(service.ports.map((port) => main.find((container) => insidePort(container, port.targetPort) !== null)));
  for (const container of main) {
    // A port that no container names may be anybody's who names none at all.
    const serves = service.ports.length === 0 || claimed.has(container) || (container.program.ports.length === 0 && (claimed.has(undefined) || main.length === 1));
    if (!serves) continue;
    service.programs.push(container.program.name);
    container.program.reachedAs = [
      ...new Set([...container.program.reachedAs, ...dnsNamesOf(service.name, service.namespace ?? running.namespace), ...podNames(service, running)]),
    ];
    for (const port of service.ports) publish(container, port, service);
  }
}

/** The container's port that a Service's port leads to; null when it is not among those it names. */
function insidePort({ program, portNames }: ContainerProgram, target: number | string): number | null {
  if (typeof target === 'string') return portNames.get(target) ?? null;
  return program.ports.some(({ inside }) => inside === target) ? target : null;
}

function publish(container: ContainerProgram, port: Service['ports'][number], service: Service): void {
  const outside = service.type === 'LoadBalancer' ? port.port : service.type === 'NodePort' ? port.nodePort : null;
  if (outside === null || port.protocol === 'UDP') return;
  const { ports } = container.program;
  const inside = insidePort(container, port.targetPort) ?? (ports.length === 0 && typeof port.targetPort === 'number' ? port.targetPort : null);
  if (inside === null) return;
  const own = ports.find((each) => each.inside === inside && each.outside === null);
  const published: Port = { inside, outside, address: null, place: own?.place ?? port.place };
  container.program.ports = own ? ports.map((each) => (each === own ? published : each)) : [...ports, published];
}

/** `redis-0.redis` and its longer forms, for the pods of a StatefulSet behind the headless Service that it names. */
function podNames(service: Service, { workload, namespace }: Running): string[] {
  const { root } = workload.manifest;
  if (workload.kind !== 'StatefulSet' || textAt(root, 'spec', 'serviceName') !== service.name || !service.headless) return [];
  const first = numberAt(root, 'spec', 'ordinals', 'start') ?? 0;
  const count = Math.min(Math.max(workload.replicas ?? 1, 1), maxPods);
  return Array.from({ length: count }, (_, index) => dnsNamesOf(service.name, service.namespace ?? namespace).map((name) => `${workload.name}-${first + index}.${name}`)).flat();
}
