import { callFunction } from './functions.ts';
import type { Block, Expression, Step } from './hcl/index.ts';
import type { Instance } from './instances.ts';
import { type Definition, placeAt, type Source } from './modules.ts';
import { operate, truth } from './operators.ts';
import { encoded, joined, known, list, type Origin, plainText, reference, structure, type TerraformValue, textOf, unknown } from './values.ts';

/** Where an expression stands: its module as it runs, its file, and the names that blocks and loops around it give. */
export interface Scope {
  instance: Instance;
  source: Source;
  /** `each`, the iterator of a dynamic block, the names of a `for`. */
  names: ReadonlyMap<string, TerraformValue>;
  depth: number;
}

const maxDepth = 60;
const maxItems = 500;
const maxText = 64 * 1024;

export const scopeOf = (instance: Instance, source: Source): Scope => ({ instance, source, names: new Map(), depth: 0 });

/** What an expression comes to. Never throws; what is not known here, or grows without end, is unknown. */
export function evaluate(expression: Expression, scope: Scope): TerraformValue {
  const { root } = scope.instance;
  const place = placeAt(scope.source, expression.from);
  root.budget -= 1;
  if (root.budget <= 0 || scope.depth > maxDepth) return unknown({ place });
  const inner = { ...scope, depth: scope.depth + 1 };
  const of = (part: Expression) => evaluate(part, inner);
  switch (expression.kind) {
    case 'literal':
      return known(expression.value, { place });
    case 'template':
      return template(expression.parts, inner, place);
    case 'path':
      return path(expression.root, expression.steps, inner, place);
    case 'access':
      return walk(of(expression.of), expression.steps, inner);
    case 'list':
      return list(expression.items.slice(0, maxItems).map(of), { place });
    case 'object':
      return object(expression.entries, inner, place);
    case 'for':
      return loop(expression, inner, place);
    case 'conditional': {
      const condition = of(expression.condition);
      const decided = truth(condition);
      if (decided !== null) return of(decided ? expression.then : expression.otherwise);
      return unknown({ place, through: joined(of(expression.then).through, of(expression.otherwise).through) });
    }
    case 'binary':
      return operate(expression.operator, of(expression.left), of(expression.right), place);
    case 'unary': {
      const value = truth(of(expression.operand));
      return expression.operator === '!' && value !== null ? known(!value, { place }) : unknown({ place });
    }
    case 'call': {
      const args = expression.args.slice(0, maxItems).map(of);
      if (expression.spread) return unknown({ place, through: joined(...args.map(({ through }) => through)) });
      if (expression.name === 'jsonencode' && args[0]) return encoded(args[0], { place });
      return callFunction(expression.name, args, {
        place,
        instance: scope.instance,
        render: (parts, names, source) => ({
          ...template(parts, { ...inner, names, source }, place),
          origin: { what: `file ${source.file}`, place: { file: source.file, line: 1, column: 1 } },
        }),
      });
    }
    case 'opaque':
      return unknown({ place, through: joined(...expression.parts.map((part) => of(part).through)) });
  }
}

function template(parts: readonly (string | Expression)[], scope: Scope, place: TerraformValue['place']): TerraformValue {
  const pieces = parts.map((part) => (typeof part === 'string' ? part : evaluate(part, scope)));
  const [only] = pieces;
  // `"${x}"` is x itself.
  if (pieces.length === 1 && only !== undefined && typeof only !== 'string') return { ...only, place };
  const through = joined(...pieces.map((piece) => (typeof piece === 'string' ? [] : piece.through)));
  const out: (string | { to: string | null })[] = [];
  let length = 0;
  let origin: Origin | null = null;
  const add = (text: string) => {
    length += text.length;
    const last = out.at(-1);
    if (typeof last === 'string') out[out.length - 1] = last + text;
    else out.push(text);
  };
  for (const piece of pieces) {
    if (typeof piece !== 'string' && piece.is === 'text') for (const part of piece.parts) typeof part === 'string' ? add(part) : out.push(part);
    else {
      const text = typeof piece === 'string' ? piece : plainText(piece);
      if (text !== null) add(text);
      else out.push({ to: typeof piece !== 'string' && piece.is === 'reference' ? piece.to : null });
    }
    if (typeof piece !== 'string') origin ??= piece.origin;
    if (length > maxText || out.length > maxItems) return unknown({ place, through });
  }
  const [whole = ''] = out;
  return out.length <= 1 && typeof whole === 'string' ? known(whole, { place, through, origin }) : textOf(out, { place, through, origin });
}

