/** What a name stands for; undefined when it is set nowhere. */
export type Lookup = (name: string) => string | undefined;

export interface Expanded {
  value: string;
  /** Names without a value and a default. Their references stay in the value, so that it can be told what was meant. */
  unset: string[];
}

/** Longest value: references to references could grow without end. */
const maxLength = 64 * 1024;

const reference = /\\\$|\$\{([A-Za-z_][A-Za-z0-9_]*)|\$([A-Za-z_][A-Za-z0-9_]*)/g;

/**
 * Expands `${NAME}`, `${NAME:-default}`, `${NAME:+other}` and their forms without a colon as dotenv-expand does: an empty value
 * counts as none for the default. `$NAME` is expanded only where NAME has a value, since half of the readers leave it as it is
 * and passwords hold dollar signs; `\$` is a dollar sign.
 */
export function expand(text: string, lookup: Lookup): Expanded {
  const unset: string[] = [];
  let value = '';
  let at = 0;
  for (let match = next(text, at); match !== null && value.length < maxLength; match = next(text, at)) {
    value += text.slice(at, match.index);
    const [whole, braced, bare] = match;
    at = match.index + whole.length;
    if (braced === undefined) {
      value += bare === undefined ? '$' : (lookup(bare) ?? whole);
      continue;
    }
    const end = closing(text, at);
    const form = end === -1 ? null : /^(?::?([-+?])(.*))?$/s.exec(text.slice(at, end));
    if (!form) {
      value += whole;
      continue;
    }
    const known = lookup(braced);
    const [, operator, word = ''] = form;
    const inner = operator === '-' || operator === '+' ? expand(word, lookup) : null;
    if (operator === '+') value += known ? take(inner, unset) : '';
    else if (known !== undefined && (known !== '' || operator !== '-')) value += known;
    else if (operator === '-') value += take(inner, unset);
    else {
      unset.push(braced);
      value += `\${${braced}}`;
    }
    at = end + 1;
  }
  return { value: (value + text.slice(at)).slice(0, maxLength), unset };
}

function next(text: string, from: number): RegExpExecArray | null {
  reference.lastIndex = from;
  return reference.exec(text);
}

function take(inner: Expanded | null, unset: string[]): string {
  unset.push(...(inner?.unset ?? []));
  return inner?.value ?? '';
}

/** The brace that closes a reference, over those that stand in its default; -1 without one. */
function closing(text: string, from: number): number {
  let depth = 1;
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '{' && text[at - 1] === '$') depth += 1;
    else if (text[at] === '}') depth -= 1;
    if (depth === 0) return at;
  }
  return -1;
}
