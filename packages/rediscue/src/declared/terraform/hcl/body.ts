import { Cursor, SyntaxFault } from './cursor.ts';
import { readExpression, readParts } from './expression.ts';
import type { Block, Body, Expression, Parsed, SyntaxProblem } from './syntax.ts';
import { type Token, tokensOf } from './tokens.ts';

const maxProblems = 50;

/** Blocks of the top level. At a line's first column they show where a block or value was left open. */
const anchors = new Set(['resource', 'data', 'variable', 'output', 'module', 'provider', 'locals', 'terraform']);

/** Parses an HCL file. What cannot be read is told with its place and the rest counts. Linear in the text's length. */
export function parseHcl(text: string): Parsed {
  const { tokens, problems } = tokensOf(text);
  const reader = new BodyReader(text, tokens, problems);
  const body = reader.file();
  return { body, problems: problems.toSorted((a, b) => a.at - b.at).slice(0, maxProblems) };
}

/** A text of `*.tf.json`, where `${…}` counts as in a quoted text; null when it cannot be read. */
export function parseTemplate(text: string): (string | Expression)[] | null {
  if (!text.includes('{')) return [text];
  const { tokens } = tokensOf(text, true);
  try {
    const cursor = new Cursor(tokens);
    const parts = readParts(cursor, 'end');
    return cursor.peek().kind === 'end' ? parts : null;
  } catch (error) {
    if (error instanceof SyntaxFault) return null;
    throw error;
  }
}

class BodyReader {
  private readonly text: string;
  private readonly cursor: Cursor;
  private readonly problems: SyntaxProblem[];
  /** A block was left open: back to the top level. */
  private unwinding = false;

  constructor(text: string, tokens: readonly Token[], problems: SyntaxProblem[]) {
    this.text = text;
    this.cursor = new Cursor(tokens);
    this.problems = problems;
  }

  file(): Body {
    const body: Body = { attributes: [], blocks: [] };
    while (this.cursor.token(this.cursor.index).kind !== 'end') {
      this.unwinding = false;
      this.items(body, true);
      if (this.cursor.is('}')) {
        this.tell(this.cursor.peek().from, 'a `}` closes nothing');
        this.cursor.next();
      }
    }
    return body;
  }

  private tell(at: number, why: string): void {
    if (this.problems.length < maxProblems) this.problems.push({ at, why });
  }

  private isAnchor(index: number): boolean {
    const token = this.cursor.token(index);
    if (token.kind !== 'identifier' || !anchors.has(token.text) || (token.from > 0 && this.text[token.from - 1] !== '\n')) return false;
    const after = this.cursor.token(index + 1);
    return after.kind === 'quote-open' || (after.text === '{' && (token.text === 'locals' || token.text === 'terraform'));
  }

  private items(body: Body, top: boolean): void {
    for (;;) {
      this.cursor.skipLines();
      const token = this.cursor.peek();
      if (token.kind === 'end' || this.cursor.is('}')) return;
      const start = this.cursor.index;
      if (!top && this.isAnchor(start)) {
        this.unwinding = true;
        return;
      }
      try {
        this.item(body);
        if (this.unwinding) return;
      } catch (error) {
        if (!(error instanceof SyntaxFault)) throw error;
        this.tell(error.at, error.message);
        this.recover(start);
        if (!top && this.unwinding) return;
      }
    }
  }

  private item(body: Body): void {
    const { cursor } = this;
    const name = cursor.next();
    if (name.kind !== 'identifier' && name.kind !== 'quote-open') throw new SyntaxFault(name.from, 'a name was expected here');
    // Quoted names of attributes are none of HCL, but old tfvars have them.
    const written = name.kind === 'quote-open' ? this.restOfLabel() : name.text;
    if (cursor.accept('=')) {
      cursor.skipLines();
      const value = readExpression(cursor);
      body.attributes.push({ name: written, value, from: name.from, to: value.to });
      const after = cursor.peek();
      if (after.kind !== 'newline' && after.kind !== 'end' && !cursor.is('}')) {
        if (after.text !== ',') throw new SyntaxFault(after.from, 'a new line is missing behind a value');
        cursor.next();
      }
      return;
    }
    const labels: string[] = [];
    for (let token = cursor.peek(); token.kind === 'identifier' || token.kind === 'quote-open'; token = cursor.peek()) {
      cursor.next();
      labels.push(token.kind === 'identifier' ? token.text : this.restOfLabel());
    }
    if (!cursor.accept('{')) throw new SyntaxFault(cursor.peek().from, '`=` or `{` is missing behind a name');
    const block: Block = { type: written, labels, body: { attributes: [], blocks: [] }, from: name.from, to: name.to };
    body.blocks.push(block);
    cursor.within(true, () => this.items(block.body, false));
    block.to = cursor.peek().to;
    if (this.unwinding || cursor.peek().kind === 'end') this.tell(name.from, `the block ${written} is not closed`);
    else cursor.expect('}');
  }

  private restOfLabel(): string {
    const { cursor } = this;
    const text = cursor.peek().kind === 'text' ? cursor.next().text : '';
    const close = cursor.next();
    if (close.kind !== 'quote-close') throw new SyntaxFault(close.from, 'a name is no plain text');
    return text;
  }

  /** To the end of the item that began at `start`: its line, or the line that closes its brackets. */
  private recover(start: number): void {
    const { cursor } = this;
    cursor.reset(start);
    let depth = 0;
    for (;;) {
      const token = cursor.token(cursor.index);
      if (token.kind === 'end' || (depth === 0 && token.kind === 'newline')) return;
      if (cursor.index > start && this.isAnchor(cursor.index)) {
        this.unwinding = true;
        return;
      }
      if (token.kind === 'operator' && /^[{[(]$/.test(token.text)) depth += 1;
      if (token.kind === 'operator' && /^[}\])]$/.test(token.text)) {
        if (depth === 0 && token.text === '}' && cursor.index > start) return;
        depth = Math.max(0, depth - 1);
      }
      cursor.index += 1;
    }
  }
}
