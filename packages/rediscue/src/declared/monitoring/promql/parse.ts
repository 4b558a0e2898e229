import { type Token, tokensOf } from './tokens.ts';

export type Query =
  | { kind: 'number'; value: number }
  | { kind: 'string' }
  | { kind: 'metric'; name: string; labels: { name: string; operator: string; value: string }[]; ranged: boolean }
  | { kind: 'call'; name: string; args: Query[] }
  | { kind: 'binary'; operator: string; bool: boolean; left: Query; right: Query }
  | { kind: 'minus'; of: Query };

const precedence: Readonly<Record<string, number>> = {
  or: 1, and: 2, unless: 2, '==': 3, '!=': 3, '<=': 3, '<': 3, '>=': 3, '>': 3, '+': 4, '-': 4, '*': 5, '/': 5, '%': 5, atan2: 5, '^': 6,
}; // biome-ignore format: a table to read
const maxDepth = 100;
const maxTokens = 20_000;

/** Parses an expression. Null for what is none, or is nested without end. */
export function parseQuery(text: string): Query | null {
  const tokens = text.length > 20_000 ? null : tokensOf(text);
  if (!tokens || tokens.length > maxTokens) return null;
  const parser = new Parser(tokens);
  const query = parser.expression(1, 0);
  return query && parser.ended ? query : null;
}

class Parser {
  private readonly tokens: readonly Token[];
  private index = 0;

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
  }

  get ended(): boolean {
    return this.peek().kind === 'end';
  }

  private peek(): Token {
    return this.tokens[this.index] ?? { kind: 'end', text: '' };
  }

  private is(text: string): boolean {
    const token = this.peek();
    return token.kind !== 'string' && token.text.toLowerCase() === text;
  }

  private accept(text: string): boolean {
    if (!this.is(text)) return false;
    this.index += 1;
    return true;
  }

  expression(least: number, depth: number): Query | null {
    if (depth > maxDepth) return null;
    let left = this.unary(depth);
    while (left) {
      const operator = this.peek().kind === 'string' ? '' : this.peek().text.toLowerCase();
      const level = Object.hasOwn(precedence, operator) ? (precedence[operator] ?? 0) : 0;
      if (level === 0 || level < least) return left;
      this.index += 1;
      const bool = this.accept('bool');
      if (!this.matching()) return null;
      const right = this.expression(operator === '^' ? level : level + 1, depth + 1);
      if (!right) return null;
      left = { kind: 'binary', operator, bool, left, right };
    }
    return null;
  }

  /** `on (…)`, `ignoring (…)`, `group_left (…)`. */
  private matching(): boolean {
    if (this.accept('on') || this.accept('ignoring')) {
      if (!this.names()) return false;
      if (this.accept('group_left') || this.accept('group_right')) return this.is('(') ? this.groupNames() : true;
    }
    return true;
  }

  /** Behind `group_left` a bracket may be names or the other side already. */
  private groupNames(): boolean {
    const start = this.index;
    if (this.names()) return true;
    this.index = start;
    return true;
  }

  private names(): boolean {
    if (!this.accept('(')) return false;
    while (!this.is(')')) {
      if (this.peek().kind !== 'name') return false;
      this.index += 1;
      if (!this.accept(',')) break;
    }
    return this.accept(')');
  }

  private unary(depth: number): Query | null {
    if (depth > maxDepth) return null;
    if (this.accept('-')) {
      const of = this.unary(depth + 1);
      return of ? (of.kind === 'number' ? { kind: 'number', value: -of.value } : { kind: 'minus', of }) : null;
    }
    if (this.accept('+')) return this.unary(depth + 1);
    const term = this.term(depth + 1);
    return term && this.behind(term, depth);
  }

  private term(depth: number): Query | null {
    const token = this.peek();
    if (this.accept('(')) {
      const inner = this.expression(1, depth + 1);
      return inner && this.accept(')') ? inner : null;
    }
    if (token.kind === 'number' || token.kind === 'string') {
      this.index += 1;
      return token.kind === 'string' ? { kind: 'string' } : { kind: 'number', value: /^[+-]?inf$/i.test(token.text) ? Number.POSITIVE_INFINITY : Number(token.text) };
    }
    if (token.kind === 'duration') {
      this.index += 1;
      return { kind: 'number', value: Number.NaN };
    }
    if (this.is('{')) return this.selector('');
    if (token.kind !== 'name') return null;
    this.index += 1;
    const grouped = /^(by|without)$/i.test(this.peek().text);
    if (grouped) {
      this.index += 1;
      if (!this.names()) return null;
    }
    if (this.is('(')) return this.call(token.text, depth);
    return grouped ? null : this.selector(token.text);
  }

  private call(name: string, depth: number): Query | null {
    this.index += 1;
    const args: Query[] = [];
    while (!this.is(')')) {
      const arg = this.expression(1, depth + 1);
      if (!arg) return null;
      args.push(arg);
      if (!this.accept(',')) break;
    }
    if (!this.accept(')')) return null;
    if (/^(by|without)$/i.test(this.peek().text)) {
      this.index += 1;
      if (!this.names()) return null;
    }
    return { kind: 'call', name: name.toLowerCase(), args };
  }

  private selector(name: string): Query | null {
    const labels: { name: string; operator: string; value: string }[] = [];
    if (this.accept('{')) {
      while (!this.is('}')) {
        const label = this.peek();
        if (label.kind !== 'name' && label.kind !== 'string') return null;
        this.index += 1;
        const operator = this.peek().text;
        if (/^(=|!=|=~|!~)$/.test(operator)) {
          this.index += 1;
          const value = this.peek();
          if (value.kind !== 'string') return null;
          this.index += 1;
          labels.push({ name: label.text, operator, value: value.text });
        }
        if (!this.accept(',')) break;
      }
      if (!this.accept('}')) return null;
    }
    return { kind: 'metric', name, labels, ranged: false };
  }

  /** `[5m]`, `[1h:1m]`, `offset 5m`, `@ end()`. */
  private behind(term: Query, depth: number): Query | null {
    let query = term;
    for (;;) {
      if (this.accept('[')) {
        while (!this.is(']')) {
          if (this.ended) return null;
          this.index += 1;
        }
        this.index += 1;
        if (query.kind === 'metric') query = { ...query, ranged: true };
      } else if (this.accept('offset')) {
        this.accept('-');
        if (this.peek().kind !== 'duration' && this.peek().kind !== 'number') return null;
        this.index += 1;
      } else if (this.accept('@')) {
        if (!this.term(depth + 1)) return null;
      } else return query;
    }
  }
}
