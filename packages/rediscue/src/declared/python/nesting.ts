/** Deeper than any code that people write; a parser needs more than its share of memory and time for it. */
const maxDepth = 200;

/** Comments and texts, in which brackets open nothing, brackets, and long rows of signs that nest without brackets. */
const token =
  /#[^\n]*|"""[\s\S]*?(?:"""|$)|'''[\s\S]*?(?:'''|$)|"(?:[^"\\\n]|\\[\s\S])*"?|'(?:[^'\\\n]|\\[\s\S])*'?|[([{]|[)\]}]|(?:not\s+|lambda\s*:\s*|await\s+|[-+~*]\s*){80,}/g;

/** Offset of what is nested too deeply to be read; null when there is none. */
export function tooDeepAt(text: string): number | null {
  let depth = 0;
  for (const { 0: found, index } of text.matchAll(token)) {
    if (/^[([{]$/.test(found)) depth += 1;
    else if (/^[)\]}]$/.test(found)) depth = Math.max(0, depth - 1);
    else if (/^[nla*~+-]/.test(found)) return index;
    if (depth > maxDepth) return index;
  }
  return null;
}
