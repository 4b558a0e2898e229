/** Offsets into the text, from 0. */
interface Span {
  from: number;
  to: number;
}

/** A step behind a name: `.host`, `["host"]`, `[0]`, `[var.index]`, `[*]`. */
export type Step = { kind: 'name'; name: string } | { kind: 'index'; index: Expression } | { kind: 'splat' };

export type Expression = Span &
  (
    | { kind: 'literal'; value: string | number | boolean | null }
    | { kind: 'template'; parts: (string | Expression)[]; heredoc: boolean }
    | { kind: 'path'; root: string; steps: Step[] }
    | { kind: 'access'; of: Expression; steps: Step[] }
    | { kind: 'call'; name: string; args: Expression[]; spread: boolean }
    | { kind: 'list'; items: Expression[] }
    | { kind: 'object'; entries: { key: Expression; value: Expression }[] }
    | { kind: 'for'; keyName: string | null; valueName: string; of: Expression; key: Expression | null; value: Expression; condition: Expression | null }
    | { kind: 'conditional'; condition: Expression; then: Expression; otherwise: Expression }
    | { kind: 'binary'; operator: string; left: Expression; right: Expression }
    | { kind: 'unary'; operator: string; operand: Expression }
    /** Directives in a template and the like: what is in them counts for references alone. */
    | { kind: 'opaque'; parts: Expression[] }
  );

interface Attribute extends Span {
  name: string;
  value: Expression;
}

export interface Block extends Span {
  type: string;
  labels: string[];
  body: Body;
}

export interface Body {
  attributes: Attribute[];
  blocks: Block[];
}

export interface SyntaxProblem {
  at: number;
  why: string;
}

export interface Parsed {
  body: Body;
  problems: SyntaxProblem[];
}
