import type { Place } from '../../facts/index.ts';
import { at, type Node, numberAt, textAt, textsAt } from './tree.ts';

/** Data of an object `kubernetes-probe`. */
export interface Probe {
  program: string;
  probe: 'liveness' | 'readiness' | 'startup';
  type: 'exec' | 'http' | 'tcp' | 'grpc';
  /** Words of an exec probe; may hold secrets. */
  command: string[] | null;
  /** Number or name. */
  port: number | string | null;
  path: string | null;
  initialDelaySeconds: number;
  periodSeconds: number;
  timeoutSeconds: number;
  failureThreshold: number;
  place: Place;
}

const types = { exec: 'exec', httpGet: 'http', tcpSocket: 'tcp', grpc: 'grpc' } as const;

export function probesOf(container: Node, program: string): Probe[] {
  return (['liveness', 'readiness', 'startup'] as const).flatMap((probe): Probe[] => {
    const node = at(container, `${probe}Probe`);
    const field = (Object.keys(types) as (keyof typeof types)[]).find((each) => at(node, each) !== undefined);
    if (!node || field === undefined) return [];
    const how = at(node, field);
    return [
      {
        program,
        probe,
        type: types[field],
        command: field === 'exec' ? textsAt(how, 'command') : null,
        port: numberAt(how, 'port') ?? textAt(how, 'port'),
        path: textAt(how, 'path'),
        initialDelaySeconds: numberAt(node, 'initialDelaySeconds') ?? 0,
        periodSeconds: numberAt(node, 'periodSeconds') ?? 10,
        timeoutSeconds: numberAt(node, 'timeoutSeconds') ?? 1,
        failureThreshold: numberAt(node, 'failureThreshold') ?? 3,
        place: at(how, 'command')?.place ?? how?.place ?? node.place,
      },
    ];
  });
}

/** The command that judges whether a container is well: readiness before liveness, since it decides who gets requests. */
export function healthCheckOf(probes: readonly Probe[]): { value: string[]; place: Place } | null {
  for (const wanted of ['readiness', 'liveness']) {
    const found = probes.find(({ probe, type }) => probe === wanted && type === 'exec');
    if (found?.command) return { value: found.command, place: found.place };
  }
  return null;
}
