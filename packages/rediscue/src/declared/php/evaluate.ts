import type { SyntaxNode } from '@lezer/common';
import type { Yields } from '../reading.ts';
import { applyMethod } from '../ruby/methods.ts';
import { asValue, type Shape } from '../ruby/shape.ts';
import { bounded } from '../ruby/texts.ts';
import { anyOf, joinedValue, none, orElse, textValue, unknown, type Value, variableValue } from '../settings/index.ts';
import { fixedText } from '../settings/value.ts';
import { keyOf, type Scope } from './scope.ts';
import { argumentsOf, childrenOf, entriesOf, piecesOf, plainText, type Source, textOf } from './tree.ts';

const maxDepth = 40;
/** Work for one file: what takes more stays unknown. */
const maxSteps = 60_000;
/** Functions that read a variable of the environment, with what counts without it behind its name. */
const readers = /^(env|getenv|getenv_docker|get_env|env_get|getEnv|Env::get|Env::getOrFail)$/;
/** Functions that leave an address what it is. */
const keeps = /^(trim|rtrim|ltrim|strval|intval|strtolower|urldecode|rawurldecode|urlencode|rawurlencode|array_filter|array_values|array_map|filter_var|boolval)$/;

/** Tells what expressions of one file stand for, as far as the file tells. */
export class Evaluator {
  readonly source: Source;
  readonly #scope: Scope;
  readonly #busy = new Set<string>();
  #depth = 0;
  #steps = 0;

  constructor(source: Source, scope: Scope) {
    this.source = source;
    this.#scope = scope;
  }

  value(node: SyntaxNode | null | undefined): Value {
    return asValue(this.shape(node));
  }

  shape(node: SyntaxNode | null | undefined): Shape {
    if (!node || this.#depth >= maxDepth || this.#steps++ > maxSteps) return unknown;
    this.#depth++;
    const shape = this.#shape(node);
    this.#depth--;
    return shape;
  }

  #place = (node: SyntaxNode) => this.source.lines.at(node.from);

  #shape(node: SyntaxNode): Shape {
    switch (node.name) {
      case 'String':
        return this.#string(node);
      case 'Integer':
      case 'Float':
      case 'Boolean':
        return textValue(textOf(this.source, node).toLowerCase(), this.#place(node));
      case 'null':
        return none;
      case 'ArrayExpression':
        return this.#array(node);
      case 'ParenthesizedExpression':
      case 'Interpolation':
        return this.shape(childrenOf(node).find(({ name }) => name !== '${'));
      case 'CastExpression':
        return this.shape(node.lastChild);
      case 'AssignmentExpression':
        return this.shape(node.lastChild);
      case 'UpdateExpression':
        return orElse(this.value(node.firstChild), this.value(node.lastChild), 'unset');
      case 'UnaryExpression':
        return textOf(this.source, node).startsWith('@') ? this.shape(node.lastChild) : unknown;
      case 'BinaryExpression':
        return this.#binary(node);
      case 'ConditionalExpression':
        return this.#conditional(node);
      case 'CallExpression':
        return this.#call(node);
      case 'SubscriptExpression':
        return this.#subscript(node);
      default:
        return this.#named(keyOf(this.source, node));
    }
  }

  #string(node: SyntaxNode): Shape {
    const place = { ...this.#place(node) };
    if (place.column !== undefined) place.column++;
    const joined = joinedValue(
      piecesOf(this.source, node).map((piece) => (typeof piece === 'string' ? textValue(piece, place) : this.value(piece))),
      place,
    );
    return bounded(joined);
  }

  #array(node: SyntaxNode): Shape {
    const entries = entriesOf(node);
    if (entries.length > 0 && entries.every(({ key, value }) => key === null && value.name !== 'VariadicUnpacking'))
      return { kind: 'items', items: entries.map(({ value }) => this.shape(value)), place: this.#place(node) };
    const table: Extract<Shape, { kind: 'table' }> = { kind: 'table', entries: new Map(), isOpen: false, place: this.#place(node) };
    for (const { key, value } of entries) {
      const name = key === null ? null : fixedText(this.value(key));
      if (name !== null) table.entries.set(name.toLowerCase(), this.shape(value));
      else if (key === null && value.name === 'VariadicUnpacking') {
        const other = this.shape(value.lastChild);
        if (other.kind === 'table') for (const [own, shape] of other.entries) table.entries.set(own, shape);
        else table.isOpen = true;
      }
    }
    return table;
  }

  #binary(node: SyntaxNode): Shape {
    const [left, sign, right] = childrenOf(node, 3);
    const operator = sign === undefined ? '' : textOf(this.source, sign);
    switch (operator) {
      case '??':
      case '||':
      case 'or':
        return this.#either(this.shape(left), right, operator === '??' ? 'unset' : 'empty');
      case '.':
        return bounded(joinedValue([this.value(left), this.value(right)], this.#place(node)));
      case '&&':
        return this.shape(right);
      // `getenv('REDIS_TLS') === 'true'` is that switch; other comparisons are conditions.
      case '==':
      case '===': {
        const value = this.value(left);
        return value.kind === 'variable' ? value : unknown;
      }
      default:
        return unknown;
    }
  }

  /** What stands elsewhere may win over a fixed text, so that the text says nothing. */
  #either(left: Shape, right: SyntaxNode | undefined, yields: Yields): Shape {
    if (left.kind === 'table' || left.kind === 'items' || left.kind === 'part' || left.kind === 'address') return left;
    const other = this.shape(right);
    if (left.kind === 'unknown' && (other.kind === 'text' || other.kind === 'none')) return unknown;
    return left.kind === 'unknown' || left.kind === 'none' ? other : orElse(left, asValue(other), yields);
  }

  #conditional(node: SyntaxNode): Shape {
    const parts = childrenOf(node).filter(({ name }) => name !== 'LogicOp' && name !== ':');
    const [condition, yes, no] = parts;
    if (parts.length === 2) return this.#either(this.shape(condition), yes, 'empty');
    return anyOf([this.value(yes), this.value(no)]);
  }

  #call(node: SyntaxNode): Shape {
    const callee = node.firstChild;
    const { list, named } = argumentsOf(this.source, node);
    const name = callee === null ? '' : textOf(this.source, callee).replace(/^\\/, '').replace(/^.*\\(?=\w+(::|$))/s, ''); // biome-ignore format: one chain
    const [first, second] = list;
    if (readers.test(name)) {
      const variable = plainText(this.source, first ?? named.get('key'));
      if (variable === null || variable === '') return unknown;
      // The second argument of `getenv` itself is no default.
      return variableValue(variable, this.#place(node), name === 'getenv' ? none : this.value(second ?? named.get('default')));
    }
    if (keeps.test(name)) return this.shape(name === 'array_map' ? second : first);
    if (name === 'explode') return this.shape(second);
    if (name === 'array_merge' || name === 'array_replace')
      return list.map((each) => this.shape(each)).reduce((left, right) => (left.kind === 'table' ? applyMethod(left, 'merge', [right]) : right), none);
    if (name === 'parse_url') return this.#parsedUrl(first, second);
    if (name === 'sprintf') return this.#formatted(node, list);
    if (callee?.name === 'Name') return list.length === 0 ? this.#named(`${name}()`) : unknown;
    const method = callee?.lastChild;
    return method && list.length === 0 && /^(\$this->|self::|static::)/.test(textOf(this.source, callee)) ? this.#named(`${textOf(this.source, method)}()`) : unknown;
  }

  #parsedUrl(first: SyntaxNode | undefined, second: SyntaxNode | undefined): Shape {
    const address: Shape = { kind: 'address', of: this.value(first) };
    const part = second === undefined ? null : /^PHP_URL_(\w+)$/.exec(textOf(this.source, second))?.[1];
    return part ? this.#partOf(address, part.toLowerCase()) : address;
  }

