/** A word of a line, with the column (from 1) at which it begins. */
export interface Word {
  text: string;
  column: number;
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', a: '\x07' };
const isSpace = (sign: string | undefined) => sign === undefined || sign === ' ' || sign === '\t' || sign === '\r' || sign === '\n' || sign === '\0';

/**
 * Splits a line as servers do: double quotes with `\n`, `\x41` and the like, single quotes with `\'` alone; a closing
 * quote must be followed by white space. Null when the quotes are not balanced: the server then refuses the line.
 */
export function splitWords(line: string): Word[] | null {
  const words: Word[] = [];
  let at = 0;
  for (;;) {
    while (at < line.length && isSpace(line[at])) at++;
    if (at >= line.length) return words;
    const column = at + 1;
    let text = '';
    let quote: '"' | "'" | null = null;
    for (; ; at++) {
      const sign = line[at];
      if (quote === null) {
        if (isSpace(sign)) break;
        if (sign === '"' || sign === "'") quote = sign;
        else text += sign;
        continue;
      }
      if (sign === undefined) return null;
      if (sign === quote) {
        if (!isSpace(line[at + 1])) return null;
        at++;
        break;
      }
      if (sign === '\\' && quote === "'" && line[at + 1] === "'") {
        text += "'";
        at++;
      } else if (sign === '\\' && quote === '"' && at + 1 < line.length) {
        const hex = /^x([0-9a-fA-F]{2})/.exec(line.slice(at + 1, at + 4));
        if (hex) text += String.fromCharCode(Number.parseInt(hex[1] as string, 16));
        else text += escapes[line[at + 1] as string] ?? line[at + 1];
        at += hex ? 3 : 1;
      } else text += sign;
    }
    words.push({ text, column });
  }
}
