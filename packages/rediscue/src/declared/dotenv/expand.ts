/** What a name stands for; undefined when it is set nowhere. */
export type Lookup = (name: string) => string | undefined;

export interface Expanded {
  value: string;
  /** Names without a value and a default. Their references stay in the value, so that it can be told what was meant. */
  unset: string[];
}

/** Longest value: references to references could grow without end. */
const maxLength = 64 * 1024;
/** Defaults within defaults: deeper ones stay as they are. */
const maxNesting = 16;

const reference = /\\\$|\$\{([A-Za-z_][A-Za-z0-9_]*)|\$([A-Za-z_][A-Za-z0-9_]*)/g;

/**
 * Expands `${NAME}`, `${NAME:-default}`, `${NAME:+other}` and their forms without a colon as dotenv-expand does. `$NAME` is expanded
 * only where NAME has a value, since half of the readers leave it as it is and passwords hold dollar signs; `\$` is a dollar sign.
 */
export function expand(text: string, lookup: Lookup, nesting = 0): Expanded {
  const unset: string[] = [];
  const ends = closings(text);
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
    const end = ends.get(match.index) ?? -1;
    const form = end === -1 || nesting > maxNesting ? null : /^(?:(:?[-+?])(.*))?$/s.exec(text.slice(at, end));
    if (!form) {
      value += whole;
      continue;
    }
    const known = lookup(braced);
    const [, sign, word = ''] = form;
    const operator = sign?.at(-1);
    const inner = operator === '-' || operator === '+' ? expand(word, lookup, nesting + 1) : null;
    // Behind a colon an empty value counts as none.
    const isSet = known !== undefined && (known !== '' || !sign?.startsWith(':'));
    if (operator === '+') value += isSet ? take(inner, unset) : '';
    else if (known !== undefined && (isSet || operator !== '-')) value += known;
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

/** For the place of each `${` the brace that closes it, over those that stand in its default. */
function closings(text: string): Map<number, number> {
  const found = new Map<number, number>();
  const open: number[] = [];
  for (let at = text.indexOf('$'); at !== -1 && at < text.length; at += 1) {
    if (text[at] === '{' && text[at - 1] === '$') open.push(at - 1);
    else if (text[at] === '}') {
      const start = open.pop();
      if (start !== undefined) found.set(start, at);
    }
  }
  return found;
}
