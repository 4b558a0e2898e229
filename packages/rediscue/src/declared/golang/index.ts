import { isOwnSource } from '../path-kinds.ts';
import type { Reader, ReadingProblem, Use } from '../reading.ts';
import { oncePerLine, parsedSource, type Value } from '../settings/index.ts';
import { usesOfClients } from './clients.ts';
import { readViper } from './known-calls.ts';
import { usesOfNames } from './names.ts';
import type { Project } from './project.ts';
import { calleeOf, literalText, parseSource, type Source } from './source.ts';
import { prefixesOf, type Tagged, tagsOf } from './tags.ts';

const words = /redis|valkey|rueidis|asynq|redigo/i;

/** Where Go sources read what they connect to. */
export const golangReader: Reader = {
  id: 'go',
  detect: (path) => path.endsWith('.go') && !/(_test|\.pb|\.gen|_gen|_generated|_mock|mock_\w*)\.go$/.test(path) && isOwnSource(path),
  read: (paths, files) => {
    const problems: ReadingProblem[] = [];
    const texts = paths.flatMap((path) => {
      const text = files.text(path);
      return text === null || isGenerated(text) ? [] : [{ path, text }];
    });
    const relevant = texts.filter(({ text }) => words.test(text));
    if (relevant.length === 0) return { uses: [], problems };
    // Helpers that read the environment, and what sets up settings, stand in files that know nothing of Redis.
    const helpers = texts.filter(({ text }) => !words.test(text) && /\b(Getenv|LookupEnv|AutomaticEnv|SetEnvPrefix)\(/.test(text));
    const parsed = (list: typeof texts) => list.flatMap(({ path, text }) => parsedSource(parseSource, path, text, problems));
    const sources = parsed(relevant);
    const all = [...sources, ...parsed(helpers)];
    const prefixes = prefixesOf(all);
    const tagged = new Map(sources.map((source) => [source, tagsOf(source, prefixes)]));
    const project = projectOf(all, [...tagged.values()].flat());
    const uses = sources.flatMap((source) => usesOfClients(project, source));
    const known = new Set(uses.flatMap(({ variable }) => variable ?? []));
    const places = new Set(uses.map(placeOf));
    const byName = sources.flatMap((source) => usesOfNames(project, source, tagged.get(source) ?? []));
    uses.push(...byName.filter((use) => (use.variable === null ? !places.has(placeOf(use)) : !known.has(use.variable))));
    return { uses: oncePerLine(uses), problems };
  },
};

const placeOf = ({ place }: Use): string => `${place.file}:${place.line}:${place.column}`;

/** As the language's own rule has it: before the package stands a line that says so. */
const isGenerated = (text: string): boolean => /^\/\/ Code generated .* DO NOT EDIT\.\r?$/m.test(text.slice(0, 2000));

function projectOf(sources: readonly Source[], tagged: readonly Tagged[]): Project {
  const byFolder: Project['byFolder'] = new Map();
  const functions: Project['functions'] = new Map();
  const calls: Project['calls'] = new Map();
  const fields: Project['fields'] = new Map();
  const tags = new Map<string, Value[]>();
  for (const source of sources) {
    put(byFolder, source.folder, source);
    for (const func of source.functions) put(functions, func.name, { source, func });
    for (const call of source.calls) {
      const callee = calleeOf(source, call);
      put(calls, callee.slice(callee.lastIndexOf('.') + 1), { source, call });
    }
    for (const { field, owners, node } of source.fields) for (const owner of [...owners, '']) put(fields, `${owner}.${field}`.toLowerCase(), { source, node });
  }
  for (const { field, owners, value } of tagged) for (const owner of [...owners, '']) put(tags, `${owner}.${field}`.toLowerCase(), value);
  const viper = readViper(calls, (source, node) => (node ? literalText(source, node) : null));
  return { sources, byFolder, functions, calls, fields, tags, viper };
}

function put<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