function object(entries: readonly { key: Expression; value: Expression }[], scope: Scope, place: TerraformValue['place']): TerraformValue {
  const out = new Map<string, TerraformValue>();
  let whole = true;
  for (const { key, value } of entries.slice(0, maxItems)) {
    const name = plainText(evaluate(key, scope));
    const content = evaluate(value, scope);
    if (name === null) whole = false;
    else out.set(name, content);
  }
  const made = structure(out, { place });
  return whole ? made : unknown({ place, through: made.through });
}

function loop(expression: Extract<Expression, { kind: 'for' }>, scope: Scope, place: TerraformValue['place']): TerraformValue {
  const of = evaluate(expression.of, scope);
  const pairs = pairsOf(of);
  if (pairs === null) return unknown({ place, through: of.through });
  const items: TerraformValue[] = [];
  const entries = new Map<string, TerraformValue>();
  for (const [key, value] of pairs) {
    const names = new Map(scope.names);
    names.set(expression.valueName, value);
    if (expression.keyName !== null) names.set(expression.keyName, key);
    const around = { ...scope, names };
    const kept = expression.condition === null ? true : truth(evaluate(expression.condition, around));
    if (kept === null) return unknown({ place, through: of.through });
    if (!kept) continue;
    const content = evaluate(expression.value, around);
    items.push(content);
    if (expression.key === null) continue;
    const name = plainText(evaluate(expression.key, around));
    if (name === null) return unknown({ place, through: of.through });
    entries.set(name, content);
  }
  return expression.key === null ? list(items, { place }) : structure(entries, { place });
}

/** Key and value of all that a collection holds; null where that is not known. */
export function pairsOf(of: TerraformValue): [TerraformValue, TerraformValue][] | null {
  const { place } = of;
  if (of.is === 'list') return of.items.slice(0, maxItems).map((item, index) => [known(index, { place }), item]);
  if (of.is === 'object') return [...of.entries].slice(0, maxItems).map(([key, value]) => [known(key, { place: value.place }), value]);
  return of.is === 'known' && of.value === null ? [] : null;
}

function path(root: string, steps: readonly Step[], scope: Scope, place: TerraformValue['place']): TerraformValue {
  const bound = scope.names.get(root);
  // What a loop hands on keeps its own place: that is where a person changes it.
  if (bound) return walk(bound, steps, scope);
  const [first, ...others] = steps;
  const { instance } = scope;
  const name = first?.kind === 'name' ? first.name : null;
  if (name === null) return unknown({ place });
  if (root === 'var') return at(walk(variableValue(name, instance, scope.depth), others, scope), place);
  if (root === 'local') {
    const definition = instance.module.locals.get(name);
    return definition ? at(walk(cached(`local.${name}`, instance, definition, scope.depth), others, scope), place) : unknown({ place });
  }
  if (root === 'path') return known(name === 'module' ? instance.module.folder : instance.root.folder, { place });
  if (root === 'module') return at(moduleValue(name, others, scope), place);
  if (root === 'data') {
    const [second, ...behind] = others;
    return second?.kind === 'name' ? at(resourceValue('data', name, second.name, behind, scope), place) : unknown({ place });
  }
  if (['each', 'count', 'self', 'terraform'].includes(root)) return unknown({ place });
  return root.includes('_') ? at(resourceValue('managed', root, name, others, scope), place) : unknown({ place });
}

/** The same value, used elsewhere: where it stands becomes its origin. */
function at(value: TerraformValue, place: TerraformValue['place']): TerraformValue {
  return { ...value, place };
}

function cached(key: string, instance: Instance, { expression, source }: Definition, depth: number, from: Instance = instance): TerraformValue {
  const before = instance.cache.get(key);
  const place = placeAt(source, expression.from);
  if (before === null) return unknown({ place });
  if (before !== undefined) return before;
  instance.cache.set(key, null);
  const value = evaluate(expression, { ...scopeOf(from, source), depth });
  const kept = { ...value, origin: value.origin ?? { what: key, place } };
  instance.cache.set(key, kept);
  return kept;
}

