import { itemOf } from './collections.ts';
import type { Evaluator } from './evaluator.ts';
import { parameter } from './parameters.ts';
import type { Binding, Scope } from './source.ts';
import { type At, eitherOf, type Frame, isNothing, unknown, type Value } from './value.ts';

/** What a name stands for, from the innermost scope outwards. What nobody declares is foreign: a builtin, or a star's. */
export function lookup(name: string, at: At, own: Evaluator): Value {
  let isInnermost = true;
  for (let scope: Scope | null = at.scope; scope !== null; scope = scope.parent) {
    const frame = frameOf(at.frame, scope);
    const given = frame?.values.get(name);
    if (given) return given;
    const bindings = scope.kind === 'class' && !isInnermost ? undefined : scope.bindings.get(name);
    if (bindings) return ofBindings(bindings, { scope, frame }, own);
    isInnermost = false;
  }
  return starred(name, at.scope.source.scope, own) ?? { kind: 'foreign', name };
}

function starred(name: string, scope: Scope, own: Evaluator, seen = new Set<Scope>()): Value | null {
  seen.add(scope);
  for (const star of seen.size < 16 ? scope.source.stars.slice(-8) : []) {
    const source = own.project.module(star, scope.source);
    if (!source || seen.has(source.scope)) continue;
    const bindings = source.scope.bindings.get(name);
    if (bindings) return ofBindings(bindings, { scope: source.scope, frame: null }, own);
    const further = starred(name, source.scope, own, seen);
    if (further) return further;
  }
  return null;
}

function frameOf(frame: Frame | null, scope: Scope): Frame | null {
  for (let each = frame; each !== null; each = each.up) if (each.scope === scope) return each;
  return null;
}

export function ofBindings(bindings: readonly Binding[], at: At, own: Evaluator): Value {
  const known = at.frame === null ? own.known.get(bindings) : undefined;
  if (known) return known;
  const limit = own.active.get(bindings);
  const values: Value[] = [];
  const fallbacks: Value[] = [];
  for (let index = (limit ?? bindings.length) - 1; index >= 0 && values.length + fallbacks.length < 8; index -= 1) {
    const binding = bindings[index];
    if (!binding) continue;
    own.active.set(bindings, index);
    const value = ofBinding(binding, at, own);
    const isFallback = binding.kind === 'value' && binding.isFallback;
    (isFallback ? fallbacks : values).unshift(value);
    if (binding.kind === 'scope' || (binding.kind === 'value' && !binding.isConditional)) break;
  }
  if (limit === undefined) own.active.delete(bindings);
  else own.active.set(bindings, limit);
  const thing = values.find(({ kind }) => /^(foreign|class|function|module|object|made)$/.test(kind));
  const value = thing ?? (fallbacks.length > 0 ? { kind: 'first' as const, values: [eitherOf(values), ...fallbacks] } : eitherOf(values));
  if (at.frame === null && limit === undefined) own.known.set(bindings, value);
  return value;
}

function ofBinding(binding: Binding, at: At, own: Evaluator): Value {
  switch (binding.kind) {
    case 'value': {
      const value = own.value(binding.node, at);
      return isNothing(value) && binding.type ? instanceOf(binding.type, at, own, value) : value;
    }
    case 'item':
      return itemOf(own.value(binding.node, at), binding.index);
    case 'declared':
      return instanceOf(binding.type, at, own, unknown);
    case 'parameter':
      return parameter(binding, at, own, (type) => instanceOf(type, at, own, unknown));
    case 'import':
      return imported(binding.module, binding.name, at, own);
    case 'scope':
      return binding.scope.kind === 'class' ? { kind: 'class', scope: binding.scope } : { kind: 'function', scope: binding.scope, self: null };
    default:
      return unknown;
  }
}

/** An instance of the class that a type names. */
function instanceOf(type: Parameters<Evaluator['value']>[0], at: At, own: Evaluator, otherwise: Value): Value {
  if (type.name !== 'VariableName' && type.name !== 'MemberExpression') return otherwise;
  const value = own.value(type, at);
  return value.kind === 'class' ? { kind: 'object', scope: value.scope, made: null } : otherwise;
}

function imported(module: string, name: string | null, at: At, own: Evaluator): Value {
  const source = own.project.module(module, at.scope.source);
  if (name === null) return source ? { kind: 'module', source } : { kind: 'foreign', name: module };
  const found = source ? fromModule(source.scope, name, own) : null;
  if (found) return found;
  const inner = own.project.module(module.endsWith('.') ? module + name : `${module}.${name}`, at.scope.source);
  if (inner) return { kind: 'module', source: inner };
  return source || module.startsWith('.') ? unknown : { kind: 'foreign', name: `${module}.${name}` };
}

/** A name of a module, as who imports it sees it. */
export function fromModule(scope: Scope, name: string, own: Evaluator): Value | null {
  const bindings = scope.bindings.get(name);
  return bindings ? ofBindings(bindings, { scope, frame: null }, own) : starred(name, scope, own);
}
