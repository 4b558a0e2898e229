import { type Reply, text } from '../resp.ts';

/** Longest text that is kept of one field: names and addresses are far shorter, garbage is not. */
const longest = 512;

/** Text of a string reply without its excess; undefined for anything else. */
export function clipped(reply: Reply | undefined, length = longest): string | undefined {
  const whole = text(reply);
  return whole === undefined ? undefined : clip(whole, length);
}

/** Cut to so many characters, with `…` for the rest. */
export const clip = (whole: string, length = longest): string => (whole.length > length ? `${whole.slice(0, length - 1)}…` : whole);

/** A list, or undefined when the reply is none. */
export const list = (reply: Reply | undefined): readonly Reply[] | undefined => (Array.isArray(reply) ? reply : undefined);

/** Named values: a map of RESP3, or the flat list name, value, name, value of RESP2. */
export function fields(reply: Reply | undefined): Map<string, Reply> | undefined {
  const named = new Map<string, Reply>();
  if (reply instanceof Map) {
    for (const [key, value] of reply) {
      const name = text(key);
      if (name !== undefined) named.set(name, value);
    }
    return named;
  }
  const flat = list(reply);
  if (flat === undefined) return undefined;
  for (let i = 0; i + 1 < flat.length; i += 2) {
    const name = text(flat[i]);
    if (name !== undefined) named.set(name, flat[i + 1] as Reply);
  }
  return named;
}

/** A finite number, whether it came as a number or as text; undefined for anything else: never 0 for nothing. */
export function number(reply: Reply | undefined): number | undefined {
  if (typeof reply === 'number') return Number.isFinite(reply) ? reply : undefined;
  if (typeof reply === 'bigint') return Number(reply);
  return numberOf(text(reply));
}

/** Undefined for what is no finite decimal number. */
export function numberOf(written: string | undefined): number | undefined {
  if (written === undefined || !/^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i.test(written)) return undefined;
  const value = Number(written);
  return Number.isFinite(value) ? value : undefined;
}

/** A whole number in the range of ports; undefined for anything else. */
export function portOf(reply: Reply | undefined): number | undefined {
  const value = number(reply);
  return value !== undefined && Number.isInteger(value) && value >= 0 && value <= 65535 ? value : undefined;
}

/** Lines of `name:value` as INFO and CLUSTER INFO have them; bounded, other lines are left out. */
export function colonLines(whole: string, most: number): Map<string, string> {
  const named = new Map<string, string>();
  let at = 0;
  while (at < whole.length && named.size < most) {
    const end = whole.indexOf('\n', at);
    const line = whole.slice(at, end === -1 ? whole.length : end).replace(/\r$/, '');
    at = end === -1 ? whole.length : end + 1;
    const colon = line.indexOf(':');
    if (colon > 0 && line[0] !== '#') named.set(line.slice(0, colon), clip(line.slice(colon + 1)));
  }
  return named;
}
