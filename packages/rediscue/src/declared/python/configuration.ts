import type { Evaluator } from './evaluator.ts';
import { eitherOf, unknown, type Value } from './value.ts';

/** `app.config`, `current_app.config`: settings by name, of a framework. */
export function isConfiguration(value: Value): boolean {
  if (value.kind === 'member') return value.name === 'config' || value.name === 'conf';
  return value.kind === 'foreign' && /\.(config|conf)$/.test(value.name);
}

/** What the project gives its framework under a name: by assignment, or as a constant of one class or one module. */
export function configured(name: string, own: Evaluator): Value {
  const stored = own.project.storesOf(name);
  if (stored.length > 0) return stored.length > 4 ? unknown : eitherOf(stored.map(({ value, scope }) => own.value(value, { scope, frame: null })));
  return declaredOnce(name, own);
}

/** The value of a name that one class or one module of settings declares; unknown where several do. */
export function declaredOnce(name: string, own: Evaluator): Value {
  const known = own.declared.get(name);
  if (known) return known;
  own.declared.set(name, unknown);
  const classes = own.project.ownersOf(name);
  const scopes = classes.length > 0 ? classes : own.project.settings.filter(({ scope }) => scope.bindings.has(name)).map(({ scope }) => scope);
  const [only] = scopes;
  if (only === undefined || scopes.length > 1) return unknown;
  const value = only.kind === 'class' ? own.attribute({ kind: 'object', scope: only, made: null }, name) : own.lookup(name, { scope: only, frame: null });
  own.declared.set(name, value);
  return value;
}