/** A variable: what the caller or a tfvars file says, otherwise its default. Without any it stays a reference. */
export function variableValue(name: string, instance: Instance, depth = 0): TerraformValue {
  const declared = instance.module.variables.get(name);
  const given = instance.caller ? instance.caller.values.get(name) : instance.root.values.find(({ values }) => values.has(name))?.values.get(name);
  if (given) return cached(`var.${name}`, instance, given, depth, instance.caller?.instance ?? instance);
  if (declared?.fallback) return cached(`var.${name}`, instance, { expression: declared.fallback, source: declared.source }, depth);
  const place = declared ? placeAt(declared.source, declared.block.from) : { file: instance.module.folder };
  return reference(`${instance.prefix}var.${name}`, { place });
}

function moduleValue(name: string, steps: readonly Step[], scope: Scope): TerraformValue {
  const { instance } = scope;
  const place = { file: scope.source.file };
  const named = steps.filter((step) => step.kind === 'name');
  const output = named[0]?.name ?? '';
  const child = instance.children.get(name);
  const declared = child?.module.outputs.get(output);
  if (!child || !declared?.value) return reference(`${instance.prefix}module.${name}.${named.map((step) => step.name).join('.')}`, { place });
  const behind = steps.slice(steps.findIndex((step) => step.kind === 'name') + 1);
  const value = cached(`output.${output}`, child, { expression: declared.value, source: declared.source }, scope.depth);
  return walk(value.origin?.what === `output.${output}` ? { ...value, origin: null } : value, behind, scope);
}

/** An attribute of a resource: its text where the resource's block says it, otherwise a reference to it. */
function resourceValue(mode: 'managed' | 'data', type: string, name: string, steps: readonly Step[], scope: Scope): TerraformValue {
  const { instance } = scope;
  const resource = instance.module.resources.find((each) => each.type === type && each.name === name && each.mode === mode);
  const behind = steps[0]?.kind === 'name' ? steps : steps.slice(1);
  const names = behind.flatMap((step) => (step.kind === 'name' ? [step.name] : []));
  const address = `${instance.prefix}${mode === 'data' ? 'data.' : ''}${type}.${name}`;
  const to = [address, ...names].join('.');
  const place = resource ? placeAt(resource.source, resource.block.from) : { file: scope.source.file };
  const written = resource && behind.every((step) => step.kind !== 'splat') ? writtenAt(resource.block, behind) : null;
  if (resource && written) {
    const value = cached(`${address.slice(instance.prefix.length)}.${names.join('.')}`, instance, { expression: written, source: resource.source }, scope.depth);
    if (value.is === 'known' && value.value !== null) return { ...value, through: joined([to], value.through) };
  }
  return reference(to, { place });
}

/** What a block says of an attribute, through nested blocks: `metadata[0].name`. */
function writtenAt(block: Block, steps: readonly Step[]): Expression | null {
  let { body } = block;
  for (const [index, step] of steps.entries()) {
    if (step.kind === 'index') {
      if (step.index.kind !== 'literal' || step.index.value !== 0) return null;
      continue;
    }
    if (step.kind === 'splat') return null;
    if (index === steps.length - 1) return body.attributes.find(({ name }) => name === step.name)?.value ?? null;
    const inner = body.blocks.filter(({ type }) => type === step.name);
    if (inner.length !== 1 || inner[0] === undefined) return null;
    body = inner[0].body;
  }
  return null;
}

/** Follows steps into a value. */
function walk(value: TerraformValue, steps: readonly Step[], scope: Scope): TerraformValue {
  let current = value;
  for (const [number, step] of steps.entries()) {
    const { place, through } = current;
    if (step.kind === 'splat') {
      if (current.is !== 'list') return unknown({ place, through });
      return list(
        current.items.map((item) => walk(item, steps.slice(number + 1), scope)),
        { place },
      );
    }
    const key = step.kind === 'name' ? step.name : plainText(evaluate(step.index, scope));
    if (key === null) return unknown({ place, through });
    const next = current.is === 'object' ? current.entries.get(key) : current.is === 'list' ? current.items[Number(key)] : undefined;
    if (next) current = next.origin === null && current.origin !== null ? { ...next, origin: { what: current.origin.what, place: next.place } } : next;
    else if (current.is === 'reference') current = step.kind === 'name' ? reference(`${current.to}.${key}`, { place }) : current;
    else return unknown({ place, through });
  }
  return current;
}
