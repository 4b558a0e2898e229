import type { SyntaxNode } from '@lezer/common';
import type { Value } from '../settings/index.ts';
import type { Func, Source } from './source.ts';

/** All sources of a project that are looked at. */
export interface Project {
  sources: readonly Source[];
  /** Files of a package. */
  byFolder: Map<string, Source[]>;
  functions: Map<string, { source: Source; func: Func }[]>;
  /** Calls by the last part of what is called. */
  calls: Map<string, { source: Source; call: SyntaxNode }[]>;
  /** Values of fields, by `owner.field` in lower case, and by `.field`. */
  fields: Map<string, { source: Source; node: SyntaxNode }[]>;
  /** Values that tags of struct fields give, by the same keys. */
  tags: Map<string, Value[]>;
  viper: Viper;
}

/** What the project says of its settings by keys. */
export interface Viper {
  defaults: Map<string, { source: Source; node: SyntaxNode }>;
  bound: Map<string, string[]>;
  /** Keys are variables by themselves (`AutomaticEnv`), and what stands before them. */
  automatic: boolean;
  prefix: string;
  replaces: boolean;
}

/** One question for a value, with what keeps it from growing without end. */
export interface Asked {
  project: Project;
  source: Source;
  steps: { left: number };
  depth: number;
  calls: number;
  bindings: ReadonlyMap<string, Value> | null;
  busy: Set<unknown>;
  /** Evaluates what is within. */
  value(node: SyntaxNode | null, asked: Asked): Value;
}
