import type { Variable } from '../reading.ts';
import { type Context, evaluate } from './expression.ts';
import type { YamlNode } from './yaml.ts';

/** Of one place; more is nothing that anybody wrote. */
const maxVariables = 1000;

/** The variables of an `env:` mapping. */
export function variablesIn(env: YamlNode | null, context: Context): Variable[] {
  return [...(env?.entries() ?? [])].slice(0, maxVariables).flatMap(([name, node]) => {
    const scalar = node.scalar();
    if (scalar === null || name === '') return [];
    const { value, from } = evaluate(scalar.text, context);
    return [{ name, value, place: scalar.place, ...(from === null ? {} : { from: { what: from, place: null } }) }];
  });
}

/** A context that knows further variables. */
export const withVariables = (context: Context, variables: readonly Variable[]): Context => ({
  ...context,
  env: new Map([...context.env, ...variables.map(({ name, value }): [string, string | null] => [name, value])]),
});

/** A scalar's text without what only a run would tell; null when there is none or it holds an expression. */
export function plainText(node: YamlNode | null, context: Context): string | null {
  const text = node?.scalar()?.text;
  return text === undefined || text === '' ? null : evaluate(text, context).value;
}

export const rawText = (node: YamlNode | null): string | null => node?.scalar()?.text || null;

/** A list, or a single scalar as one. */
export function textsIn(node: YamlNode | null): string[] {
  const own = node?.scalar()?.text;
  return own === undefined ? (node?.items() ?? []).flatMap((item) => item.scalar()?.text ?? []) : own === '' ? [] : [own];
}

/** Of `timeout-minutes`; null for an expression, which is known only when it runs. */
export function minutesIn(node: YamlNode | null): number | null {
  const text = node?.scalar()?.text ?? '';
  return /^\d+(\.\d+)?$/.test(text) ? Number(text) : null;
}
