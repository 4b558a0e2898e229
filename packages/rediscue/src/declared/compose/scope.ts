import type { Place } from '../../facts/index.ts';
import type { Files } from '../reading.ts';

/** A name's value, and where it stands; place null for the shell's environment. */
export interface Found {
  value: string;
  from: { what: string; place: Place | null };
}

/** What a reference is looked up in. */
export type Scope = (name: string) => Found | undefined;

const shell: Found['from'] = { what: 'the environment', place: null };

/** The environment of the process that would run compose. */
export const environmentScope =
  (environment: Files['environment']): Scope =>
  (name) => {
    const value = Object.hasOwn(environment, name) ? environment[name] : undefined;
    return value === undefined ? undefined : { value, from: shell };
  };

/** Scopes laid over each other, the first one on top. */
export const firstOf =
  (...scopes: readonly Scope[]): Scope =>
  (name) => {
    for (const scope of scopes) {
      const found = scope(name);
      if (found) return found;
    }
    return undefined;
  };

export const mapScope =
  (values: ReadonlyMap<string, Found>): Scope =>
  (name) =>
    values.get(name);
