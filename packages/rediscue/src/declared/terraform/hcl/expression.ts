import { type Cursor, SyntaxFault } from './cursor.ts';
import type { Expression, Step } from './syntax.ts';
import type { Token } from './tokens.ts';

const precedence: Readonly<Record<string, number>> = {
  '||': 1, '&&': 2, '==': 3, '!=': 3, '<': 4, '>': 4, '<=': 4, '>=': 4, '+': 5, '-': 5, '*': 6, '/': 6, '%': 6,
}; // biome-ignore format: a table to read

export function readExpression(cursor: Cursor): Expression {
  return cursor.within(cursor.linesEnd, () => {
    const condition = readBinary(cursor, 1);
    if (!cursor.accept('?')) return condition;
    cursor.skipLines();
    const then = readExpression(cursor);
    cursor.skipLines();
    cursor.expect(':');
    cursor.skipLines();
    const otherwise = readExpression(cursor);
    return { kind: 'conditional', condition, then, otherwise, from: condition.from, to: otherwise.to };
  });
}

function readBinary(cursor: Cursor, least: number): Expression {
  let left = readUnary(cursor);
  for (;;) {
    const token = cursor.peek();
    const level = token.kind === 'operator' ? precedence[token.text] : undefined;
    if (level === undefined || level < least) return left;
    cursor.next();
    cursor.skipLines();
    const right = readBinary(cursor, level + 1);
    left = { kind: 'binary', operator: token.text, left, right, from: left.from, to: right.to };
  }
}

function readUnary(cursor: Cursor): Expression {
  const token = cursor.peek();
  if (token.kind === 'operator' && (token.text === '-' || token.text === '!')) {
    cursor.next();
    const operand = cursor.within(cursor.linesEnd, () => readUnary(cursor));
    if (token.text === '-' && operand.kind === 'literal' && typeof operand.value === 'number') return { ...operand, value: -operand.value, from: token.from };
    return { kind: 'unary', operator: token.text, operand, from: token.from, to: operand.to };
  }
  return readSteps(cursor, readTerm(cursor));
}

function readTerm(cursor: Cursor): Expression {
  const token = cursor.peek();
  const { from, to } = token;
  if (token.kind === 'number') {
    cursor.next();
    return { kind: 'literal', value: Number(token.text), from, to };
  }
  if (token.kind === 'quote-open' || token.kind === 'heredoc-open') return readTemplate(cursor);
  if (token.kind === 'identifier') return readName(cursor);
  if (cursor.accept('(')) {
    const inner = cursor.within(false, () => {
      const read = readExpression(cursor);
      cursor.expect(')');
      return read;
    });
    return inner;
  }
  if (cursor.accept('[')) return cursor.within(false, () => readList(cursor, from));
  if (cursor.accept('{')) return readObject(cursor, from);
  throw new SyntaxFault(from, token.kind === 'end' || token.kind === 'newline' ? 'a value is missing' : 'a value was expected here');
}

function readName(cursor: Cursor): Expression {
  const first = cursor.next();
  const { from, to } = first;
  if (first.text === 'true' || first.text === 'false') return { kind: 'literal', value: first.text === 'true', from, to };
  if (first.text === 'null') return { kind: 'literal', value: null, from, to };
  let name = first.text;
  while (cursor.accept('::')) name += `::${cursor.next().text}`;
  if (!cursor.accept('(')) return { kind: 'path', root: name, steps: [], from, to };
  return cursor.within(false, () => {
    const args: Expression[] = [];
    let spread = false;
    while (!cursor.is(')')) {
      args.push(readExpression(cursor));
      if (cursor.accept('...')) spread = true;
      if (!cursor.accept(',')) break;
    }
    return { kind: 'call', name, args, spread, from, to: cursor.expect(')').to };
  });
}

/** What follows a value: `.name`, `[…]`, `.0`, `.*`. */
function readSteps(cursor: Cursor, of: Expression): Expression {
  const steps: Step[] = [];
  let to = of.to;
  for (;;) {
    if (cursor.is('.')) {
      cursor.next();
      const token = cursor.peek();
      if (token.kind === 'identifier') steps.push({ kind: 'name', name: token.text });
      else if (token.kind === 'number')
        for (const part of token.text.split('.')) steps.push({ kind: 'index', index: { kind: 'literal', value: Number(part), from: token.from, to: token.to } });
      else if (token.kind === 'operator' && token.text === '*') steps.push({ kind: 'splat' });
      else throw new SyntaxFault(token.from, 'a name is missing behind the dot');
      to = cursor.next().to;
    } else if (cursor.is('[')) {
      cursor.next();
      to = cursor.within(false, () => {
        if (cursor.accept('*')) steps.push({ kind: 'splat' });
        else steps.push({ kind: 'index', index: readExpression(cursor) });
        return cursor.expect(']').to;
      });
    } else break;
  }
  if (steps.length === 0) return of;
  return of.kind === 'path' ? { ...of, steps: [...of.steps, ...steps], to } : { kind: 'access', of, steps, from: of.from, to };
}

function readList(cursor: Cursor, from: number): Expression {
  if (cursor.isWord('for')) return readFor(cursor, from, ']');
  const items: Expression[] = [];
  while (!cursor.is(']')) {
    items.push(readExpression(cursor));
    if (!cursor.accept(',')) break;
  }
  return { kind: 'list', items, from, to: cursor.expect(']').to };
}

