import type { Asked, Use, Variable, Yields } from '../reading.ts';

/** What one layer sets. */
interface Setting {
  variables: readonly Pick<Variable, 'name' | 'value' | 'unset'>[];
}

/** What code gets where it asks for a variable: the strongest layer decides. */
type State = 'text' | 'empty' | 'elsewhere' | 'unset';

function stateOf(name: string, layers: readonly Setting[]): State {
  for (const { variables } of layers)
    for (const variable of variables) {
      if (variable.name !== name) continue;
      if (variable.value !== null) return variable.value === '' ? 'empty' : 'text';
      // With no value and a reference that nobody sets, nothing is known to be given.
      if ((variable.unset ?? []).length === 0) return 'elsewhere';
    }
  return 'unset';
}

/** Whether any layer sets a variable; false for null. */
export const isSet = (name: string | null, layers: readonly Setting[]): boolean => name !== null && stateOf(name, layers) !== 'unset';

/** When the same code asks for another variable in the place of a use's own; null: it asks for no other. */
export type Next = (use: Use) => Yields | null;

export function nextIn(uses: readonly Use[]): Next {
  const keyOf = (means: string, variable: string) => `${means} ${variable}`;
  const found = new Map<string, Yields>();
  for (const { means, after = [] } of uses) for (const { variable, yields } of after) found.set(keyOf(means, variable), yields);
  return ({ variable, means }) => (variable === null ? null : (found.get(keyOf(means, variable)) ?? null));
}

/** The uses whose variable code takes or would take: not one behind another that is set in the same expression, nor one whose empty value is passed over. */
export function askedFor(uses: readonly Use[], layers: readonly Setting[], nextOf: Next): Use[] {
  const isTaken = ({ variable, yields }: Asked): boolean => {
    const state = stateOf(variable, layers);
    return state === 'text' || state === 'elsewhere' || (state === 'empty' && yields === 'unset');
  };
  return uses.filter((use) => {
    const { variable, after = [] } = use;
    if (after.some((each) => each.variable !== variable && isTaken(each))) return false;
    return variable === null || nextOf(use) !== 'empty' || stateOf(variable, layers) !== 'empty';
  });
}
