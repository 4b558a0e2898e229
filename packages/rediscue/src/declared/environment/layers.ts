import type { Place } from '../../facts/index.ts';
import type { Environment, Source } from '../target/index.ts';

/** One place that sets variables. */
export interface Layer {
  /** As a report names it: `the environment`, `.env`. */
  label: string;
  values: Environment;
  /** Where a variable of it was set; null for a process. */
  place(name: string): Place | null;
  /** The name under which it was set there, where code reads it under another one: `CACHE_URL` for `REDIS_CACHE_URL`. */
  shown?(name: string): string;
  /** Names that the value of a variable refers to, that are set nowhere, and that its format has left out of the value. */
  leftOut?(name: string): readonly string[];
  /** Variables that values of this layer refer to and that are set nowhere: those references stand in the values as they are. */
  unset: ReadonlySet<string>;
}

/** Where a variable was set. */
export type Origin = (name: string) => Source;

/** All variables that an application sees, with their origins. */
export interface Scope {
  environment: Environment;
  origin: Origin;
  unset: ReadonlySet<string>;
}

export const processLayer = (environment: Environment): Layer => ({ label: 'the environment', values: environment, place: () => null, unset: new Set() });

/** The first of the layers that sets a variable; also an empty value counts, as it does for dotenv. */
export const setterOf = (name: string, layers: readonly Layer[]): Layer | undefined => layers.find(({ values }) => values[name] !== undefined);

/** The layers laid over each other, the first one on top. */
export function scopeOf(layers: readonly Layer[]): Scope {
  const environment: Record<string, string | undefined> = {};
  for (const { values } of layers.toReversed()) for (const [name, value] of Object.entries(values)) if (value !== undefined) environment[name] = value;
  return {
    environment,
    origin: (name) => {
      const setter = setterOf(name, layers);
      const place = setter?.place(name) ?? null;
      return { kind: place === null ? 'environment' : 'file', name: setter?.shown?.(name) ?? name, place };
    },
    unset: new Set(layers.flatMap(({ unset }) => [...unset])),
  };
}
