/** Longest value: references to references could grow without end. */
const maxLength = 64 * 1024;

export interface ExpandedReferences {
  /** Null when a part of it stands elsewhere. */
  value: string | null;
  /** Names that were set nowhere before: their references stay in the value. */
  unset: string[];
}

/**
 * Expands `$(NAME)` as Kubernetes does in `env`, `command` and `args`: `$$` is a dollar sign, and a name that is not set before
 * stays as it is. The lookup gives null for a value that stands elsewhere.
 */
export function expandReferences(text: string, lookup: (name: string) => string | null | undefined): ExpandedReferences {
  if (!text.includes('$')) return { value: text, unset: [] };
  const unset = new Set<string>();
  let isKnown = true;
  let value = '';
  let end = 0;
  for (const match of text.matchAll(/\$\$|\$\(([^)]{0,256})\)/g)) {
    const [whole, name] = match;
    value += text.slice(end, match.index);
    end = match.index + whole.length;
    const found = name === undefined ? '$' : lookup(name);
    if (found === undefined) unset.add(name ?? '');
    if (found === null) isKnown = false;
    value += found ?? whole;
    if (value.length > maxLength) break;
  }
  return { value: isKnown ? (value + text.slice(end)).slice(0, Math.max(maxLength, text.length)) : null, unset: [...unset] };
}
