import type { LogTail } from '../../declared/app/index.ts';
import type { ProbeContext } from '../context.ts';
import { fields, list, number, text } from '../runtime/json.ts';
import type { Api, Json } from './api.ts';
import { ClusterFault } from './fault.ts';
import { isReady, isRunning, nameOf, ruleFor } from './namespace.ts';

const serverLines = 400;
const appLines = 2000;
const maxBytes = 2 * 1024 * 1024;
/** Of a pod that is well only what is new counts: what it said of its start is long mended. */
const recentSeconds = 300;

const pathOf = (namespace: string, pod: string, query: Readonly<Record<string, string>>): string =>
  `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(pod)}/log?${new URLSearchParams(query)}`;

/** The end of a container's log; of one that waits to be started again, that of its last run. Null, told, where it cannot be had. */
export async function logOf(api: Api, namespace: string, pod: string, container: string, previous: boolean, context: ProbeContext): Promise<string | null> {
  const query = { container, tailLines: String(serverLines), limitBytes: String(maxBytes) };
  for (const asked of previous ? [{ ...query, previous: 'true' }, query] : [query]) {
    try {
      return await api.text(pathOf(namespace, pod, asked));
    } catch (error) {
      if (!(error instanceof ClusterFault)) throw error;
      if (error.kind === 'forbidden') context.skip(`the log of the pod ${pod}`, `${error.message}; ${ruleFor('get', 'pods/log')}`);
    }
  }
  return null;
}

/** The log of an application's pods: of one that fails if there is one, with its last run before the present one. Null where there is none to read. */
export async function appLogOf(api: Api, namespace: string, pods: readonly Json[]): Promise<{ file: string; read: LogTail } | null> {
  const restarts = (pod: Json): number => Math.max(0, ...list(fields(pod.status).containerStatuses).map((each) => number(fields(each).restartCount) ?? 0));
  const [pod] = pods.toSorted((a, b) => Number(isReady(a)) - Number(isReady(b)) || restarts(b) - restarts(a));
  if (pod === undefined || (!isRunning(pod) && restarts(pod) === 0)) return null;
  const container = text(fields(list(fields(pod.spec).containers)[0]).name) ?? '';
  const isWell = isReady(pod) && restarts(pod) === 0;
  const query = { container, tailLines: String(appLines), limitBytes: String(maxBytes), ...(isReady(pod) && { sinceSeconds: String(recentSeconds) }) };
  const read = async (more: Readonly<Record<string, string>>): Promise<string> => {
    try {
      return await api.text(pathOf(namespace, nameOf(pod), { ...query, ...more }));
    } catch (error) {
      if (error instanceof ClusterFault) return '';
      throw error;
    }
  };
  const [before, now] = await Promise.all([isWell || isReady(pod) ? '' : read({ previous: 'true' }), read({})]);
  const whole = `${before}${before === '' || before.endsWith('\n') ? '' : '\n'}${now}`;
  return whole === '' ? null : { file: `kubectl logs ${nameOf(pod)}`, read: { text: whole.slice(-maxBytes), skippedBytes: 0, skippedLines: null } };
}