function readObject(cursor: Cursor, from: number): Expression {
  cursor.skipLines();
  if (cursor.isWord('for') && cursor.token(cursor.index + 1).kind === 'identifier') return cursor.within(false, () => readFor(cursor, from, '}'));
  return cursor.within(true, () => {
    const entries: { key: Expression; value: Expression }[] = [];
    for (;;) {
      cursor.skipLines();
      if (cursor.is('}')) break;
      const key = keyOf(readExpression(cursor));
      cursor.skipLines();
      if (!cursor.accept('=') && !cursor.accept(':')) throw new SyntaxFault(cursor.peek().from, '`=` is missing behind a key');
      cursor.skipLines();
      entries.push({ key, value: readExpression(cursor) });
      const token = cursor.peek();
      if (token.kind !== 'newline' && !cursor.is(',') && !cursor.is('}')) throw new SyntaxFault(token.from, 'a comma or a new line is missing between two entries');
      cursor.skipLines();
      cursor.accept(',');
    }
    return { kind: 'object', entries, from, to: cursor.expect('}').to };
  });
}

/** A bare word in the place of a key is text. */
function keyOf(key: Expression): Expression {
  return key.kind === 'path' && key.steps.length === 0 ? { kind: 'literal', value: key.root, from: key.from, to: key.to } : key;
}

function readFor(cursor: Cursor, from: number, close: string): Expression {
  cursor.next();
  const first = cursor.next().text;
  const second = cursor.accept(',') ? cursor.next().text : null;
  if (!cursor.isWord('in')) throw new SyntaxFault(cursor.peek().from, '`in` is missing');
  cursor.next();
  const of = readExpression(cursor);
  cursor.expect(':');
  const one = readExpression(cursor);
  const two = cursor.accept('=>') ? readExpression(cursor) : null;
  cursor.accept('...');
  let condition: Expression | null = null;
  if (cursor.isWord('if')) {
    cursor.next();
    condition = readExpression(cursor);
  }
  const to = cursor.expect(close).to;
  return { kind: 'for', keyName: second === null ? null : first, valueName: second ?? first, of, key: two === null ? null : one, value: two ?? one, condition, from, to };
}

/** A quoted text or a here-document. */
function readTemplate(cursor: Cursor): Expression {
  const open = cursor.next();
  const heredoc = open.kind === 'heredoc-open';
  const parts = readParts(cursor, heredoc ? 'heredoc-close' : 'quote-close');
  const close = cursor.next();
  if (heredoc && open.text === '-') dedent(parts);
  const text = parts.every((part) => typeof part === 'string') ? parts.join('') : null;
  if (text !== null && !heredoc) return { kind: 'literal', value: text, from: open.from, to: close.to };
  return { kind: 'template', parts, heredoc, from: open.from, to: close.to };
}

export function readParts(cursor: Cursor, until: 'heredoc-close' | 'quote-close' | 'end'): (string | Expression)[] {
  return cursor.within(true, () => {
    const parts: (string | Expression)[] = [];
    for (;;) {
      const token = cursor.peek();
      if (token.kind === until || token.kind === 'end') return parts;
      cursor.next();
      if (token.kind === 'text') parts.push(token.text);
      else if (token.kind === 'insert-open') {
        parts.push(
          cursor.within(false, () => {
            const read = readExpression(cursor);
            closeInsert(cursor);
            return read;
          }),
        );
      } else if (token.kind === 'directive-open') parts.push(readDirective(cursor, token));
      else throw new SyntaxFault(token.from, 'the text is not closed');
    }
  });
}

/** `%{ if … }`, `%{ for … in … }` and their ends: the result of a template with one is not worked out. */
function readDirective(cursor: Cursor, open: Token): Expression {
  return cursor.within(false, () => {
    const word = cursor.next();
    const parts: Expression[] = [];
    if (word.text === 'if') parts.push(readExpression(cursor));
    else if (word.text === 'for') {
      cursor.next();
      if (cursor.accept(',')) cursor.next();
      cursor.next();
      parts.push(readExpression(cursor));
    }
    return { kind: 'opaque', parts, from: open.from, to: closeInsert(cursor) };
  });
}

function closeInsert(cursor: Cursor): number {
  const close = cursor.next();
  if (close.kind !== 'insert-close') throw new SyntaxFault(close.from, 'a `${…}` is not closed');
  return close.to;
}

/** `<<-`: the smallest indentation of all lines is taken away. */
function dedent(parts: (string | Expression)[]): void {
  let least = Number.POSITIVE_INFINITY;
  parts.forEach((part, index) => {
    if (typeof part !== 'string') return;
    part.split('\n').forEach((line, number, lines) => {
      const begins = number > 0 || index === 0;
      const indent = line.length - line.trimStart().length;
      if (begins && (line.trim() !== '' || (number === lines.length - 1 && index < parts.length - 1))) least = Math.min(least, indent);
    });
  });
  if (least === 0 || least === Number.POSITIVE_INFINITY) return;
  parts.forEach((part, index) => {
    if (typeof part !== 'string') return;
    parts[index] = part
      .split('\n')
      .map((line, number) => (number > 0 || index === 0 ? line.slice(Math.min(least, line.length - line.trimStart().length)) : line))
      .join('\n');
  });
}
