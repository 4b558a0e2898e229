/**
 * Splits a command as compose does, which is not what a shell does: nothing is run by one, and what stands behind an unquoted
 * `;`, `&`, `|`, `<` or `>` is dropped. Null where compose refuses it.
 */
export function shellWords(line: string): string[] | null {
  const words: string[] = [];
  let word: string | null = null;
  let quote: string | null = null;
  for (let at = 0; at < line.length; at += 1) {
    const sign = line[at] ?? '';
    if (sign === '\\' && quote !== "'") {
      at += 1;
      const next = line[at];
      if (next === undefined) return null;
      word = (word ?? '') + (next === 'n' ? '\n' : next === 't' ? '\t' : next);
    } else if (quote !== null) {
      if (sign === quote) quote = null;
      else word = (word ?? '') + sign;
    } else if (sign === '"' || sign === "'") {
      quote = sign;
      word ??= '';
    } else if (/\s/.test(sign)) {
      if (word !== null) words.push(word);
      word = null;
    } else if (/[;&|<>]/.test(sign)) {
      // A number before it is the stream that would be redirected.
      if (/[<>]/.test(sign) && word !== null && /^\d+$/.test(word)) word = null;
      break;
    } else if (sign === '(' && !word?.endsWith('$')) return null;
    else word = (word ?? '') + sign;
  }
  if (quote !== null) return null;
  if (word !== null) words.push(word);
  return words;
}
