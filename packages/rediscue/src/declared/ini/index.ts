import type { Files, Reader, Reading } from '../reading.ts';
import { type Entry, isPlainSettings, usesOfEntries } from '../tables/index.ts';

const extension = /\.(?:ini|cfg)$/i;
const tools = /(?:^|\/)(?:tox|pytest|mypy|setup|alembic|php|supervisord?|flake8|pylintrc|uwsgi|desktop)[^/]*\.(?:ini|cfg)$/i;

/** INI files: an application's settings of its Redis, in a section or under keys that are called after it. */
export const iniReader: Reader = {
  id: 'ini',
  detect: (path) =>
    extension.test(path) && !tools.test(path) && (isPlainSettings(path, extension) || isPlainSettings(`config/${path.slice(path.lastIndexOf('/') + 1)}`, extension)),
  read: (paths: readonly string[], files: Files): Reading => {
    const uses = paths.flatMap((file) => {
      const text = files.text(file);
      return text === null || !/redis|valkey/i.test(text) ? [] : usesOfEntries(entriesOf(file, text), null);
    });
    return { uses, problems: [] };
  },
};

/** Sections, and keys with `=` or `:`. Comments begin a line, or stand behind white space. */
function entriesOf(file: string, text: string): Entry[] {
  const found: Entry[] = [];
  let section: string[] = [];
  for (const [index, line] of text.split(/\r\n?|\n/).entries()) {
    const opened = /^[ \t]*\[([^\]\n]*)\][ \t]*(?:[#;].*)?$/.exec(line)?.[1];
    if (opened !== undefined) {
      section = opened.trim().split('.').map((name) => name.trim().replace(/^["']|["']$/g, '')); // biome-ignore format: one chain
      continue;
    }
    const match = /^([A-Za-z_][\w.-]*)[ \t]*[=:][ \t]*(?=\S)/.exec(line);
    if (!match) continue;
    const column = match[0].length;
    found.push({ path: [...section, match[1] ?? ''], text: valueIn(line.slice(column)), place: { file, line: index + 1, column: column + 1 } });
  }
  return found;
}

function valueIn(rest: string): string {
  const quoted = /^(["'])(.*?)\1[ \t]*(?:[#;].*)?$/.exec(rest);
  if (quoted) return quoted[2] ?? '';
  const bare = rest.startsWith('#') || rest.startsWith(';') ? '' : rest.replace(/[ \t][#;].*$/, '').trimEnd();
  // ConfigParser's own interpolation stands for another key.
  return /%\(\w+\)s/.test(bare) ? '' : bare;
}
