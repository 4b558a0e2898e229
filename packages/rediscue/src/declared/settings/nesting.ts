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

/** The same of a JSON text, where one sign makes a string and no line goes on in the next. */
export function tooDeepJsonAt(text: string): number | null {
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at];
    if (sign === '\n' || sign === '\r') quoted = false;
    else if (quoted && sign === '\\') at += 1;
    else if (sign === '"') quoted = !quoted;
    else if (quoted) continue;
    else if (sign === '{' || sign === '[') depth += 1;
    else if (sign === '}' || sign === ']') depth = Math.max(0, depth - 1);
    if (depth > maxDepth) return at;
  }
  return null;
}
