import { evaluate, pairsOf, type Scope, scopeOf } from './evaluate.ts';
import type { Block, Body } from './hcl/index.ts';
import type { Instance } from './instances.ts';
import { placeAt, type ResourceBlock } from './modules.ts';
import type { TerraformBlock, TerraformResource } from './types.ts';
import { isNothing, known, knownNumber, list, plainText, type TerraformValue } from './values.ts';

const maxCopies = 16;
const maxBlocks = 200;

/** The resource as the plan has it: each copy of `for_each`, none of `count = 0`. */
export function resourcesOf(declared: ResourceBlock, instance: Instance): TerraformResource[] {
  const { block, source, mode, type, name } = declared;
  const scope = scopeOf(instance, source);
  const address = `${instance.prefix}${mode === 'data' ? 'data.' : ''}${type}.${name}`;
  const attribute = (key: string) => block.body.attributes.find((each) => each.name === key);
  const make = (suffix: string, names: Scope['names']): TerraformResource => ({
    root: instance.root.folder,
    variant: instance.root.variant,
    type,
    name,
    address: `${address}${suffix}`,
    mode,
    folder: instance.module.folder,
    complete: instance.module.complete,
    provider: providerOf(attribute('provider')?.value),
    ...contentOf(block.body, { ...scope, names }, 0),
    names: new Map(block.body.attributes.map((each) => [each.name, placeAt(source, each.from)])),
  });

  const count = attribute('count');
  if (count) {
    const number = knownNumber(evaluate(count.value, scope));
    const index = new Map([['count', counter(number === null ? null : 0, declared)]]);
    return number === 0 ? [] : [make('', index)];
  }
  const each = attribute('for_each');
  const pairs = each ? pairsOf(evaluate(each.value, scope)) : null;
  if (!pairs) return [make('', new Map())];
  return pairs.slice(0, maxCopies).map(([key, value]) => {
    // Of a set, the key is the value itself.
    const member = typeof (key.is === 'known' ? key.value : null) === 'number' ? value : key;
    return make(`["${plainText(member) ?? ''}"]`, new Map([['each', pair(member, value)]]));
  });
}

function counter(index: number | null, { block, source }: ResourceBlock): TerraformValue {
  const place = placeAt(source, block.from);
  return index === null
    ? { is: 'object', entries: new Map(), place, through: [], origin: null }
    : { is: 'object', entries: new Map([['index', known(index, { place })]]), place, through: [], origin: null };
}

function pair(key: TerraformValue, value: TerraformValue): TerraformValue {
  return { is: 'object', entries: new Map([['key', key], ['value', value]]), place: value.place, through: value.through, origin: null }; // biome-ignore format: a pair to read
}

function providerOf(value: Block['body']['attributes'][number]['value'] | undefined): string | null {
  if (value?.kind !== 'path') return null;
  return [value.root, ...value.steps.flatMap((step) => (step.kind === 'name' ? [step.name] : []))].join('.');
}

const maxDepth = 12;

function contentOf(body: Body, scope: Scope, depth: number): { attributes: Map<string, TerraformValue>; blocks: TerraformBlock[] } {
  const attributes = new Map(body.attributes.map(({ name, value }) => [name, name === 'ignore_changes' ? namesIn(value, scope) : evaluate(value, scope)]));
  if (depth > maxDepth) return { attributes, blocks: [] };
  return { attributes, blocks: body.blocks.flatMap((block) => blocksOf(block, scope, depth)).slice(0, maxBlocks) };
}

/** `ignore_changes = [template[0].metadata]` names attributes; they are no values. */
function namesIn(value: Block['body']['attributes'][number]['value'], scope: Scope): TerraformValue {
  const place = placeAt(scope.source, value.from);
  const paths = (value.kind === 'list' ? value.items : [value]).map((item) =>
    known(
      item.kind === 'path' ? [item.root, ...item.steps.flatMap((step) => (step.kind === 'name' ? [step.name] : []))].join('.') : item.kind === 'literal' ? String(item.value) : '',
      { place },
    ),
  );
  return list(paths, { place });
}

/** Others than these files decide what an attribute is in the end. */
export function ignoresChanges(holder: Holder, ...paths: readonly string[]): boolean {
  return blocksNamed(holder, 'lifecycle').some((lifecycle) => {
    const ignored = lifecycle.attributes.get('ignore_changes');
    const texts = ignored?.is === 'list' ? ignored.items.map(plainText) : [];
    return texts.some((text) => text === 'all' || paths.some((path) => text !== null && (path === text || path.startsWith(`${text}.`) || text.startsWith(`${path}.`))));
  });
}

function blocksOf(block: Block, scope: Scope, depth: number): TerraformBlock[] {
  const place = placeAt(scope.source, block.from);
  if (block.type !== 'dynamic') return [{ type: block.type, ...contentOf(block.body, scope, depth + 1), maybe: false, place }];
  const [type = ''] = block.labels;
  const content = block.body.blocks.find((each) => each.type === 'content');
  const attribute = (name: string) => block.body.attributes.find((each) => each.name === name)?.value;
  const each = attribute('for_each');
  if (!content || !each) return [];
  const iterator = attribute('iterator');
  const name = iterator?.kind === 'path' ? iterator.root : type;
  const pairs = pairsOf(evaluate(each, scope));
  const made = (names: Scope['names'], maybe: boolean): TerraformBlock => ({ type, ...contentOf(content.body, { ...scope, names }, depth + 1), maybe, place });
  if (pairs === null) return [made(scope.names, true)];
  return pairs
    .slice(0, maxBlocks)
    .map(([key, value]) => made(new Map([...scope.names, [name, pair(typeof (key.is === 'known' ? key.value : null) === 'number' ? value : key, value)]]), false));
}

type Holder = Pick<TerraformBlock, 'attributes' | 'blocks'>;

/** Nested blocks of a name. In JSON, and where a list is given, they stand as an attribute. */
export function blocksNamed(holder: Holder, type: string): TerraformBlock[] {
  const value = holder.attributes.get(type);
  return [...holder.blocks.filter((block) => block.type === type), ...(value ? asBlocks(type, value) : [])];
}

function asBlocks(type: string, value: TerraformValue): TerraformBlock[] {
  if (value.is === 'list') return value.items.flatMap((item) => asBlocks(type, item));
  if (value.is === 'object') return [{ type, attributes: value.entries, blocks: [], maybe: false, place: value.place }];
  return isNothing(value) ? [] : [{ type, attributes: new Map(), blocks: [], maybe: true, place: value.place }];
}

/** Blocks behind a path of names. */
export function blocksAt(holder: Holder, ...path: string[]): TerraformBlock[] {
  let holders: Holder[] = [holder];
  for (const type of path) holders = holders.flatMap((each) => blocksNamed(each, type));
  return holders as TerraformBlock[];
}

/** Blocks in which something is not known: what is not found there may be there all the same. */
export const isOpen = (holder: Holder, type: string): boolean => blocksNamed(holder, type).some(({ maybe }) => maybe);

/** An attribute that says something. */
export function given(holder: Pick<Holder, 'attributes'>, ...names: string[]): TerraformValue | null {
  for (const name of names) {
    const value = holder.attributes.get(name);
    if (value && !isNothing(value)) return value;
  }
  return null;
}
