import type { Place } from '../../facts/index.ts';

const word = `(?:[\\w-]+|"[^"\\n]*"|'[^'\\n]*')`;
const dotted = `${word}(?:[ \\t]*\\.[ \\t]*${word})*`;
const header = new RegExp(`^[ \\t]*\\[\\[?[ \\t]*(${dotted})[ \\t]*\\]`);
const assignment = new RegExp(`^([ \\t]*(${dotted})[ \\t]*=[ \\t]*)`);
const parts = new RegExp(word, 'g');

const namesOf = (text: string): string[] => (text.match(parts) ?? []).map((each) => each.replace(/^["']|["']$/g, ''));
const keyOf = (path: readonly string[]): string => JSON.stringify(path);

/** Where the values of a TOML file stand, since its parser tells none of it: the place of a path. */
export function placesOf(file: string, text: string): (path: readonly string[]) => Place {
  const known = new Map<string, { place: Place & { column: number }; rest: string }>();
  let table: string[] = [];
  let open: string | null = null;
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    // Texts over several lines hold no keys.
    if (open !== null) {
      if (line.includes(open)) open = null;
      continue;
    }
    const opened = header.exec(line)?.[1];
    if (opened !== undefined) {
      table = namesOf(opened);
      continue;
    }
    const match = assignment.exec(line);
    if (!match) continue;
    const [, before = '', name = ''] = match;
    const rest = line.slice(before.length);
    known.set(keyOf([...table, ...namesOf(name)]), { place: { file, line: index + 1, column: before.length + 1 }, rest });
    const sign = /^("""|''')/.exec(rest)?.[1];
    if (sign !== undefined && !rest.slice(3).includes(sign)) open = sign;
  }
  return (path) => {
    for (let length = path.length; length > 0; length -= 1) {
      const found = known.get(keyOf(path.slice(0, length)));
      if (found) return length === path.length ? found.place : { ...found.place, column: found.place.column + offsetIn(found.rest, path.slice(length)) };
    }
    return { file };
  };
}

/** Where a key's value stands in a table on one line: `{ host = "h", port = 1 }`. */
function offsetIn(rest: string, path: readonly string[]): number {
  let at = 0;
  for (const name of path) {
    const match = new RegExp(`(?<![\\w-])["']?${name.replace(/[^\w]/g, '\\$&')}["']?[ \\t]*=[ \\t]*`).exec(rest.slice(at));
    if (!match) break;
    at += match.index + match[0].length;
  }
  return at;
}
