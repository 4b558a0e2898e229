import { parse, TomlError } from 'smol-toml';
import type { Files, Reader, Reading } from '../reading.ts';
import { type Entry, isPlainSettings, usesOfEntries } from '../tables/index.ts';
import { placesOf } from './places.ts';

const extension = /\.toml$/i;
const tools =
  /(?:^|\/)(?:pyproject|cargo|pipfile|poetry|uv|netlify|wrangler|fly|rust-toolchain|rustfmt|clippy|gopkg|taplo|deno|bunfig|book|mise|ruff|buf|hugo|config\/_default\/.*|\.?cargo\/config)\.toml$/i;
const maxDepth = 32;
const maxEntries = 5_000;

/** TOML: an application's settings of its Redis. Never what a tool, a build or a package is told. */
export const tomlReader: Reader = {
  id: 'toml',
  detect: (path) => isPlainSettings(path, extension) && !tools.test(path),
  read: (paths: readonly string[], files: Files): Reading => {
    const reading: Required<Pick<Reading, 'uses' | 'problems'>> = { uses: [], problems: [] };
    for (const file of paths) {
      const text = files.text(file);
      if (text === null || !/redis|valkey/i.test(text)) continue;
      try {
        reading.uses.push(...usesOfEntries(entriesOf(parse(text), file, text), null));
      } catch (error) {
        const place = error instanceof TomlError ? { file, line: Math.max(1, error.line), column: Math.max(1, error.column) } : { file };
        reading.problems.push({ place, why: 'this is no valid TOML' });
      }
    }
    return reading;
  },
};

function entriesOf(root: unknown, file: string, text: string): Entry[] {
  const places = placesOf(file, text);
  const found: Entry[] = [];
  const visit = (value: unknown, path: readonly string[]): void => {
    if (found.length >= maxEntries || path.length > maxDepth) return;
    if (Array.isArray(value)) {
      const texts = value.filter((each) => typeof each === 'string');
      if (texts.length > 0 && texts.length === value.length) found.push({ path, text: texts.join(','), place: places(path) });
    } else if (value !== null && typeof value === 'object' && !(value instanceof Date)) for (const [key, each] of Object.entries(value)) visit(each, [...path, key]);
    else if (typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean')
      found.push({ path, text: String(value), place: places(path) });
  };
  visit(root, []);
  return found;
}
