import type { AppLook } from '../../facts/app.ts';

type Health = NonNullable<AppLook['health']>;
type Dependency = Health['dependencies'][number];
type Mask = (text: string, length: number) => string;

const maxDependencies = 20;

/** Fields under which health bodies list what they checked. */
const lists = /^(checks?|dependenc(y|ies)|components?|details|info|errors?|services?|results?|entries|health|data)$/i;
/** Names that are dependencies wherever they stand. */
const known = /redis|valkey|cache|queue|session|broker|database|\bdb\b|postgres|mysql|mongo|kafka|rabbit|elastic|memory[-_ ]?store/i;
const stateFields = ['status', 'state', 'healthy', 'ok', 'up', 'connected', 'ready'];

const good = /^(ok|okay|up|healthy|pass(ed|ing)?|connected|ready|true|alive|pong|available|online|success(ful)?|green|running|active)$/i;
const bad = /down|fail|err|unhealthy|disconnect|unavailable|time|refused|false|not|degraded|offline|closed|red$|connecting|unreachable|lost|end$|critical/i;

const judged = (state: string): boolean | null => (good.test(state.trim()) ? true : bad.test(state) ? false : null);

/** What a JSON body says of health; null for any other body. */
export function healthOf(body: string, mask: Mask): { health: Health; says: string | null } | null {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return null;
  }
  if (!isRecord(value)) return null;
  const dependencies: Dependency[] = [];
  collect(value, false, 0, dependencies, mask);
  const status = stateIn(value);
  if (status === null && dependencies.length === 0 && textIn(value) === null) return null;
  const text = textIn(value);
  return {
    health: { isOk: status === null ? null : judged(status), status: status === null ? null : mask(status, 40), dependencies },
    says: text === null ? (status === null ? null : mask(status, 40)) : mask(text, 200),
  };
}

function collect(record: Record<string, unknown>, isList: boolean, depth: number, into: Dependency[], mask: Mask): void {
  for (const [key, value] of Object.entries(record)) {
    if (into.length >= maxDependencies || depth > 3) return;
    if (Array.isArray(value) && lists.test(key)) {
      for (const each of value.slice(0, maxDependencies)) {
        const name = isRecord(each) ? [each.name, each.component, each.dependency].find((one) => typeof one === 'string') : undefined;
        if (isRecord(each) && typeof name === 'string') add(name, each, into, mask);
      }
    } else if (isRecord(value) && lists.test(key) && !known.test(key) && (stateIn(value) === null || depth === 0)) collect(value, true, depth + 1, into, mask);
    else if ((isList && !stateFields.includes(key)) || known.test(key)) add(key, value, into, mask);
  }
}

function add(name: string, value: unknown, into: Dependency[], mask: Mask): void {
  const state = isRecord(value) ? stateIn(value) : wordOf(value);
  const text = isRecord(value) ? textIn(value) : null;
  if ((state === null && text === null) || into.some((each) => each.name === name && each.state === state) || into.length >= maxDependencies) return;
  const shown = state ?? 'error';
  into.push({ name: mask(name, 60), state: mask(shown, 60), isOk: judged(shown), text: text === null ? null : mask(text, 200) });
}

function stateIn(record: Record<string, unknown>): string | null {
  for (const field of stateFields) {
    const word = wordOf(record[field]);
    if (word !== null) return word;
  }
  return null;
}

/** A number is a measure and no state. */
const wordOf = (value: unknown): string | null => (typeof value === 'string' && value.length < 200 ? value : typeof value === 'boolean' ? String(value) : null);

function textIn(record: Record<string, unknown>): string | null {
  for (const field of ['error', 'message', 'detail', 'reason', 'output', 'title', 'err']) {
    const value = record[field];
    if (typeof value === 'string' && value !== '') return value;
    if (isRecord(value) && typeof value.message === 'string') return value.message;
  }
  const { details } = record;
  return isRecord(details) ? textIn(details) : null;
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
