import type { SyntaxNode } from '@lezer/common';
import type { Evaluator } from './evaluator.ts';
import { isSettingsClass } from './settings-class.ts';
import type { Binding, Found, Scope } from './source.ts';
import { argumentsOf, parametersOf } from './syntax.ts';
import { type At, eitherOf, unknown, type Value } from './value.ts';

/** What callers in the project give a parameter, and its default where none gives it. */
export function parameter(binding: Extract<Binding, { kind: 'parameter' }>, at: At, own: Evaluator, instance: (type: SyntaxNode) => Value): Value {
  const { scope } = at;
  const { text } = scope.source;
  const parameters = parametersOf(scope.node, text);
  const home = scope.parent?.kind === 'class' ? scope.parent : null;
  if (home && parameters[0]?.name === binding.name && /^(self|cls)$/.test(binding.name)) return { kind: 'object', scope: home, made: null };
  const typed = binding.type ? instance(binding.type) : unknown;
  if (typed.kind === 'object' && isSettingsClass(typed.scope, own)) return typed;
  const index = parameters.findIndex(({ name }) => name === binding.name) - (home && /^(self|cls)$/.test(parameters[0]?.name ?? '') ? 1 : 0);
  const name = scope.name === '__init__' && home ? home.name : scope.name;
  const calls = name === '' ? [] : own.project.callsOf(name).slice(0, 8).filter((call) => leadsTo(call, scope, home, own)); // biome-ignore format: one chain
  const values = calls.map((call): Value | null => {
    const given = argumentsOf(call.node, call.scope.source.text);
    const node = given.named.get(binding.name) ?? given.positional[index];
    if (node) return own.value(node, { scope: call.scope, frame: null });
    return given.rest.length + given.options.length > 0 ? unknown : null;
  });
  const isDefault = values.length === 0 || values.some((value) => value === null);
  const otherwise = isDefault && binding.otherwise ? own.value(binding.otherwise, { scope: scope.parent ?? scope, frame: null }) : null;
  return eitherOf([...values.flatMap((value) => value ?? []), ...(otherwise ? [otherwise] : [])]);
}

function leadsTo(call: Found, scope: Scope, home: Scope | null, own: Evaluator): boolean {
  const callee = call.node.firstChild;
  if (!callee) return false;
  const value = own.value(callee, { scope: call.scope, frame: null });
  return value.kind === 'class' ? value.scope === home : value.kind === 'function' && value.scope === scope;
}
