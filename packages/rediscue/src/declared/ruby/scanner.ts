import { endsValue, type StringPart, type Token } from './token.ts';

const maxDepth = 24;
/** How often a quote that nothing closes may be passed over: each costs a look at the rest of the file. */
const maxRecoveries = 6;
const word = /[\p{L}_][\p{L}\p{N}_]*[?!]?/uy;
const variableName = /(?:@@?|\$)[A-Za-z_]\w*|\$[0-9!@&+`'=~/\\,;.<>_*$?:"]/y;
const number = /0[xX][\da-fA-F_]+|0[bB][01_]+|\d[\d_]*(?:\.\d[\d_]*)?(?:[eE][+-]?\d+)?/y;
const operators = /\*\*=|\|\|=|&&=|<=>|===|\.\.\.|<<=|>>=|\*\*|\|\||&&|=>|==|!=|>=|<=|=~|!~|->|\.\.|::|&\.|\+=|-=|\*=|\/=|\|=|&=|<<|>>|[^\s\w]/uy;
const heredocStart = /<<([~-]?)(?:(["'`])([^"'`\n]{1,80})\2|([A-Za-z_]\w*))/y;
const closers: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}', '<': '>' };
const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', s: ' ', '0': '\0', e: '\x1b' };

interface Heredoc {
  token: Token;
  id: string;
  indented: boolean;
  raw: boolean;
}

/** Where a quote stands that nothing closes. */
export interface Scanned {
  tokens: Token[];
  unclosed: number[];
}

/** Reads a part of a text as Ruby. Never throws; nothing is looked at more than a few times. */
export function scanRuby(text: string, from = 0, to = text.length): Scanned {
  const scanner = new Scanner(text, from, to);
  return { tokens: scanner.read(false), unclosed: scanner.unclosed };
}

class Scanner {
  readonly unclosed: number[] = [];
  readonly #text: string;
  #at: number;
  #end: number;
  #depth = 0;
  #heredocs: Heredoc[] = [];

  constructor(text: string, from: number, to: number) {
    this.#text = text;
    this.#at = from;
    this.#end = to;
  }

  /** Up to the end, or to the brace that closes an interpolation. */
  read(inBraces: boolean): Token[] {
    const tokens: Token[] = [];
    let braces = 0;
    while (this.#at < this.#end) {
      const sign = this.#text[this.#at] ?? '';
      if (sign === '\n') this.#newline(tokens);
      else if (sign === ' ' || sign === '\t' || sign === '\r') this.#at++;
      else if (sign === '\\' && /[\r\n]/.test(this.#text[this.#at + 1] ?? '')) this.#at += this.#text[this.#at + 1] === '\r' ? 3 : 2;
      else if (sign === '#') this.#toLineEnd();
      else if (this.#isDocument()) continue;
      else if (inBraces && sign === '}' && braces === 0) {
        this.#at++;
        return tokens;
      } else {
        if (sign === '{') braces++;
        if (sign === '}') braces--;
        tokens.push(this.#token(sign, tokens.at(-1)));
      }
    }
    return tokens;
  }

  #toLineEnd(): void {
    const end = this.#text.indexOf('\n', this.#at);
    this.#at = end === -1 || end > this.#end ? this.#end : end;
  }

  /** `=begin` … `=end`, and everything behind `__END__`. */
  #isDocument(): boolean {
    if (this.#at !== 0 && this.#text[this.#at - 1] !== '\n') return false;
    if (this.#text.startsWith('=begin', this.#at)) {
      const end = this.#text.indexOf('\n=end', this.#at);
      this.#at = end === -1 ? this.#end : end + 5;
      this.#toLineEnd();
      return true;
    }
    if (!this.#text.startsWith('__END__', this.#at) || !/[\r\n]/.test(this.#text[this.#at + 7] ?? '\n')) return false;
    this.#at = this.#end;
    return true;
  }

  #newline(tokens: Token[]): void {
    tokens.push({ kind: 'newline', text: '\n', from: this.#at, to: this.#at + 1, parts: [] });
    this.#at++;
    const pending = this.#heredocs;
    this.#heredocs = [];
    for (const heredoc of pending) this.#body(heredoc);
  }

  #body({ token, id, indented, raw }: Heredoc): void {
    const from = this.#at;
    let line = from;
    let end = this.#end;
    let next = this.#end;
    while (line < this.#end) {
      let stop = this.#text.indexOf('\n', line);
      if (stop === -1 || stop > this.#end) stop = this.#end;
      const content = this.#text.slice(line, Math.min(stop, line + id.length + 200));
      if ((indented ? content.trim() : content.trimEnd()) === id) {
        end = line;
        next = stop;
        break;
      }
      line = stop + 1;
    }
    if (raw) token.parts = [{ text: this.#text.slice(from, end) }];
    else {
      const outer = this.#end;
      this.#end = end;
      token.parts = this.#string('', '', true) ?? [];
      this.#end = outer;
    }
    this.#at = next;
  }

  #token(sign: string, previous: Token | undefined): Token {
    const from = this.#at;
    const make = (kind: Token['kind'], text: string, parts: StringPart[] = []): Token => ({ kind, text, from, to: this.#at, parts });
    const isSpaced = previous === undefined || previous.to < from;
    const next = this.#text[from + 1] ?? '';
    // `puts /x/` and `puts %w[]` begin a literal, `a / b` and `a % b` do not.
    const begins = !endsValue(previous) || (previous?.kind === 'name' && isSpaced && !/[\s=]/.test(next));
    if (sign === '"' || sign === "'" || sign === '`') {
      const parts = this.#quoted(1, sign, '', sign !== "'");
      if (parts) return this.#isLabel(previous) ? make('label', '', parts) : make('string', '', parts);
    } else if (sign === ':' && /["']/.test(next)) {
      const parts = this.#quoted(2, next, '', next === '"');
      if (parts) return make('symbol', '', parts);
    } else if (sign === ':' && /[\p{L}_]/u.test(next)) {
      this.#at++;
      return make('symbol', this.#match(word) ?? '');
    } else if (sign === '/' && begins) {
      const parts = this.#quoted(1, '/', '', true);
      if (parts) return make('other', '');
    } else if (sign === '%' && begins) {
      const literal = this.#percent(make);
      if (literal) return literal;
    } else if (sign === '?' && !endsValue(previous) && /[^\s\\]/.test(next) && !/\w/.test(this.#text[from + 2] ?? '')) {
      this.#at += 2;
      return make('string', '', [{ text: next }]);
    } else if (sign === '<' && next === '<') {
      const heredoc = this.#heredoc(begins, make);
      if (heredoc) return heredoc;
    }
    const name = this.#match(word);
    if (name !== null) return this.#named(name, previous, make);
    const variable = this.#match(variableName);
    if (variable !== null) return make('variable', variable);
    const digits = this.#match(number);
    if (digits !== null) return make('number', digits.replaceAll('_', ''));
    const operator = this.#match(operators);
    if (operator === null) this.#at++;
    return make('operator', operator ?? sign);
  }

  #named(name: string, previous: Token | undefined, make: (kind: Token['kind'], text: string) => Token): Token {
    // `name:` is a label, `a ? b : c` and `A::B` have none.
    if (this.#text[this.#at] === ':' && this.#text[this.#at + 1] !== ':' && previous?.text !== '.' && !(previous?.kind === 'operator' && previous.text === '?')) {
      this.#at++;
      return make('label', name);
    }
    // `x ?a : b` aside, a sign behind a name that is compared belongs to the operator.
    if (/[?!]$/.test(name) && this.#text[this.#at] === '=' && this.#text[this.#at + 1] !== '=' && this.#text[this.#at + 1] !== '~') {
      this.#at--;
      return make(/^\p{Lu}/u.test(name) ? 'constant' : 'name', name.slice(0, -1));
    }
    return make(/^\p{Lu}/u.test(name) ? 'constant' : 'name', name);
  }

  /** `"name": value` in a list of arguments or a hash. */
  #isLabel(previous: Token | undefined): boolean {
    if (this.#text[this.#at] !== ':' || this.#text[this.#at + 1] === ':') return false;
    if (previous !== undefined && previous.kind !== 'newline' && !(previous.kind === 'operator' && /^[{(,]$/.test(previous.text)) && previous.kind !== 'name') return false;
    this.#at++;
    return true;
  }

  #match(pattern: RegExp): string | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    if (found === undefined || this.#at + found.length > this.#end) return null;
    this.#at += found.length;
    return found;
  }

  #percent(make: (kind: Token['kind'], text: string, parts?: StringPart[]) => Token): Token | null {
    const start = /%([wWiIqQrxs]?)([^\w\s])/y;
    start.lastIndex = this.#at;
    const match = start.exec(this.#text);
    if (!match) return null;
    const [whole, type = '', open = ''] = match;
    const parts = this.#quoted(whole.length, closers[open] ?? open, closers[open] === undefined ? '' : open, !/[wiqs]/.test(type));
    if (!parts) return null;
    if (/[wWiI]/.test(type)) return make('words', '', parts);
    return make(type === 'r' ? 'other' : type === 's' ? 'symbol' : 'string', '', parts);
  }

  #heredoc(begins: boolean, make: (kind: Token['kind'], text: string) => Token): Token | null {
    heredocStart.lastIndex = this.#at;
    const match = heredocStart.exec(this.#text);
    if (!match) return null;
    const [whole, mode = '', quote = '', quotedId, bareId] = match;
    const isBare = quote === '' && mode === '';
    if (!begins || (isBare && !/^[A-Z]/.test(bareId ?? ''))) return null;
    this.#at += whole.length;
    const token = make('string', '');
    if (this.#heredocs.length < 32) this.#heredocs.push({ token, id: quotedId ?? bareId ?? '', indented: mode !== '', raw: quote === "'" });
    return token;
  }

  /** What stands between quotes, from behind an opening of some length. Null when nothing closes it: nothing is read then. */
  #quoted(skip: number, close: string, open: string, interpolates: boolean): StringPart[] | null {
    const start = this.#at;
    if (this.unclosed.length >= maxRecoveries) {
      this.#at = this.#end;
      return [];
    }
    this.#at += skip;
    const parts = this.#string(close, open, interpolates);
    if (parts !== null) return parts;
    this.unclosed.push(start);
    this.#at = start;
    return null;
  }

  /** Up to `close`, or to the end where that is empty. */
  #string(close: string, open: string, interpolates: boolean): StringPart[] | null {
    const parts: StringPart[] = [];
    let text = '';
    let nested = 0;
    while (this.#at < this.#end) {
      const sign = this.#text[this.#at] ?? '';
      if (sign === close && nested === 0) {
        this.#at++;
        if (text !== '') parts.push({ text });
        return parts;
      }
      if (sign === '\\') {
        const next = this.#text[this.#at + 1] ?? '';
        text += interpolates ? (escapes[next] ?? (next === '\n' ? '' : next)) : next === close || next === '\\' ? next : `\\${next}`;
        this.#at += 2;
      } else if (interpolates && sign === '#' && this.#text[this.#at + 1] === '{' && this.#depth < maxDepth) {
        if (text !== '') parts.push({ text });
        text = '';
        this.#at += 2;
        this.#depth++;
        parts.push({ tokens: this.read(true) });
        this.#depth--;
      } else {
        if (sign === open) nested++;
        else if (sign === close) nested--;
        text += sign;
        this.#at++;
      }
    }
    if (close !== '') return null;
    if (text !== '') parts.push({ text });
    return parts;
  }
}
