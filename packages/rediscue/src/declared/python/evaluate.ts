import type { SyntaxNode } from '@lezer/common';
import type { Place } from '../../facts/index.ts';
import { valueOfAttribute } from './attributes.ts';
import { call } from './calls.ts';
import { dictionary, element, format, items, percent } from './collections.ts';
import type { Evaluator } from './evaluator.ts';
import { lookup } from './names.ts';
import type { Project } from './project.ts';
import { childrenOf, stringText, textOf } from './syntax.ts';
import { type At, eitherOf, maxParts, none, rowOf, unknown, type Value } from './value.ts';

/** Deeper expressions and longer ways over names are unknown. */
const maxDepth = 60;
/** Steps of one question. */
const maxSteps = 20_000;

/** Tells what expressions stand for, without running anything. Every question ends after a bounded number of steps. */
export function evaluatorFor(project: Project): Evaluator {
  let depth = 0;
  let steps = 0;
  const own: Evaluator = {
    project,
    active: new Map(),
    known: new Map(),
    declared: new Map(),
    place: (node, at) => at.scope.source.lines.at(node.from),
    value: (node, at) => {
      if (depth === 0) steps = 0;
      steps += 1;
      if (depth >= maxDepth || steps > maxSteps) return unknown;
      depth += 1;
      try {
        return expression(node, at, own);
      } finally {
        depth -= 1;
      }
    },
    lookup: (name, at) => lookup(name, at, own),
    attribute: (of, name) => valueOfAttribute(of, name, own),
  };
  return own;
}

function expression(node: SyntaxNode, at: At, own: Evaluator): Value {
  const { text } = at.scope.source;
  const place: Place = own.place(node, at);
  switch (node.name) {
    case 'String':
      return /^[rR]?[bB]/.test(text.slice(node.from, node.from + 2)) ? unknown : { kind: 'text', text: stringText(node, text), place };
    case 'FormatString':
      return format(node, at, own);
    case 'ContinuedString':
      return rowOf(
        childrenOf(node).map((each) => own.value(each, at)),
        place,
      );
    case 'Number':
      return { kind: 'text', text: textOf(node, text).replaceAll('_', ''), place };
    case 'Boolean':
      return { kind: 'text', text: textOf(node, text).toLowerCase(), place };
    case 'None':
      return none;
    case 'VariableName':
      return own.lookup(textOf(node, text), at);
    case 'UnaryExpression':
      return unary(node, at, own);
    case 'BinaryExpression':
      return binary(node, at, own);
    case 'ConditionalExpression':
      return conditional(node, at, own);
    case 'ParenthesizedExpression':
    case 'AwaitExpression': {
      const inner = childrenOf(node).find((each) => each.name !== '(' && each.name !== 'await');
      return inner ? own.value(inner, at) : unknown;
    }
    case 'NamedExpression': {
      const inner = childrenOf(node)[2];
      return inner ? own.value(inner, at) : unknown;
    }
    case 'TupleExpression':
    case 'ArrayExpression':
    case 'SetExpression':
    case 'ArrayComprehensionExpression':
      return items(node, at, own);
    case 'DictionaryExpression':
      return dictionary(node, at, own);
    case 'MemberExpression':
      return member(node, at, own);
    case 'CallExpression':
      return call(node, at, own);
    case 'LambdaExpression': {
      const scope = at.scope.source.lambdas.get(node.from);
      return scope ? { kind: 'function', scope, self: null } : unknown;
    }
    default:
      return unknown;
  }
}

function unary(node: SyntaxNode, at: At, own: Evaluator): Value {
  const [operator, operand] = childrenOf(node);
  if (!operator || !operand || operator.name !== 'ArithOp') return unknown;
  const value = own.value(operand, at);
  return value.kind === 'text' ? { ...value, text: textOf(operator, at.scope.source.text) + value.text } : unknown;
}

const yes = /^(true|1|yes|y|on|t|enabled)$/i;
const no = /^(false|0|no|n|off|f|disabled|)$/i;

function binary(node: SyntaxNode, at: At, own: Evaluator): Value {
  const { text } = at.scope.source;
  const [left, operator, ...rest] = childrenOf(node);
  const right = rest.at(-1);
  if (!left || !operator || !right) return unknown;
  const sign = textOf(operator, text);
  if (sign === 'or') {
    const values = [own.value(left, at), own.value(right, at)].flatMap((value) => (value.kind === 'first' ? value.values : [value])).slice(0, maxParts);
    return { kind: 'first', values };
  }
  if (sign === 'and') return own.value(right, at);
  if (sign === '+') return rowOf([own.value(left, at), own.value(right, at)], own.place(node, at));
  if (sign === '%') return percent(own.value(left, at), own.value(right, at), own.place(node, at));
  // `os.getenv("REDIS_TLS", "false").lower() == "true"` says what the variable says.
  const isNot = sign === '!=' || (sign === 'not' && rest.length > 1);
  if (sign !== '==' && sign !== 'in' && !isNot) return unknown;
  const against = own.value(right, at);
  const words = against.kind === 'list' ? against.items : [against];
  const isSwitch = words.length > 0 && words.every((word) => word.kind === 'text' && (isNot ? no : yes).test(word.text));
  return isSwitch ? own.value(left, at) : unknown;
}

function conditional(node: SyntaxNode, at: At, own: Evaluator): Value {
  const parts = childrenOf(node).filter((each) => each.name !== 'if' && each.name !== 'else');
  const [yesNode, test, noNode] = parts;
  if (!yesNode || !test || !noNode) return unknown;
  return eitherOf([own.value(yesNode, at), own.value(noNode, at)], own.value(test, at));
}

function member(node: SyntaxNode, at: At, own: Evaluator): Value {
  const [owner, sign, property] = childrenOf(node);
  if (!owner || !sign || !property) return unknown;
  const of = own.value(owner, at);
  if (sign.name === '.') return own.attribute(of, textOf(property, at.scope.source.text));
  return sign.name === '[' ? element(of, property, at, own) : unknown;
}
