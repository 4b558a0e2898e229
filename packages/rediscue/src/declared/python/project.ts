import { dirname, join, normalize } from 'node:path/posix';
import type { Files, ReadingProblem } from '../reading.ts';
import { linesOf, tookTooLong } from '../settings/index.ts';
import { isSettingsFile, isWorthParsing } from './glance.ts';
import { isTestClass } from './named-settings.ts';
import { tooDeepAt } from './nesting.ts';
import { type Found, parseSource, type Scope, type Source, type Store } from './source.ts';
import { childrenOf, stringText, textOf } from './syntax.ts';

/** Files that only others refer to are parsed as well, as long as they are not too many. */
const maxReferred = 300;
const maxLength = 600_000;

/** All of a project's Python sources, parsed as they are asked for. */
export interface Project {
  /** Those that name a Redis or something that works with one. */
  sources: readonly Source[];
  /** The project's own module of that name, as a file sees it; null: it is somebody else's. */
  module(name: string, from: Source): Source | null;
  /** Calls by the last part of what they call. */
  callsOf(name: string): readonly Found[];
  /** Assignments to an item, by its key: `app.config["REDIS_URL"] = …`. */
  storesOf(key: string): readonly Store[];
  /** Assignments to an attribute of anything but `self`, by its name: `config.redis.host = …`. */
  assignmentsTo(attribute: string): readonly Store[];
  /** Sources that hold settings, by their paths. */
  settings: readonly Source[];
  /** Files that are too long or too deep to be read. */
  unread: readonly ReadingProblem[];
  /** Classes by a name that stands in their body. */
  ownersOf(name: string): readonly Scope[];
}

/** Modules that are never the project's own, even if a file has their name. */
const foreign = new Set(
  'os sys redis valkey aioredis celery django flask fastapi pydantic pydantic_settings decouple environ environs dotenv starlette rq arq dramatiq huey kombu channels_redis django_redis json typing dataclasses'.split(
    ' ',
  ),
);

export function openProject(paths: readonly string[], files: Files): Project {
  const parsed = new Map<string, Source | null>();
  const unread: ReadingProblem[] = [];
  let referred = 0;
  const sourceOf = (path: string, isReferred: boolean): Source | null => {
    const known = parsed.get(path);
    if (known !== undefined) return known;
    if (isReferred && referred >= maxReferred) return null;
    const text = files.text(path);
    if (text !== null && text.length > maxLength && !isReferred && isWorthParsing(text)) unread.push({ place: { file: path }, why: 'the file is too long to be read as a source' });
    const isWanted = text !== null && text.length <= maxLength && (isReferred || isWorthParsing(text));
    if (!isWanted && !isReferred) return null;
    if (isReferred) referred += 1;
    const deep = isWanted ? tooDeepAt(text) : null;
    if (deep !== null && text !== null) unread.push({ place: linesOf(path, text).at(deep), why: 'the code is nested too deeply to be read' });
    const source = isWanted && deep === null ? parseSource(path, text) : null;
    if (source?.stoppedAt != null) unread.push({ place: source.lines.at(source.stoppedAt), why: tookTooLong });
    parsed.set(path, source);
    return source;
  };
  const byEnd = endsOf(paths);
  const sources = paths.flatMap((path) => sourceOf(path, false) ?? []);
  const calls = indexOf(
    sources.flatMap((source) => source.calls),
    ({ node, scope }) => [calledName(node, scope.source.text)],
  );
  const owners = indexOf(
    sources.flatMap((source) => source.scopes.filter(({ kind, name }) => kind === 'class' && !isTestClass(name))),
    ({ bindings }) => [...bindings.keys()],
  );
  const stores = indexOf(
    sources.flatMap((source) => source.stores),
    ({ node, scope }) => {
      const key = childrenOf(node).at(-2);
      return key?.name === 'String' ? [stringText(key, scope.source.text)] : [];
    },
  );
  const assignments = indexOf(
    sources.flatMap((source) => source.stores),
    ({ node, scope }) => {
      const [owner, , property] = childrenOf(node);
      return owner && property?.name === 'PropertyName' && textOf(owner, scope.source.text) !== 'self' ? [textOf(property, scope.source.text)] : [];
    },
  );
  return {
    sources,
    settings: sources.filter(({ file }) => isSettingsFile(file)),
    unread,
    storesOf: (key) => stores.get(key) ?? [],
    assignmentsTo: (attribute) => assignments.get(attribute) ?? [],
    module: (name, from) => {
      const path = pathOf(name, from.file, byEnd);
      return path === null ? null : sourceOf(path, true);
    },
    callsOf: (name) => calls.get(name) ?? [],
    ownersOf: (name) => owners.get(name) ?? [],
  };
}

function indexOf<T>(items: readonly T[], keysOf: (item: T) => string[]): Map<string, T[]> {
  const index = new Map<string, T[]>();
  for (const item of items) {
    for (const key of keysOf(item)) {
      const known = index.get(key);
      if (known) known.push(item);
      else index.set(key, [item]);
    }
  }
  return index;
}

/** `from_url` of `redis.asyncio.from_url(…)`. */
export function calledName(call: Found['node'], text: string): string {
  const callee = call.firstChild;
  if (callee === null) return '';
  const last = callee.name === 'MemberExpression' ? childrenOf(callee).at(-1) : callee;
  return last ? textOf(last, text).slice(0, 100) : '';
}

/** Paths by the name of their module: `config` of `app/config.py` and `app/config/__init__.py`. */
function endsOf(paths: readonly string[]): Map<string, string[]> {
  return indexOf(paths, (path) => [withoutEnd(path).split('/').at(-1) ?? '']);
}

const withoutEnd = (path: string): string => path.replace(/(?:\/__init__)?\.py$/, '');

function pathOf(name: string, from: string, byEnd: Map<string, string[]>): string | null {
  const dots = /^\.*/.exec(name)?.[0].length ?? 0;
  const parts = name
    .slice(dots)
    .split('.')
    .filter((part) => part !== '');
  if (dots === 0 && foreign.has(parts[0] ?? '')) return null;
  const folder = dirname(from);
  if (dots > 0) {
    const wanted = normalize(join(folder, '../'.repeat(dots - 1), ...parts));
    return byEnd.get(wanted.split('/').at(-1) ?? '')?.find((path) => withoutEnd(path) === wanted) ?? null;
  }
  const end = parts.join('/');
  const fitting = (byEnd.get(parts.at(-1) ?? '') ?? []).slice(0, 500).filter((path) => withoutEnd(path) === end || withoutEnd(path).endsWith(`/${end}`));
  const rootOf = (path: string) => withoutEnd(path).slice(0, -end.length).replace(/\/$/, '');
  // Python finds a module below a folder of its path, which is most often one above the file that imports it: the nearest counts.
  const above = fitting.filter((path) => rootOf(path) === '' || folder === rootOf(path) || folder.startsWith(`${rootOf(path)}/`)).sort((a, b) => b.length - a.length);
  return above[0] ?? (parts.length > 1 && fitting.length === 1 ? (fitting[0] ?? null) : null);
}
