import type { Place } from '../../facts/index.ts';
import type { Dangling, DeclaredObject, Files, Placed, Program, Reading, ReadingProblem } from '../reading.ts';
import { type EnvFile, parseEnvFile } from './env-file.ts';
import { type Interpolated, interpolate } from './interpolate.ts';
import { type At, type Node, placeOf, type Scalar } from './tree.ts';
import { parseYaml, type YamlFile } from './yaml-file.ts';

/** Entries that one project may give: few bytes with aliases could stand for millions. */
const maxEntries = 50_000;
/** The same for all projects of one call. */
const maxAll = 300_000;
const maxProblems = 200;

/** What one call of the reader keeps: parsed files, and what was found. */
export interface Session {
  files: Files;
  programs: Program[];
  objects: DeclaredObject[];
  /** Null when there is no such file. */
  yaml(file: string): YamlFile | null;
  env(file: string, raw: boolean): EnvFile | null;
  problem(at: At, why: string): void;
  dangling(kind: Dangling['kind'], name: string, by: string, at: At): void;
  /** Whether there is room for so many more entries in the project that is being read. */
  spend(count: number, at: At): boolean;
  beginProject(): void;
  reading(): Reading;
}

export function sessionOf(files: Files): Session {
  const yamls = new Map<string, YamlFile | null>();
  const envs = new Map<string, EnvFile | null>();
  const problems = new Map<string, ReadingProblem>();
  const dangling = new Map<string, Dangling>();
  let left = maxEntries;
  let leftOfAll = maxAll;
  const tell = (place: Place, why: string) => {
    if (problems.size < maxProblems) problems.set(`${place.file}:${place.line}:${place.column}:${why}`, { place, why });
  };
  const cached = <T>(cache: Map<string, T | null>, key: string, file: string, read: (text: string) => T): T | null => {
    const known = cache.get(key);
    if (known !== undefined) return known;
    const text = files.text(file);
    const made = text === null ? null : read(text);
    cache.set(key, made);
    return made;
  };
  const session: Session = {
    files,
    programs: [],
    objects: [],
    yaml: (file) => cached(yamls, file, file, parseYaml),
    env: (file, raw) =>
      cached(envs, `${raw} ${file}`, file, (text) => {
        const read = parseEnvFile(file, text, raw);
        for (const { place, why } of read.problems) tell(place, why);
        return read;
      }),
    problem: (at, why) => tell(placeOf(at), why),
    dangling: (kind, name, by, at) => {
      const place = placeOf(at);
      if (dangling.size < maxProblems) dangling.set(`${kind} ${name} ${by} ${place.file}:${place.line}:${place.column}`, { kind, name, by, place });
    },
    spend: (count, at) => {
      left -= count;
      leftOfAll -= count;
      if (left >= 0) return true;
      if (left + count >= 0) session.problem(at, 'the project repeats too much; the rest of it is not read');
      left = -1;
      return false;
    },
    beginProject: () => {
      left = Math.max(0, Math.min(maxEntries, leftOfAll));
    },
    reading: () => {
      // What is wrong with a file as a whole comes first: it explains the rest.
      const ofFiles = [...yamls].flatMap(([file, read]) => (read?.problems ?? []).map(({ line, column, why }): ReadingProblem => ({ place: { file, line, column }, why })));
      return { programs: session.programs, dangling: [...dangling.values()], objects: session.objects, problems: [...ofFiles.slice(0, maxProblems), ...problems.values()] };
    },
  };
  return session;
}

/** A scalar's text after interpolation; null where there is none. What compose refuses is told. */
export function textOf(session: Session, node: Node | undefined): (Interpolated & { node: Scalar }) | null {
  if (node === undefined) return null;
  if (node.kind !== 'scalar') {
    session.problem(node, `a text is expected here, not a ${node.kind}`);
    return null;
  }
  if (node.text === null) return null;
  const read = interpolate(node.text, node.source.scope);
  if (read.problem !== null) session.problem(node, read.problem);
  return { ...read, node };
}

/** The same where nothing but the text counts; an empty one is none. */
export function placedText(session: Session, node: Node | undefined): Placed<string> | null {
  const read = textOf(session, node);
  return read === null || read.value === '' ? null : { value: read.value, place: placeOf(read.node) };
}

/** The text without telling anything: for comparing. */
export const quietText = (node: Node | undefined): string | null => (node?.kind === 'scalar' && node.text !== null ? interpolate(node.text, node.source.scope).value : null);

/** `true` as compose casts it. */
export const isTrue = (node: Node | undefined): boolean => /^(true|y|yes|on|1)$/i.test(quietText(node) ?? '');
