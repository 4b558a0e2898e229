import type { Place } from '../facts/index.ts';

/** Tells the places of offsets in one file's text. */
export interface Lines {
  at(offset: number): Place;
}

/** Lines end in LF, CRLF or CR. Line and column count from 1. */
export function linesOf(file: string, text: string): { at(offset: number): Place & { line: number; column: number } } {
  let starts: number[] | null = null;
  return {
    at: (offset) => {
      starts ??= startsIn(text);
      let low = 0;
      let high = starts.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if ((starts[middle] ?? 0) <= offset) low = middle;
        else high = middle - 1;
      }
      return { file, line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
    },
  };
}

function startsIn(text: string): number[] {
  const starts = [0];
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 10 || (code === 13 && text.charCodeAt(at + 1) !== 10)) starts.push(at + 1);
  }
  return starts;
}
