import { anyOf, joinedValue, type Lines, none, orElse, textValue, unknown, type Value, variableValue } from '../settings/index.ts';
import { fixedText } from '../settings/value.ts';
import { argumentsFrom, blockAt, keyOf } from './arguments.ts';
import { applyMethod } from './methods.ts';
import type { Scope, Spot } from './scope.ts';
import { asValue, either, type Shape } from './shape.ts';
import { bounded, textShape, wordsShape } from './texts.ts';
import type { Token } from './token.ts';
import { constantAt, isClose, isGroup, isName, isOperator, type Node } from './tree.ts';

/** Deeper expressions and longer chains of names are no settings. */
const maxDepth = 40;
/** Work for one file: what takes more stays unknown. */
const maxSteps = 60_000;

/** Tells what expressions of one file stand for, as far as the file tells. */
export class Evaluator {
  readonly lines: Lines;
  readonly #scope: Scope;
  readonly #busy = new Set<string>();
  #depth = 0;
  #steps = 0;

  constructor(lines: Lines, scope: Scope) {
    this.lines = lines;
    this.#scope = scope;
  }

  /** The expression that begins at an index. */
  at(nodes: readonly Node[], index: number): Shape {
    return this.#within(() => this.#expression({ nodes, index }));
  }

  value(nodes: readonly Node[], index: number): Value {
    return asValue(this.at(nodes, index));
  }

  /** Named arguments or entries of a hash as a table. */
  table(nodes: readonly Node[], from: number, isStatement: boolean): Extract<Shape, { kind: 'table' }> {
    const table: Extract<Shape, { kind: 'table' }> = { kind: 'table', entries: new Map(), isOpen: false, place: this.lines.at(nodes[from]?.from ?? 0) };
    for (const { key, nodes: own, index } of argumentsFrom(nodes, from, isStatement)) {
      if (key === null) continue;
      if (key !== '**') {
        // `{ url: }` is short for `{ url: url }`.
        const isShort = own[index] === undefined || isOperator(own[index], ',') || own[index]?.kind === 'newline';
        table.entries.set(key.toLowerCase(), isShort ? this.#named(key) : this.at(own, index));
        continue;
      }
      const other = this.at(own, index);
      if (other.kind === 'table') for (const [name, shape] of other.entries) table.entries.set(name, shape);
      if (other.kind !== 'table' || other.isOpen) table.isOpen = true;
    }
    return table;
  }

  #within(evaluate: () => Shape): Shape {
    this.#steps++;
    if (this.#depth >= maxDepth || this.#steps > maxSteps) return unknown;
    this.#depth++;
    const shape = evaluate();
    this.#depth--;
    return shape;
  }

  /** `a or b`, `a || b`, `a ? b : c`; the spot is moved behind it. */
  #expression(spot: Spot): Shape {
    let left = this.#both(spot);
    while (isOperator(spot.nodes[spot.index], '||') || isName(spot.nodes[spot.index], 'or')) {
      spot.index++;
      left = either(left, this.#both(spot));
    }
    if (!isOperator(spot.nodes[spot.index], '?')) return left;
    spot.index++;
    const yes = this.#ternaryPart(spot);
    if (isOperator(spot.nodes[spot.index], ':')) spot.index++;
    return anyOf([asValue(yes), asValue(this.#within(() => this.#expression(spot)))]);
  }

  /** `a ? b: c` gives `b` as a label. */
  #ternaryPart(spot: Spot): Shape {
    const node = spot.nodes[spot.index];
    if (node?.kind !== 'label') return this.#within(() => this.#expression(spot));
    spot.index++;
    return node.parts.length > 0 ? textShape(this, node.parts, node) : this.#named(node.text);
  }

  #both(spot: Spot): Shape {
    let left = this.#compared(spot);
    while (isOperator(spot.nodes[spot.index], '&&')) {
      spot.index++;
      // The right side is what counts where the left one is given.
      left = this.#compared(spot);
    }
    return left;
  }

  #compared(spot: Spot): Shape {
    const left = this.#sum(spot);
    const node = spot.nodes[spot.index];
    if (node?.kind !== 'operator' || !/^(==|===|!=|=~|!~|<|>|<=|>=|<=>)$/.test(node.text)) return left;
    spot.index++;
    this.#sum(spot);
    // `ENV['REDIS_TLS'] == 'true'` is that switch; other comparisons are conditions.
    return node.text === '==' && left.kind === 'variable' ? left : unknown;
  }

  #sum(spot: Spot): Shape {
    const first = this.#operand(spot);
    const parts: Value[] = [asValue(first)];
    for (;;) {
      const node = spot.nodes[spot.index];
      if (node?.kind !== 'operator' || !/^(\+|-|\*|\/|%|<<|\.\.|\.\.\.|\||&|\^|>>|\*\*)$/.test(node.text)) break;
      spot.index++;
      const next = this.#operand(spot);
      if (parts.length < 200) parts.push(node.text === '+' || node.text === '<<' ? asValue(next) : unknown);
    }
    if (parts.length === 1) return first;
    return bounded(joinedValue(parts, this.lines.at(spot.nodes[spot.index - 1]?.from ?? 0)));
  }

