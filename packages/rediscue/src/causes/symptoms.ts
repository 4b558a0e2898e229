import { type CauseCode, catalogue, type Family } from './catalogue.ts';

/** What an application shows of a Redis that it cannot use. */
const appSymptoms = ['app/endpoint-failing', 'app/readiness-timeout'] as const satisfies readonly CauseCode[];

/** Families whose critical codes mean that the application cannot work with its Redis. */
const families: readonly Family[] = ['config', 'network', 'tls', 'auth', 'process', 'container', 'persistence', 'memory', 'replication', 'sentinel', 'cluster', 'cloud'];

/** Others after which an application fails although its Redis answers. */
const further: readonly CauseCode[] = [
  'auth/command-denied',
  'auth/key-denied',
  'auth/channel-denied',
  'auth/connections-outlive-change',
  'config/change-not-applied',
  'config/conflicting-sources',
  'network/idle-disconnect',
  'process/cpu-throttled',
  'memory/swapped',
  'latency/slow-command',
  'latency/cpu-saturated',
  'latency/disk-sync',
  'cluster/node-failed',
  'cluster/cross-slot',
];

/** Whether the code, where it is found, explains what the application shows. */
const stopsApplications = (code: CauseCode): boolean => (catalogue[code] === 'critical' && families.some((family) => code.startsWith(`${family}/`))) || further.includes(code);

/** What a cause explains, with the symptoms of the application that every such cause has. */
export function withAppSymptoms<P extends string>(code: CauseCode, explains: readonly P[]): readonly (P | CauseCode)[] {
  return stopsApplications(code) ? [...explains, ...appSymptoms.filter((symptom) => !explains.some((one) => one === symptom))] : explains;
}
