/** A word of a unit's value. */
export interface UnitWord {
  text: string;
  /** Offset in the value. */
  from: number;
}

const escapes: Readonly<Record<string, string>> = { a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v', s: ' ', '"': '"', "'": "'", '\\': '\\' };

/** Splits a value as systemd does: quotes in any place, C's escapes. Null when a quote is not closed: systemd then ignores the line. */
export function splitUnitWords(value: string): UnitWord[] | null {
  const words: UnitWord[] = [];
  let at = 0;
  for (;;) {
    while (at < value.length && /\s/.test(value[at] ?? '')) at += 1;
    if (at >= value.length) return words;
    const from = at;
    let text = '';
    let quote = '';
    while (at < value.length) {
      const sign = value[at] ?? '';
      if (quote === '' && /\s/.test(sign)) break;
      if (sign === '\\' && at + 1 < value.length) {
        const [taken, length] = escaped(value, at + 1);
        text += taken;
        at += 1 + length;
      } else {
        if (quote === '' && (sign === '"' || sign === "'")) quote = sign;
        else if (sign === quote) quote = '';
        else text += sign;
        at += 1;
      }
    }
    if (quote !== '') return null;
    words.push({ text, from });
  }
}

function escaped(value: string, at: number): [string, number] {
  const sign = value[at] ?? '';
  const numeric = /^(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{3}))/.exec(value.slice(at, at + 9));
  if (numeric) {
    const [whole, hex, short, long, octal] = numeric;
    const code = octal === undefined ? Number.parseInt(hex ?? short ?? long ?? '0', 16) : Number.parseInt(octal, 8);
    if (code > 0 && code <= 0x10ffff) return [String.fromCodePoint(code), whole.length];
  }
  // An unknown escape stays as it is.
  return [escapes[sign] ?? `\\${sign}`, 1];
}

/** `%%` is a percent sign; what other specifiers stand for only the running system tells. */
export const withoutDoubledPercent = (text: string): string => text.replace(/%%/g, '%');

/** `512M` and its like, in bytes; null for what is no fixed amount: `infinity`, `80%`. */
export function bytesOf(text: string): number | null {
  const [, number, unit = ''] = /^(\d+(?:\.\d+)?)\s*([KMGTPE]?)B?$/i.exec(text.trim()) ?? [];
  if (number === undefined) return null;
  const bytes = Number(number) * 1024 ** ' KMGTPE'.indexOf(unit.toUpperCase() || ' ');
  return Number.isSafeInteger(Math.floor(bytes)) ? Math.floor(bytes) : null;
}
