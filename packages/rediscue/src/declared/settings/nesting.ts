/** Deeper than any code that people write; parsers need more than their share of memory for what is not closed. */
const maxDepth = 250;

/** Texts and comments of languages in the family of C: brackets in them open nothing. */
const token = /\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|"(?:[^"\\\n]|\\[\s\S])*"?|'(?:[^'\\\n]|\\[\s\S])*'?|`[^`]*`?|[([{]|[)\]}]|(?:[*&!]\s*){100,}/g;

/** Offset of the bracket that is nested too deeply to be read; null when there is none. */
export function tooDeepAt(text: string): number | null {
  let depth = 0;
  for (const { 0: found, index } of text.matchAll(token)) {
    if (/^[([{]$/.test(found)) depth += 1;
    else if (/^[)\]}]$/.test(found)) depth = Math.max(0, depth - 1);
    if (depth > maxDepth || /^[*&!]/.test(found)) return index;
  }
  return null;
}