  #operand(spot: Spot): Shape {
    const node = spot.nodes[spot.index];
    if (this.#steps++ > maxSteps) return unknown;
    if (isOperator(node, '!') || isName(node, 'not')) {
      spot.index++;
      this.#within(() => this.#operand(spot));
      return unknown;
    }
    if (isOperator(node, '-')) spot.index++;
    let shape = this.#primary(spot);
    for (;;) {
      const next = spot.nodes[spot.index];
      if (isOperator(next, '.') || isOperator(next, '&.')) shape = this.#call(shape, spot);
      else if (isGroup(next, '[') && isClose(spot.nodes, spot.index)) {
        spot.index++;
        const key = keyIn(this, next.nodes);
        shape = applyMethod(shape, '[]', key === null ? [] : [textValue(key, this.lines.at(next.from))]);
      } else return shape;
    }
  }

  #call(receiver: Shape, spot: Spot): Shape {
    const { nodes } = spot;
    const method = nodes[spot.index + 1];
    spot.index += 2;
    if (method === undefined || method.kind === 'group') return unknown;
    const group = nodes[spot.index];
    let values: Shape[] = [];
    if (isGroup(group, '(') && isClose(nodes, spot.index)) {
      spot.index++;
      values = argumentsFrom(group.nodes, 0, false).flatMap(({ key, nodes: own, index }) => (key === null ? [this.at(own, index)] : []));
      if (group.nodes[0]?.kind === 'label') values.push(this.table(group.nodes, 0, false));
    }
    const block = this.#block(spot);
    return applyMethod(receiver, method.text, values, block);
  }

  /** What a block gives back, when it is one statement. */
  #block(spot: Spot): Shape | null {
    const { nodes } = spot;
    const block = isGroup(nodes[spot.index], '{') || isName(nodes[spot.index], 'do') ? blockAt(nodes, spot.index) : null;
    if (block === null) return null;
    spot.index = block.next;
    const inner: Spot = { nodes: block.nodes, index: block.from };
    while (inner.nodes[inner.index]?.kind === 'newline') inner.index++;
    const shape = this.#within(() => this.#expression(inner));
    if (block.nodes !== nodes) return shape;
    // `do … end` stands among its neighbours.
    spot.index = inner.index;
    while (nodes[spot.index]?.kind === 'newline') spot.index++;
    if (!isName(nodes[spot.index], 'end')) return unknown;
    spot.index++;
    return shape;
  }

  #primary(spot: Spot): Shape {
    const { nodes, index } = spot;
    const node = nodes[index];
    const constant = constantAt(nodes, index);
    if (constant !== null) {
      spot.index = constant.next;
      return this.#constant(constant.path, spot);
    }
    spot.index++;
    if (node === undefined) return unknown;
    switch (node.kind) {
      case 'group':
        if (node.open === '(') return this.at(node.nodes, 0);
        if (node.open === '{') return this.table(node.nodes, 0, false);
        return {
          kind: 'items',
          items: argumentsFrom(node.nodes, 0, false).map(({ key, nodes: own, index: at }) => (key === null ? this.at(own, at) : this.table(node.nodes, 0, false))),
          place: this.lines.at(node.from),
        };
      case 'string':
        return this.#strings(node, spot);
      case 'symbol':
        return textValue(keyOf(node) ?? '', this.lines.at(node.from));
      case 'number':
        return textValue(node.text, this.lines.at(node.from));
      case 'words':
        return wordsShape(this, node);
      case 'variable':
        return this.#named(node.text);
      case 'name':
        return this.#name(node, spot);
      case 'operator':
        // `-> { … }`
        if (node.text === '->' && isGroup(nodes[spot.index], '{')) return this.#block(spot) ?? unknown;
        return unknown;
      default:
        return unknown;
    }
  }

  #constant(path: string, spot: Spot): Shape {
    const { nodes } = spot;
    if (path === 'ENV') return this.#environment(spot);
    const group = nodes[spot.index];
    if (/^(Integer|String|Float|Array|URI)$/.test(path) && isGroup(group, '(') && isClose(nodes, spot.index)) {
      spot.index++;
      const inner = this.at(group.nodes, 0);
      return path === 'URI' ? { kind: 'address', of: asValue(inner) } : inner;
    }
    const method = nodes[spot.index + 1];
    if (/^(URI|Addressable::URI)$/.test(path) && isOperator(nodes[spot.index], '.') && isName(method, 'parse')) {
      const argument = nodes[spot.index + 2];
      spot.index += 3;
      return { kind: 'address', of: isGroup(argument, '(') ? this.value(argument.nodes, 0) : this.value(nodes, spot.index - 1) };
    }
    return this.#named(path.split('::').at(-1) ?? path);
  }

  /** `ENV['X']`, `ENV.fetch('X', 'y')`, `ENV.fetch('X') { 'y' }`. */
  #environment(spot: Spot): Shape {
    const { nodes } = spot;
    const start = nodes[spot.index - 1];
    const place = this.lines.at(start?.from ?? 0);
    const index = nodes[spot.index];
    if (isGroup(index, '[') && isClose(nodes, spot.index)) {
      spot.index++;
      const name = keyIn(this, index.nodes);
      if (name === null) return unknown;
      const read = variableValue(name, place);
      if (!isOperator(nodes[spot.index], '||=')) return read;
      spot.index++;
      return orElse(read, asValue(this.#within(() => this.#expression(spot))), 'unset');
    }
    const method = nodes[spot.index + 1];
    if (!isOperator(nodes[spot.index], '.') || method?.kind !== 'name' || method.text !== 'fetch') return unknown;
    spot.index += 2;
    const group = nodes[spot.index];
    const isBracketed = isGroup(group, '(') && isClose(nodes, spot.index);
    const given = isBracketed ? argumentsFrom(group.nodes, 0, false) : argumentsFrom(nodes, spot.index, true).slice(0, 2);
    spot.index = isBracketed ? spot.index + 1 : spot.index + (given.length > 1 ? 3 : 1);
    const [first, second] = given;
    const name = first === undefined ? null : fixedText(this.value(first.nodes, first.index));
    if (name === null) return unknown;
    const block = this.#block(spot);
    const otherwise = block ?? (second === undefined ? none : this.at(second.nodes, second.index));
    return orElse(variableValue(name, place), asValue(otherwise), 'unset');
  }

  #name(node: Token, spot: Spot): Shape {
    if (node.text === 'nil') return none;
    if (node.text === 'true' || node.text === 'false') return textValue(node.text, this.lines.at(node.from));
    if (node.text === 'self' && isOperator(spot.nodes[spot.index], '.')) {
      const member = spot.nodes[spot.index + 1];
      spot.index += 2;
      return member?.kind === 'name' ? this.#named(member.text) : unknown;
    }
    if (/^(if|unless|case|begin|def|class|module|while|raise|lambda|proc)$/.test(node.text)) return unknown;
    const group = spot.nodes[spot.index];
    if (isGroup(group, '(') && isClose(spot.nodes, spot.index)) {
      spot.index++;
      return group.nodes.length === 0 ? this.#named(node.text) : unknown;
    }
    return this.#named(node.text);
  }

  /** What a name of the file was given; several values where it was given several times. */
  #named(name: string): Shape {
    const spots = this.#scope.get(name);
    if (spots === undefined || this.#busy.has(name)) return unknown;
    this.#busy.add(name);
    const shapes = spots.map(({ nodes, index }) => this.at(nodes, index));
    this.#busy.delete(name);
    const [first] = shapes;
    return shapes.length === 1 && first ? first : anyOf(shapes.map((shape) => asValue(shape)));
  }

  /** Strings that stand side by side are one. */
  #strings(node: Token, spot: Spot): Shape {
    const parts: Value[] = [asValue(textShape(this, node.parts, node))];
    for (let next = spot.nodes[spot.index]; next?.kind === 'string'; next = spot.nodes[++spot.index]) parts.push(asValue(textShape(this, next.parts, next)));
    return parts.length === 1 ? (parts[0] ?? unknown) : bounded(joinedValue(parts, this.lines.at(node.from)));
  }
}

const keyIn = (evaluator: Evaluator, nodes: readonly Node[]): string | null => keyOf(nodes[0]) ?? fixedText(evaluator.value(nodes, 0));
