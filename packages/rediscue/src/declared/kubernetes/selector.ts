import { entriesAt, itemsAt, labelsAt, type Node, textAt, textsAt } from './tree.ts';

/** Which labels are meant. Without any term it means everything. */
export interface Selector {
  labels: Record<string, string>;
  expressions: { key: string; operator: string; values: string[] }[];
}

/** A selector of `matchLabels` and `matchExpressions`. */
export function selectorAt(node: Node | undefined, ...path: readonly string[]): Selector {
  const expressions = itemsAt(node, ...path, 'matchExpressions').map((item) => ({
    key: textAt(item, 'key') ?? '',
    operator: textAt(item, 'operator') ?? '',
    values: textsAt(item, 'values'),
  }));
  return { labels: Object.fromEntries(labelsAt(node, ...path, 'matchLabels')), expressions };
}

/** A Service's selector: labels alone. Null without one. */
export function plainSelectorAt(node: Node | undefined, ...path: readonly string[]): Selector | null {
  const labels = entriesAt(node, ...path);
  return labels.length === 0 ? null : { labels: Object.fromEntries(labelsAt(node, ...path)), expressions: [] };
}

/** Whether all of its labels and expressions hold; one without any selects everything. */
export function selects(selector: Selector, labels: ReadonlyMap<string, string>): boolean {
  return Object.entries(selector.labels).every(([key, value]) => labels.get(key) === value) && selector.expressions.every((expression) => holds(expression, labels));
}

function holds({ key, operator, values }: Selector['expressions'][number], labels: ReadonlyMap<string, string>): boolean {
  const value = labels.get(key);
  if (operator === 'Exists') return value !== undefined;
  if (operator === 'DoesNotExist') return value === undefined;
  if (operator === 'In') return value !== undefined && values.includes(value);
  return operator === 'NotIn' && (value === undefined || !values.includes(value));
}
