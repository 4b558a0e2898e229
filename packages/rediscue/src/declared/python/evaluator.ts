import type { SyntaxNode } from '@lezer/common';
import type { Place } from '../../facts/index.ts';
import type { Project } from './project.ts';
import type { Binding } from './source.ts';
import type { At, Value } from './value.ts';

/** What the parts of the evaluation ask of each other. */
export interface Evaluator {
  project: Project;
  /** Names that are being looked up, with how many of their bindings still count: a name may be made from what it was before. */
  active: Map<readonly Binding[], number>;
  known: Map<readonly Binding[], Value>;
  /** What settings say under a name, wherever they stand. */
  declared: Map<string, Value>;
  place(node: SyntaxNode, at: At): Place;
  value(node: SyntaxNode, at: At): Value;
  lookup(name: string, at: At): Value;
  attribute(of: Value, name: string): Value;
}
