import type { SyntaxProblem } from './syntax.ts';

type TokenKind =
  | 'newline'
  | 'identifier'
  | 'number'
  | 'operator'
  | 'quote-open'
  | 'quote-close'
  | 'heredoc-open'
  | 'heredoc-close'
  | 'text'
  | 'insert-open'
  | 'directive-open'
  | 'insert-close'
  | 'end';

export interface Token {
  kind: TokenKind;
  from: number;
  to: number;
  /** Identifier, operator, or what a piece of text stands for. */
  text: string;
}

/** Where the scanner stands: in code, in the code of a `${…}` with its open braces, in a quoted text, in a here-document. */
type Mode = { kind: 'code' } | { kind: 'insert'; braces: number } | { kind: 'quoted' } | { kind: 'heredoc'; marker: string; lineStart: boolean };

const identifier = /[\p{L}_][\p{L}\p{N}_-]*/uy;
const number = /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const operator = /\.\.\.|==|!=|<=|>=|&&|\|\||=>|::|[{}[\]()=:,.?+\-*/%<>!]/y;
const heredoc = /<<(-?)([\p{L}_][\p{L}\p{N}_-]*)[ \t]*(?:\r?\n|$)/uy;
const blank = /[ \t\r\uFEFF]+/y;
const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' };

/** All tokens of an HCL text in one pass. What is no token is told and passed over. */
export function tokensOf(text: string, inTemplate = false): { tokens: Token[]; problems: SyntaxProblem[] } {
  const tokens: Token[] = [];
  const problems: SyntaxProblem[] = [];
  const modes: Mode[] = [inTemplate ? { kind: 'heredoc', marker: '', lineStart: false } : { kind: 'code' }];
  let at = 0;
  const push = (kind: TokenKind, to: number, value = text.slice(at, to)) => {
    tokens.push({ kind, from: at, to, text: value });
    at = to;
  };
  const match = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    return pattern.exec(text);
  };
  const tell = (why: string) => {
    if (problems.length < 50) problems.push({ at, why });
  };

  while (at < text.length) {
    const mode = modes.at(-1) ?? { kind: 'code' };
    if (mode.kind === 'quoted') {
      quoted();
    } else if (mode.kind === 'heredoc') {
      here(mode);
    } else {
      code(mode);
    }
  }
  for (const mode of modes.toReversed()) {
    if (mode.kind === 'quoted') tell('a quoted text is not closed');
    if (mode.kind === 'heredoc' && mode.marker !== '') tell(`the here-document is not closed by a line ${mode.marker}`);
  }
  push('end', text.length, '');
  return { tokens, problems };

  function code(mode: Mode): void {
    const space = match(blank);
    if (space) at += space[0].length;
    if (at >= text.length) return;
    const sign = text[at];
    if (sign === '\n') {
      push('newline', at + 1);
      return;
    }
    if (sign === '#' || text.startsWith('//', at)) {
      const end = text.indexOf('\n', at);
      at = end === -1 ? text.length : end;
      return;
    }
    if (text.startsWith('/*', at)) {
      const end = text.indexOf('*/', at + 2);
      if (end === -1) tell('a comment is not closed');
      at = end === -1 ? text.length : end + 2;
      return;
    }
    if (sign === '"') {
      push('quote-open', at + 1);
      modes.push({ kind: 'quoted' });
      return;
    }
    if (sign === '<') {
      const start = match(heredoc);
      if (start) {
        push('heredoc-open', at + start[0].length, start[1] ?? '');
        modes.push({ kind: 'heredoc', marker: start[2] ?? '', lineStart: true });
        return;
      }
    }
    if (mode.kind === 'insert') {
      if (sign === '{') mode.braces += 1;
      if (sign === '}' || (sign === '~' && text[at + 1] === '}')) {
        if (mode.braces === 0) {
          modes.pop();
          push('insert-close', at + (sign === '~' ? 2 : 1));
          return;
        }
        mode.braces -= 1;
      }
    }
    const name = match(identifier);
    if (name) {
      push('identifier', at + name[0].length);
      return;
    }
    const digits = match(number);
    if (digits) {
      push('number', at + digits[0].length);
      return;
    }
    const op = match(operator);
    if (op) {
      push('operator', at + op[0].length);
      return;
    }
    tell('a character that has no meaning here');
    at += 1;
  }

  function quoted(): void {
    let value = '';
    let to = at;
    for (;;) {
      const sign = text[to];
      if (sign === undefined || sign === '\n') {
        if (to > at) push('text', to, value);
        if (sign === '\n') tell('a quoted text is not closed on its line');
        if (sign === '\n') modes.pop();
        tokens.push({ kind: 'quote-close', from: at, to: at, text: '' });
        return;
      }
      if (sign === '"') {
        if (to > at) push('text', to, value);
        modes.pop();
        push('quote-close', at + 1);
        return;
      }
      if (sign === '\\') {
        const [shown, length] = escaped(to);
        value += shown;
        to += length;
      } else if ((sign === '$' || sign === '%') && text[to + 1] === sign && text[to + 2] === '{') {
        value += `${sign}{`;
        to += 3;
      } else if ((sign === '$' || sign === '%') && text[to + 1] === '{') {
        if (to > at) push('text', to, value);
        open(sign);
        return;
      } else {
        value += sign;
        to += 1;
      }
    }
  }

  function escaped(from: number): [string, number] {
    const sign = text[from + 1] ?? '';
    if (escapes[sign] !== undefined) return [escapes[sign], 2];
    const digits = /^(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))/.exec(text.slice(from + 1, from + 10));
    const point = Number.parseInt(digits?.[1] ?? digits?.[2] ?? '', 16);
    if (digits && point <= 0x10ffff) return [String.fromCodePoint(point), 1 + digits[0].length];
    return ['\\', 1];
  }

  function open(sign: string): void {
    modes.push({ kind: 'insert', braces: 0 });
    push(sign === '$' ? 'insert-open' : 'directive-open', at + (text[at + 2] === '~' ? 3 : 2));
  }

  function here(mode: { marker: string; lineStart: boolean }): void {
    let value = '';
    let to = at;
    for (;;) {
      if (mode.lineStart) {
        mode.lineStart = false;
        const end = text.indexOf('\n', to);
        const line = text.slice(to, end === -1 ? text.length : end);
        if (line.length <= mode.marker.length + 256 && line.trim() === mode.marker && mode.marker !== '') {
          if (to > at) push('text', to, value);
          modes.pop();
          const close = to + line.trimEnd().length;
          tokens.push({ kind: 'heredoc-close', from: to, to: close, text: mode.marker });
          at = close;
          return;
        }
      }
      const sign = text[to];
      if (sign === undefined) {
        if (to > at) push('text', to, value);
        if (mode.marker !== '') tokens.push({ kind: 'heredoc-close', from: at, to: at, text: '' });
        return;
      }
      if ((sign === '$' || sign === '%') && text[to + 1] === sign && text[to + 2] === '{') {
        value += `${sign}{`;
        to += 3;
      } else if ((sign === '$' || sign === '%') && text[to + 1] === '{') {
        if (to > at) push('text', to, value);
        open(sign);
        return;
      } else {
        value += sign;
        to += 1;
        if (sign === '\n') mode.lineStart = true;
      }
    }
  }
}
