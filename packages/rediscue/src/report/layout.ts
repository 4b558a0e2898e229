/**
 * Lines of at most `width` columns, broken at spaces; a longer word keeps its line, so that an address can
 * be copied. Every line begins with `indent`, which does not count, the first one with `first` if given.
 */
export function wrap(text: string, width: number, indent = '', first = indent): string[] {
  const lines: string[] = [];
  for (const paragraph of text.split('\n')) {
    let line = '';
    for (const word of paragraph.split(/ +/)) {
      if (line !== '' && line.length + 1 + word.length > width) {
        lines.push(line);
        line = word;
      } else line = line === '' ? word : `${line} ${word}`;
    }
    lines.push(line);
  }
  return lines.map((line, index) => `${index === 0 ? first : indent}${line}`.trimEnd());
}

/** What servers and files say, fit for a terminal: control characters could move the cursor or hide text. */
export const clean = (text: string): string =>
  text
    .trim()
    .replace(/\r?\n|\t/g, ' ')
    .replace(/[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '�');

const substitutes: Record<string, string> = {
  '…': '...',
  '·': '-',
  '→': '->',
  '–': '-',
  '—': '-',
  '‘': "'",
  '’': "'",
  '“': '"',
  '”': '"',
  '≤': '<=',
  '≥': '>=',
  '×': 'x',
  '�': '?',
};

/** For terminals without UTF-8: our own marks get ASCII substitutes; names from outside stay as they are. */
export const ascii = (text: string): string => text.replace(/[…·→–—‘’“”≤≥×�]/g, (mark) => substitutes[mark] ?? mark);

/** Milliseconds for people. */
export function milliseconds(ms: number): string {
  if (ms < 0.95) return `${Number(ms.toFixed(2))} ms`;
  if (ms < 10) return `${Number(ms.toFixed(1))} ms`;
  if (ms < 1000) return `${Math.round(ms)} ms`;
  return `${Number((ms / 1000).toFixed(ms < 10_000 ? 1 : 0))} s`;
}

/** Seconds for people, one unit: `10 days`. */
export function age(seconds: number): string {
  const units: [string, number][] = [
    ['day', 86_400],
    ['hour', 3600],
    ['minute', 60],
  ];
  for (const [unit, length] of units)
    if (seconds >= length) {
      const count = Math.floor(seconds / length);
      return `${count} ${unit}${count === 1 ? '' : 's'}`;
    }
  return `${Math.floor(seconds)} s`;
}

/** `.env:3`, or `.env:3:7` with a column. */
export const place = ({ file, line, column }: { file: string; line?: number | undefined; column?: number | undefined }): string =>
  [file, line, column].filter((part) => part !== undefined).join(':');

export const plural = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;
