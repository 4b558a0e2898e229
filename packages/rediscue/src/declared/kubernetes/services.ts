import type { Place } from '../../facts/index.ts';
import type { Manifest } from './manifest.ts';
import { plainSelectorAt, type Selector } from './selector.ts';
import { at, isTrueAt, itemsAt, numberAt, scalarAt, textAt } from './tree.ts';

/** Data of an object `kubernetes-service`. */
export interface Service {
  name: string;
  namespace: string | null;
  variant: string | null;
  file: string;
  place: Place;
  type: string;
  headless: boolean;
  /** Null where the cluster chooses it. */
  clusterIP: string | null;
  publishNotReadyAddresses: boolean;
  externalName: string | null;
  /** Null: it selects nothing, somebody else says where it leads. */
  selector: Selector | null;
  selectorPlace: Place;
  ports: ServicePort[];
  /** Programs that it leads to, as they are named in their group. */
  programs: string[];
}

interface ServicePort {
  name: string | null;
  port: number;
  /** Number or name of the container's port. */
  targetPort: number | string;
  nodePort: number | null;
  protocol: string;
  place: Place;
}

export function serviceOf(manifest: Manifest): Service | null {
  const { root, kind, apiVersion, name, namespace, variant, file, place } = manifest;
  if (kind !== 'Service' || apiVersion !== 'v1') return null;
  const spec = at(root, 'spec');
  const clusterIP = textAt(spec, 'clusterIP');
  return {
    name,
    namespace,
    variant,
    file,
    place,
    type: textAt(spec, 'type') ?? 'ClusterIP',
    headless: clusterIP === 'None',
    clusterIP: clusterIP === null || !/^[\d.]+$|:/.test(clusterIP) ? null : clusterIP,
    publishNotReadyAddresses: isTrueAt(spec, 'publishNotReadyAddresses'),
    externalName: textAt(spec, 'externalName'),
    selector: plainSelectorAt(spec, 'selector'),
    selectorPlace: at(spec, 'selector')?.place ?? place,
    ports: itemsAt(spec, 'ports').flatMap((item): ServicePort[] => {
      const port = numberAt(item, 'port');
      if (port === null) return [];
      const target = scalarAt(item, 'targetPort');
      // `targetPort: "6379"` in quotes is a name that no port has.
      const targetPort = target === undefined ? port : typeof target.value === 'number' ? target.value : target.text;
      return [
        {
          name: textAt(item, 'name'),
          port,
          targetPort,
          nodePort: numberAt(item, 'nodePort'),
          protocol: textAt(item, 'protocol') ?? 'TCP',
          place: scalarAt(item, 'port')?.place ?? item.place,
        },
      ];
    }),
    programs: [],
  };
}

const domain = 'cluster.local';

/** Every name under which pods find a Service: the namespace's own first. `default` is the namespace of what names none. */
export function dnsNamesOf(name: string, namespace: string | null): string[] {
  const qualified = `${name}.${namespace ?? 'default'}`;
  return [name, qualified, `${qualified}.svc`, `${qualified}.svc.${domain}`];
}
