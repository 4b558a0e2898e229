/** A document of a file, or the lines of text between two: what a client wrote to stderr. */
export type Piece = { line: number; value: unknown } | { line: number; text: string };

/** What is wrong in a file, with its line from 1. */
export class NotUnderstood extends Error {
  readonly line: number;
  constructor(line: number, why: string) {
    super(why);
    this.name = 'NotUnderstood';
    this.line = line;
  }
}

/** Documents one behind the other, on lines of their own or not, with lines of text between them. Throws NotUnderstood. */
export function piecesOf(content: string): Piece[] {
  const whole = content.replace(/^\uFEFF/, '');
  const pieces: Piece[] = [];
  let line = 1;
  let from = 0;
  while (from < whole.length) {
    const sign = whole[from] as string;
    if (sign === '\n') {
      line += 1;
      from += 1;
    } else if (/[\s,]/.test(sign)) from += 1;
    else if (sign === '{' || sign === '[') {
      const to = endOf(whole, from);
      if (to === null) throw new NotUnderstood(line, 'the JSON that begins here has no end');
      const part = whole.slice(from, to);
      pieces.push({ line, value: parsed(part, line) });
      line += linesIn(part);
      from = to;
    } else {
      const end = whole.indexOf('\n', from);
      const to = end === -1 ? whole.length : end;
      const said = whole.slice(from, to).trim();
      const before = pieces.at(-1);
      // A message may go on over several lines.
      if (before !== undefined && 'text' in before && before.line + linesIn(before.text) + 1 === line) before.text += `\n${said}`;
      else pieces.push({ line, text: said });
      from = to;
    }
  }
  return pieces;
}

const linesIn = (text: string): number => text.split('\n').length - 1;

function parsed(part: string, line: number): unknown {
  try {
    return JSON.parse(part);
  } catch {
    // The parser's own sentence repeats what stands there.
    throw new NotUnderstood(line, 'what begins here is no valid JSON');
  }
}

/** Behind the bracket that closes the one at `from`; null where none does. */
function endOf(text: string, from: number): number | null {
  let depth = 0;
  let isText = false;
  for (let index = from; index < text.length; index += 1) {
    const sign = text[index];
    if (isText) {
      if (sign === '\\') index += 1;
      else if (sign === '"') isText = false;
    } else if (sign === '"') isText = true;
    else if (sign === '{' || sign === '[') depth += 1;
    else if (sign === '}' || sign === ']') {
      depth -= 1;
      if (depth === 0) return index + 1;
    }
  }
  return null;
}