  #partOf = (address: Shape, part: string): Shape => applyMethod(address, part === 'pass' ? 'password' : part, []);

  /** `sprintf('redis://%s:%d', $host, $port)` */
  #formatted(node: SyntaxNode, [format, ...values]: readonly SyntaxNode[]): Shape {
    const text = plainText(this.source, format);
    if (text === null || format === undefined) return unknown;
    const place = this.#place(format);
    let index = 0;
    const parts = text.split(/(%[sdu])/).map((piece): Value => (/^%[sdu]$/.test(piece) ? this.value(values[index++]) : textValue(piece, place)));
    return joinedValue(parts, this.#place(node));
  }

  #subscript(node: SyntaxNode): Shape {
    const [holder, index] = childrenOf(node, 2);
    if (holder === undefined || index === undefined) return unknown;
    const key = plainText(this.source, index) ?? (index.name === 'Integer' || index.name === 'Name' ? textOf(this.source, index) : fixedText(this.value(index)));
    const name = textOf(this.source, holder);
    if (name === '$_ENV' || name === '$_SERVER')
      return key === null || (name === '$_SERVER' && /^(HTTP|REQUEST|SERVER|REMOTE|SCRIPT|DOCUMENT|QUERY)_/.test(key)) ? unknown : variableValue(key, this.#place(node));
    const shape = this.shape(holder);
    if (key === null) return unknown;
    if (shape.kind === 'address') return this.#partOf(shape, key);
    if (shape.kind === 'items') return shape.items[Number(key)] ?? unknown;
    return shape.kind === 'table' ? applyMethod(shape, '[]', [textValue(key, this.#place(node))]) : unknown;
  }

  /** What a name of the file was given; several values where it was given several times. */
  #named(key: string | null): Shape {
    const nodes = key === null ? undefined : this.#scope.get(key);
    if (key === null || nodes === undefined || this.#busy.has(key)) return unknown;
    this.#busy.add(key);
    const shapes = nodes.map((node) => this.shape(node));
    this.#busy.delete(key);
    const [first] = shapes;
    return shapes.length === 1 && first ? first : anyOf(shapes.map((shape) => asValue(shape)));
  }
}
