import type { Use } from '../reading.ts';
import type { Evaluator } from './evaluator.ts';
import { namedSetting } from './named-settings.ts';
import type { Source } from './source.ts';
import { argumentsOf, childrenOf, stringText, textOf } from './syntax.ts';
import { usesOf } from './uses.ts';
import { unknown, type Value } from './value.ts';

/** Variables that code reads under a name that says what they are, whatever it does with them. */
export function directUses(source: Source, own: Evaluator): Use[] {
  const { text } = source;
  const reads = source.calls.flatMap(({ node, scope }): Value[] => {
    const list = node.lastChild;
    if (list?.name !== 'ArgList') return [];
    const [first] = argumentsOf(list, text).positional;
    const at = { scope, frame: null };
    if (first?.name === 'String') return namedSetting(stringText(first, text)) ? [own.value(node, at)] : [];
    return /Option$/.test(node.firstChild ? textOf(node.firstChild, text).slice(-30) : '') ? [optionRead(list, at, own)] : [];
  });
  const items = source.items.flatMap(({ node, scope }): Value[] => {
    const key = childrenOf(node).at(-2);
    const isTarget = node.parent?.name === 'AssignStatement' ? node.parent.lastChild?.from !== node.from : node.parent?.name === 'DeleteStatement';
    return key?.name === 'String' && !isTarget && namedSetting(stringText(key, text)) ? [own.value(node, { scope, frame: null })] : [];
  });
  const options = source.scopes.flatMap(({ decorators, parent }) =>
    decorators.flatMap((decorator): Value[] => {
      const list = decorator.getChild('ArgList');
      return list && parent && /option|argument/i.test(text.slice(decorator.from, list.from)) ? [optionRead(list, { scope: parent, frame: null }, own)] : [];
    }),
  );
  return [...reads, ...items, ...options].flatMap((value) => {
    const setting = value.kind === 'read' ? namedSetting(value.name) : null;
    // The setting of a framework that may use another kind of server counts where it is given to it.
    return setting && !setting.isOpen ? usesOf({ parts: [{ setting: setting.setting, value }], use: setting.use, library: setting.library }) : [];
  });
}

/** `typer.Option("redis://…", envvar="REDIS_URL")`, `click.option("--redis-url", envvar="REDIS_URL", default=…)`. */
function optionRead(list: Parameters<typeof argumentsOf>[0], at: Parameters<Evaluator['value']>[1], own: Evaluator): Value {
  const { positional, named } = argumentsOf(list, at.scope.source.text);
  const variable = named.get('envvar');
  if (variable?.name !== 'String') return unknown;
  const given = named.get('default') ?? positional[0];
  const otherwise = given ? own.value(given, at) : unknown;
  return { kind: 'read', name: stringText(variable, at.scope.source.text), otherwise, place: own.place(variable, at) };
}
