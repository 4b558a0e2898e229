import type { Token } from './tokens.ts';

/** What stands there is no expression. Never leaves the parser. */
export class SyntaxFault extends Error {
  readonly at: number;
  constructor(at: number, why: string) {
    super(why);
    this.at = at;
  }
}

/** Deepest nesting of brackets, templates and operators: deeper is refused, so that no text exhausts the stack. */
const maxDepth = 200;

/** Reads tokens one after the other; inside brackets, line ends mean nothing. */
export class Cursor {
  readonly tokens: readonly Token[];
  index = 0;
  private depth = 0;
  private readonly linesCount: boolean[] = [true];

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
  }

  /** Whether a line's end ends what is read just now. */
  get linesEnd(): boolean {
    return this.linesCount.at(-1) ?? true;
  }

  peek(): Token {
    if (this.linesCount.at(-1) === false) this.skipLines();
    return this.token(this.index);
  }

  next(): Token {
    const token = this.peek();
    if (token.kind !== 'end') this.index += 1;
    return token;
  }

  token(index: number): Token {
    return this.tokens[Math.min(index, this.tokens.length - 1)] as Token;
  }

  skipLines(): void {
    while (this.token(this.index).kind === 'newline') this.index += 1;
  }

  is(text: string): boolean {
    const token = this.peek();
    return token.kind === 'operator' && token.text === text;
  }

  isWord(text: string): boolean {
    const token = this.peek();
    return token.kind === 'identifier' && token.text === text;
  }

  accept(text: string): boolean {
    if (!this.is(text)) return false;
    this.index += 1;
    return true;
  }

  expect(text: string): Token {
    if (!this.is(text)) throw new SyntaxFault(this.peek().from, `\`${text}\` is missing`);
    return this.next();
  }

  /** Runs with line ends counted or not, one level deeper. */
  within<T>(linesCount: boolean, read: () => T): T {
    if (this.depth >= maxDepth) throw new SyntaxFault(this.peek().from, 'it is nested too deeply');
    this.depth += 1;
    this.linesCount.push(linesCount);
    try {
      return read();
    } finally {
      this.linesCount.pop();
      this.depth -= 1;
    }
  }

  /** Back to where an item begins, after a fault. */
  reset(index: number): void {
    this.index = index;
  }
}
