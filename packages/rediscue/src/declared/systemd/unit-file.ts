import type { ReadingProblem } from '../reading.ts';

/** A line `Key=value` of a unit file, continued lines joined. */
export interface Entry {
  section: string;
  key: string;
  value: string;
  file: string;
  line: number;
  /** Place of a sign of the value. */
  at(offset: number): { file: string; line: number; column: number };
}

interface Piece {
  /** Where in the value it begins. */
  from: number;
  line: number;
  column: number;
}

/** Reads the lines of a unit file as systemd does; the order is kept, since later ones add to or replace earlier ones. */
export function readUnitFile(file: string, text: string): { entries: Entry[]; problems: ReadingProblem[] } {
  const entries: Entry[] = [];
  const problems: ReadingProblem[] = [];
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n?|\n/);
  let section = '';
  for (let index = 0; index < lines.length; index += 1) {
    const line = index + 1;
    const whole = lines[index] ?? '';
    const trimmed = whole.trim();
    if (trimmed === '' || isComment(trimmed)) continue;
    const header = /^\[(.+)\]$/.exec(trimmed);
    if (header) {
      section = header[1] ?? '';
      continue;
    }
    const equals = whole.indexOf('=');
    if (equals <= 0 || section === '') {
      problems.push({
        place: { file, line, column: whole.search(/\S/) + 1 },
        why:
          section === ''
            ? 'this line stands before any section such as `[Service]`, so systemd ignores it'
            : 'this line is no assignment, so systemd ignores it: `Key=value` is expected',
      });
      continue;
    }
    const pieces: Piece[] = [];
    let value = '';
    let rest = whole.slice(equals + 1);
    let column = equals + 2;
    for (;;) {
      const start = pieces.length === 0 ? (/^\s*/.exec(rest)?.[0].length ?? 0) : 0;
      const isContinued = rest.endsWith('\\');
      pieces.push({ from: value.length, line: index + 1, column: column + start });
      value += isContinued ? `${rest.slice(start, -1)} ` : rest.slice(start);
      if (!isContinued || index + 1 >= lines.length) break;
      index += 1;
      // Comments between continued lines are no part of the value.
      while (index + 1 < lines.length && isComment((lines[index] ?? '').trim())) index += 1;
      rest = lines[index] ?? '';
      column = 1;
    }
    entries.push({ section, key: whole.slice(0, equals).trim(), value: value.trimEnd(), file, line, at: (offset) => ({ file, ...placeIn(pieces, offset) }) });
  }
  return { entries, problems };
}

const isComment = (trimmed: string): boolean => trimmed.startsWith('#') || trimmed.startsWith(';');

function placeIn(pieces: readonly Piece[], offset: number): { line: number; column: number } {
  let low = 0;
  let high = pieces.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((pieces[middle]?.from ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  const piece = pieces[low] ?? { from: 0, line: 1, column: 1 };
  return { line: piece.line, column: piece.column + offset - piece.from };
}
