import type { Variable } from '../reading.ts';

/**
 * Reads a file of `EnvironmentFile=`: like an env file, but without `export`, without references, and with comments only where
 * they are a line of their own.
 */
export function readEnvironmentFile(file: string, text: string): Variable[] {
  const found = new Map<string, Variable>();
  const source = text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  let line = 1;
  let at = 0;
  while (at < source.length) {
    const end = lineEnd(source, at);
    const match = /^[ \t]*([A-Za-z_][A-Za-z0-9_]*)[ \t]*=[ \t]*/.exec(source.slice(at, end));
    let to = end;
    if (match) {
      const [head, name = ''] = match;
      const read = readValue(source, at + head.length);
      const isQuoted = /["']/.test(source[at + head.length] ?? '');
      found.set(name, { name, value: read.value, place: { file, line, column: head.length + (isQuoted ? 2 : 1) } });
      to = read.end;
    } else if (!/^[ \t]*[#;]/.test(source.slice(at, end))) {
      while (to < source.length && source[to - 1] === '\\') to = lineEnd(source, to + 1);
    }
    for (let sign = source.indexOf('\n', at); sign !== -1 && sign <= to; sign = source.indexOf('\n', sign + 1)) line += 1;
    at = to + 1;
  }
  return [...found.values()];
}

/** A value up to an unquoted line end. */
function readValue(source: string, from: number): { value: string; end: number } {
  let value = '';
  let blanks = '';
  let quote = '';
  let at = from;
  for (; at < source.length; at += 1) {
    const sign = source[at] ?? '';
    const next = source[at + 1];
    if (quote === '' && sign === '\n') break;
    if (sign === '\\' && quote !== "'") {
      at += 1;
      if (next === '\n' || next === undefined) continue;
      value += blanks + (quote === '"' && !'"\\`$'.includes(next) ? `\\${next}` : next);
      blanks = '';
    } else if (quote === '' && (sign === '"' || sign === "'")) quote = sign;
    else if (sign === quote) quote = '';
    else if (quote === '' && (sign === ' ' || sign === '\t')) blanks += sign;
    else {
      value += blanks + sign;
      blanks = '';
    }
  }
  return { value, end: at };
}

function lineEnd(text: string, from: number): number {
  const at = text.indexOf('\n', from);
  return at === -1 ? text.length : at;
}
