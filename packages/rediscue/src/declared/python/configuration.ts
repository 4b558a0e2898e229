import type { Evaluator } from './evaluator.ts';
import { childrenOf, stringText } from './syntax.ts';
import { eitherOf, unknown, type Value } from './value.ts';

/** `app.config`, `current_app.config`: settings by name, of a framework. */
export function isConfiguration(value: Value): boolean {
  if (value.kind === 'member') return value.name === 'config' || value.name === 'conf';
  return value.kind === 'foreign' && /\.(config|conf)$/.test(value.name);
}

/** What the project gives its framework under a name: by assignment, or as a constant of one class or one module. */
export function configured(name: string, own: Evaluator): Value {
  const stored = own.project.sources.flatMap((source) =>
    source.stores.filter(({ node }) => {
      const key = childrenOf(node).at(-2);
      return key?.name === 'String' && stringText(key, source.text) === name;
    }),
  );
  if (stored.length > 0) return stored.length > 4 ? unknown : eitherOf(stored.map(({ value, scope }) => own.value(value, { scope, frame: null })));
  return declaredOnce(name, own);
}

/** The value of a name that one class or one module of settings declares; unknown where several do. */
export function declaredOnce(name: string, own: Evaluator): Value {
  const classes = own.project.ownersOf(name).slice(0, 50);
  const modules = own.project.sources.filter((source) => isSettingsFile(source.file) && source.scope.bindings.has(name));
  const scopes = classes.length > 0 ? classes : modules.map((source) => source.scope);
  const [only] = scopes;
  if (only === undefined || scopes.length > 1) return unknown;
  return only.kind === 'class' ? own.attribute({ kind: 'object', scope: only, made: null }, name) : own.lookup(name, { scope: only, frame: null });
}

/** A file of settings by its name or its folder's. */
export const isSettingsFile = (file: string): boolean => /(?:^|[/._-])(?:settings?|config|configs|configuration|conf|constants|celeryconfig|celery_config)(?:[/._-]|$)/i.test(file);
