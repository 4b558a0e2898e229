import type { SyntaxNode } from '@lezer/common';
import type { Evaluator } from './evaluator.ts';
import type { Scope } from './source.ts';
import { argumentsOf, childrenOf, parametersOf } from './syntax.ts';
import { type At, eitherOf, type Frame, unknown, type Value } from './value.ts';

/** Binds a call's arguments to the parameters of what it calls. */
export function frameFor(scope: Scope, self: Value | null, call: SyntaxNode | null, at: At, own: Evaluator): Frame {
  const parameters = parametersOf(scope.node, scope.source.text);
  const values = new Map<string, Value>();
  const isBound = scope.parent?.kind === 'class' && /^(self|cls)$/.test(parameters[0]?.name ?? '');
  if (isBound && parameters[0]) values.set(parameters[0].name, self ?? (scope.parent ? { kind: 'object', scope: scope.parent, made: null } : unknown));
  const given = call ? argumentsOf(call, at.scope.source.text) : { positional: [], named: new Map(), rest: [], options: [] };
  parameters.slice(isBound ? 1 : 0).forEach(({ name, otherwise, isPlain }, index) => {
    const node = isPlain ? (given.named.get(name) ?? given.positional[index]) : undefined;
    const isOpen = given.rest.length + given.options.length > 0;
    values.set(name, node ? own.value(node, at) : otherwise && !isOpen ? own.value(otherwise, { scope: scope.parent ?? scope, frame: null }) : unknown);
  });
  return { scope, values, up: at.frame };
}

/** What a function without further arguments returns. */
export function returned(scope: Scope, self: Value | null, own: Evaluator, frame?: Frame): Value {
  const within: At = { scope, frame: frame ?? frameFor(scope, self, null, { scope, frame: null }, own) };
  if (scope.node.name === 'LambdaExpression') return scope.node.lastChild ? own.value(scope.node.lastChild, within) : unknown;
  const values = scope.returns.slice(0, 8).map((node) => {
    const inner = childrenOf(node)[1];
    return inner ? own.value(inner, within) : unknown;
  });
  return eitherOf(values);
}
