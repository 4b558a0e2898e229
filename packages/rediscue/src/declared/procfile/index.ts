import { basename, dirname, join } from 'node:path/posix';
import { parseDotenv } from '../dotenv/parse.ts';
import { isCopyName, isForeign, isTemplateName } from '../path-kinds.ts';
import type { Files, Program, Reader, ReadingProblem } from '../reading.ts';
import { callsOf, commandOfLine, hostProgram, variablesOf } from '../shell/index.ts';

const maxProblems = 20;

/** Processes of a `Procfile`, and of `Procfile.dev` and its like as variants. */
export const procfileReader: Reader = {
  id: 'procfile',
  detect: (path) => /^Procfile(\.(?!(md|erb|j2)$)[\w-]+)?$/i.test(basename(path)) && !isForeign(path) && !isTemplateName(basename(path)) && !isCopyName(basename(path)),
  read(paths, files) {
    const problems: ReadingProblem[] = [];
    return { programs: paths.flatMap((path) => programsOf(path, files, problems)), problems };
  },
};

function programsOf(file: string, files: Files, problems: ReadingProblem[]): Program[] {
  const text = files.kind(file) === 'file' ? files.text(file) : null;
  if (text === null || text.includes('\0')) return [];
  const folder = dirname(file);
  const variant = /\.([\w-]+)$/.exec(basename(file))?.[1] ?? null;
  let known: Map<string, string> | null = null;
  // A reference in a line is the shell's, which sees the variables that the runner took from `.env`.
  const lookup = (name: string): string | undefined => {
    known ??= new Map(parseDotenv(files.text(join(folder, '.env')) ?? '').map(({ name: key, value, expands }) => [key, expands && value.includes('$') ? '' : value]));
    return files.environment[name] ?? (known.get(name) || undefined);
  };
  const found = new Map<string, Program>();
  let refused = 0;
  for (const [index, raw] of text
    .replace(/^\uFEFF/, '')
    .split(/\r\n?|\n/)
    .entries()) {
    const line = index + 1;
    const [, head, name = '', command = ''] = /^(([A-Za-z0-9_-]+)[ \t]*:[ \t]*)(\S.*)$/.exec(raw.trimEnd()) ?? [];
    if (head === undefined) {
      if (/^\s*(#|$)/.test(raw)) continue;
      refused += 1;
      if (refused <= maxProblems) problems.push({ place: { file, line, column: raw.search(/\S/) + 1 }, why: 'this line starts nothing: `name: command` is expected' });
      continue;
    }
    const place = (offset: number) => ({ file, line, column: head.length + offset + 1 });
    const calls = callsOf(command);
    const variables = variablesOf(command, calls.flatMap(({ assignments }) => assignments), place, lookup); // biome-ignore format: short
    found.set(name, hostProgram({
      name,
      format: 'procfile',
      place: place(0),
      group: folder,
      variant,
      folder,
      command: { value: commandOfLine(command), place: place(calls[0]?.words[0]?.from ?? 0) },
      layers: variables.length === 0 ? [] : [{ label: `the line of ${name}`, variables }],
    })); // biome-ignore format: short
  }
  return [...found.values()];
}
