import { type Node, parseTree } from 'jsonc-parser';
import type { Files, Reader, Reading, Use } from '../reading.ts';
import { type Lines, linesOf, meaningOf, tooDeepJsonAt, usesOfClient, variableValue } from '../settings/index.ts';
import { type Entry, isPlainSettings, usesOfEntries } from '../tables/index.ts';

const extension = /\.(?:json|jsonc|json5)$/i;
const tools =
  /(?:^|\/)(?:package|package-lock|tsconfig[^/]*|jsconfig|composer|components|manifest|vercel|firebase|renovate|angular|nx|turbo|lerna|app\.json|openapi|swagger)\.json$/i;
const maxEntries = 5_000;

/** JSON: an application's settings of its Redis, as `config.json` or below `config/`. */
export const jsonReader: Reader = {
  id: 'json',
  detect: (path) => isPlainSettings(path, extension) && !tools.test(path),
  read: (paths: readonly string[], files: Files): Reading => {
    const reading: Required<Pick<Reading, 'uses' | 'problems'>> = { uses: [], problems: [] };
    for (const file of paths) {
      const text = files.text(file);
      if (text === null || !/redis|valkey/i.test(text)) continue;
      const lines = linesOf(file, text);
      const deep = tooDeepJsonAt(text);
      if (deep !== null) {
        reading.problems.push({ place: lines.at(deep), why: 'this is nested too deeply to be read' });
        continue;
      }
      const errors: { offset: number }[] = [];
      const root = parseTree(text, errors as NonNullable<Parameters<typeof parseTree>[1]>, { allowTrailingComma: true });
      const [first] = errors;
      if (first) reading.problems.push({ place: lines.at(first.offset), why: 'this is no valid JSON; what stands before it counts all the same' });
      if (!root || isSchema(root)) continue;
      const entries = entriesOf(root, lines);
      reading.uses.push(...(/(?:^|\/)custom-environment-variables\.json$/.test(file) ? variableUses(entries) : usesOfEntries(entries, null)));
    }
    return reading;
  },
};

const isSchema = (root: Node): boolean =>
  (root.children ?? []).some(({ children }) => /^(?:\$schema|openapi|swagger)$/.test(String(children?.[0]?.value)) && /schema|^\d/.test(String(children?.[1]?.value)));

function entriesOf(root: Node, lines: Lines): Entry[] {
  const found: Entry[] = [];
  const visit = (node: Node, path: readonly string[]): void => {
    if (found.length >= maxEntries) return;
    if (node.type === 'object') {
      for (const { children = [] } of node.children ?? []) if (children[0] && children[1]) visit(children[1], [...path, String(children[0].value)]);
    } else if (node.type === 'array') {
      const texts = (node.children ?? []).flatMap((each) => (each.type === 'string' ? [String(each.value)] : []));
      if (texts.length > 0 && texts.length === node.children?.length) found.push({ path, text: texts.join(','), place: lines.at(node.offset) });
    } else if (node.type !== 'null' && node.value !== undefined) found.push({ path, text: String(node.value), place: lines.at(node.offset) });
  };
  visit(root, []);
  return found;
}

/** node-config's mapping of settings to the variables that beat them. */
const variableUses = (entries: readonly Entry[]): Use[] =>
  entries.flatMap(({ path, text, place }) => {
    const meaning = meaningOf(path.join('_'));
    return meaning && /^[A-Za-z_]\w*$/.test(text)
      ? usesOfClient({ parts: [{ setting: meaning.setting, value: variableValue(text, place) }], use: meaning.use, library: 'node-config' })
      : [];
  });
