import type { SyntaxNode } from '@lezer/common';
import { declaredOnce } from './configuration.ts';
import type { Evaluator } from './evaluator.ts';
import { frameFor, returned } from './frames.ts';
import { fromModule, ofBindings } from './names.ts';
import { classBases, fieldOf } from './settings-class.ts';
import type { Scope } from './source.ts';
import { textOf } from './syntax.ts';
import { eitherOf, isNothing, type Of, readsIn, unknown, type Value } from './value.ts';

/** `of.name`. */
export function valueOfAttribute(of: Value, name: string, own: Evaluator): Value {
  switch (of.kind) {
    case 'foreign':
      if (/^(django\.conf\.)?settings$/.test(of.name)) {
        const value = declaredOnce(name, own);
        return isNothing(value) ? { kind: 'foreign', name: `${of.name}.${name}` } : value;
      }
      return { kind: 'foreign', name: `${of.name}.${name}` };
    case 'module':
      return fromModule(of.source.scope, name, own) ?? submodule(of, name, own);
    case 'class':
    case 'object':
      return ofClass(of.scope, name, of, own) ?? unknown;
    case 'either': {
      if (!of.values.some(({ kind }) => kind === 'object' || kind === 'class' || kind === 'module')) return { kind: 'member', of, name };
      const values = of.values.slice(0, 4).map((each) => own.attribute(each, name));
      return eitherOf(values.filter((each) => each.kind !== 'member' && each.kind !== 'none'));
    }
    case 'unknown':
      return /redis|valkey|broker|result_backend/i.test(name) ? declaredOnce(name, own) : unknown;
    default:
      return { kind: 'member', of, name };
  }
}

function submodule({ source }: Of<'module'>, name: string, own: Evaluator): Value {
  const inner = source.file.endsWith('__init__.py') ? own.project.module(`.${name}`, source) : null;
  return inner ? { kind: 'module', source: inner } : unknown;
}

function ofClass(scope: Scope, name: string, self: Of<'class' | 'object'>, own: Evaluator, seen = new Set<Scope>()): Value | null {
  seen.add(scope);
  const field = fieldOf(scope, name, self.kind === 'object' ? (self.prefix ?? null) : null, own);
  if (field) return field;
  const bindings = scope.bindings.get(name);
  if (bindings) {
    const value = ofBindings(bindings, { scope, frame: null }, own);
    if (value.kind === 'text' || value.kind === 'none') return overridden(scope, name, value, own);
    if (value.kind !== 'function' || value.scope.parent !== scope) return value;
    const isProperty = value.scope.decorators.some((each) => /property|computed_field/.test(textOf(each, scope.source.text)));
    return isProperty ? returned(value.scope, self, own) : { ...value, self };
  }
  const assigned = scope.attributes.get(name);
  if (assigned) return eitherOf(assigned.map(({ node, scope: method }) => attributeValue(node, method, self, own)));
  for (const base of seen.size < 16 ? classBases(scope, own) : []) {
    if (seen.has(base)) continue;
    const value = ofClass(base, name, self, own, seen);
    if (value) return value;
  }
  return null;
}

/** `config.redis.host = os.environ.get("REDIS_HOST")`: what is read afterwards counts before the default of the class. */
function overridden(scope: Scope, name: string, value: Value, own: Evaluator): Value {
  const reads = own.project
    .assignmentsTo(name)
    .slice(0, 8)
    .flatMap(({ node, value: given, scope: where }) => {
      const at = { scope: where, frame: null };
      const owner = node.firstChild ? own.value(node.firstChild, at) : unknown;
      const assigned = owner.kind === 'object' && owner.scope === scope ? own.value(given, at) : unknown;
      return readsIn(assigned).length > 0 ? [assigned] : [];
    });
  return reads.length > 0 ? { kind: 'first', values: [...reads, value] } : value;
}

/** What a method assigns to `self`, with what the call that made the object gave. */
function attributeValue(node: SyntaxNode, method: Scope, self: Of<'class' | 'object'>, own: Evaluator): Value {
  const made = self.kind === 'object' && method.name === '__init__' ? self.made : null;
  if (!made) return own.value(node, { scope: method, frame: null });
  return own.value(node, { scope: method, frame: frameFor(method, self, made.call, made.at, own) });
}
