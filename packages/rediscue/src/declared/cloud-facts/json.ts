/** Parts of documents that others wrote: everything may be missing, or something else. */
export type Json = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

export const at = (value: unknown, ...path: string[]): unknown =>
  path.reduce<unknown>((inner, key) => (isObject(inner) && Object.hasOwn(inner, key) ? inner[key] : undefined), value);

export function text(value: unknown, ...path: string[]): string | null {
  const found = at(value, ...path);
  return typeof found === 'string' && found !== '' ? found : null;
}

/** A number, also where it is written as a text. */
export function number(value: unknown, ...path: string[]): number | null {
  const found = at(value, ...path);
  const parsed = typeof found === 'string' && /^\d{1,10}$/.test(found) ? Number(found) : found;
  return typeof parsed === 'number' && Number.isFinite(parsed) ? parsed : null;
}

/** A port, as an address has it. */
export function portIn(value: unknown, ...path: string[]): number | null {
  const found = number(value, ...path);
  return found !== null && Number.isInteger(found) && found > 0 && found < 65_536 ? found : null;
}

export function list(value: unknown, ...path: string[]): Json[] {
  const found = at(value, ...path);
  return Array.isArray(found) ? found.filter(isObject) : [];
}

export const last = (path: string | null): string | null => path?.split('/').at(-1) || null;
