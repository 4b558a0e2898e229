import type { Variable } from '../reading.ts';
import type { Service } from './services.ts';

/**
 * Variables that Kubernetes puts into every pod of a Service's namespace unless `enableServiceLinks` is false: for a Service
 * `redis`, `REDIS_PORT` becomes `tcp://10.0.0.1:6379`. They are weaker than `env` and `envFrom` and stronger than the image's ENV.
 * They are an object (`kubernetes-service-links`) and no layer of a program: nearly every pod has them, and they only matter
 * where code reads one of these names and nothing else sets it.
 */
export interface ServiceLinks {
  service: string;
  namespace: string | null;
  /** The group whose programs get them. */
  group: string;
  /** Programs of the group that refuse them. */
  without: string[];
  /** With the cluster's address of the Service, or `10.0.0.1` in its place where the files do not say it. */
  variables: Variable[];
  isAddressKnown: boolean;
}

const standIn = '10.0.0.1';

/** `my-redis` → `MY_REDIS`. */
const prefixOf = (service: string): string => service.toUpperCase().replaceAll('-', '_');

export const hasLinks = (service: Service): boolean => !service.headless && service.type !== 'ExternalName' && service.ports.length > 0;

export function linkVariables(service: Service): Variable[] {
  const [first] = service.ports;
  if (!first || !hasLinks(service)) return [];
  const host = service.clusterIP ?? standIn;
  const prefix = prefixOf(service.name);
  const place = service.place;
  const url = (port: Service['ports'][number]) => `${port.protocol.toLowerCase()}://${host}:${port.port}`;
  const pairs: [string, string][] = [
    [`${prefix}_SERVICE_HOST`, host],
    [`${prefix}_SERVICE_PORT`, String(first.port)],
    [`${prefix}_PORT`, url(first)],
  ];
  for (const port of service.ports) {
    if (port.name !== null) pairs.push([`${prefix}_SERVICE_PORT_${prefixOf(port.name)}`, String(port.port)]);
    const each = `${prefix}_PORT_${port.port}_${port.protocol.toUpperCase()}`;
    pairs.push([each, url(port)], [`${each}_PROTO`, port.protocol.toLowerCase()], [`${each}_PORT`, String(port.port)], [`${each}_ADDR`, host]);
  }
  return pairs.map(([name, value]) => ({ name, value, place, from: { what: `Service ${service.name}`, place } }));
}

/** What `$(NAME)` means where a Service's link has that name: null where only the cluster knows, undefined for no link. */
export function linkedValue(name: string, services: readonly Service[]): string | null | undefined {
  for (const service of services) {
    if (!name.startsWith(`${prefixOf(service.name)}_`)) continue;
    const found = linkVariables(service).find((each) => each.name === name);
    if (found) return service.clusterIP === null && found.value?.includes(standIn) ? null : found.value;
  }
  // Any Service of the cluster may be meant, as `KUBERNETES_SERVICE_HOST` is.
  return /_SERVICE_(HOST|PORT)(_[A-Z0-9_]+)?$/.test(name) ? null : undefined;
}
