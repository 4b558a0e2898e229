import type { Answer, AskedProbe, FactData, ProbeName } from '../facts/index.ts';
import type { Evidence, Report } from './contract.ts';

/** Facts of one endpoint as the report's evidence holds them. Everything may be missing: unknown is undefined. */
export interface Gathered {
  subject: string;
  target: string | null;
  get<K extends ProbeName>(probe: K): FactData<K> | undefined;
  value<K extends AskedProbe>(probe: K): Answer<K> | undefined;
  info(field: string): string | undefined;
  number(field: string): number | undefined;
  config(name: string): string | undefined;
  /** Increase of an INFO counter over the window. */
  delta(counter: string): number | undefined;
  rate(counter: string): number | undefined;
  durationMs(probe: ProbeName): number | undefined;
}

/** The endpoints of a target, those that the application was told first. */
export function endpointsOf(report: Report, target: string): Gathered[] {
  const own = report.evidence.filter((entry) => entry.target === target && entry.probe !== 'target');
  const subjects = [...new Set(own.map((entry) => entry.subject))];
  const gathered = subjects.map((subject) => gatheredOf(own, subject, target));
  return [...gathered.filter(isEntry), ...gathered.filter((each) => !isEntry(each))];
}

export const isEntry = (each: Gathered): boolean => each.get('learned')?.as === 'entry';

function gatheredOf(evidence: readonly Evidence[], subject: string, target: string | null): Gathered {
  // Of a question that was asked again the last answer counts.
  const last = (probe: string) => evidence.findLast((entry) => entry.probe === probe && entry.subject === subject && entry.target === target);
  const get = <K extends ProbeName>(probe: K) => last(probe)?.data as FactData<K> | undefined;
  const value = <K extends AskedProbe>(probe: K) => {
    const data = get(probe) as { state: string; value?: unknown } | undefined;
    return data?.state === 'ok' ? (data.value as Answer<K>) : undefined;
  };
  const info = (field: string) => (value('info') as Record<string, string> | undefined)?.[field];
  const rates = () => value('rates') as { windowMs: number; delta: Record<string, number> } | undefined;
  const delta = (counter: string) => rates()?.delta[counter];
  return {
    subject,
    target,
    get,
    value,
    info,
    number: (field) => toNumber(info(field)),
    config: (name) => (value('config') as { values: Record<string, string> } | undefined)?.values[name],
    delta,
    rate: (counter) => {
      const window = rates()?.windowMs;
      const increase = delta(counter);
      return window === undefined || window <= 0 || increase === undefined ? undefined : (increase * 1000) / window;
    },
    durationMs: (probe) => last(probe)?.durationMs,
  };
}

/** An empty field is unknown, not zero. */
function toNumber(text: string | undefined): number | undefined {
  if (text === undefined || text.trim() === '') return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}

/** Undefined for no values. */
export function median(values: readonly number[]): number | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle];
  const lower = sorted[middle - 1];
  if (upper === undefined) return undefined;
  return sorted.length % 2 === 1 || lower === undefined ? upper : (lower + upper) / 2;
}
