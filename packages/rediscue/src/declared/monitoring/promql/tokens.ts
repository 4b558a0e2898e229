/** A token of PromQL. */
export interface Token {
  kind: 'name' | 'number' | 'duration' | 'string' | 'sign' | 'end';
  text: string;
}

const number = /(?:0x[\da-f]+|(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?|(?:inf|nan)\b)/iy;
const duration = /(?:\d+(?:ms|[smhdwy]))+/y;
const name = /[a-zA-Z_:][\w:]*/y;
const sign = /==|!=|>=|<=|=~|!~|[-+*/%^()[\]{},=<>@:]/y;
const space = /(?:\s+|#[^\n]*)+/y;

/** Null for what is no PromQL at all. */
export function tokensOf(text: string): Token[] | null {
  const tokens: Token[] = [];
  let at = 0;
  const take = (pattern: RegExp): string | null => {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (!match || match[0] === '') return null;
    at += match[0].length;
    return match[0];
  };
  while (at < text.length) {
    if (take(space) !== null) continue;
    const quote = text[at];
    if (quote === '"' || quote === "'" || quote === '`') {
      let end = at + 1;
      while (end < text.length && text[end] !== quote) end += quote !== '`' && text[end] === '\\' ? 2 : 1;
      if (end >= text.length) return null;
      tokens.push({ kind: 'string', text: text.slice(at + 1, end) });
      at = end + 1;
      continue;
    }
    const time = take(duration);
    if (time !== null) {
      tokens.push({ kind: 'duration', text: time });
      continue;
    }
    const digits = take(number);
    if (digits !== null) {
      tokens.push({ kind: 'number', text: digits });
      continue;
    }
    const word = take(name);
    if (word !== null) {
      tokens.push({ kind: 'name', text: word });
      continue;
    }
    const mark = take(sign);
    if (mark === null) return null;
    tokens.push({ kind: 'sign', text: mark });
  }
  tokens.push({ kind: 'end', text: '' });
  return tokens;
}
