import { basename, dirname } from 'node:path/posix';
import { isForeign } from '../path-kinds.ts';
import type { Files, ReadingProblem } from '../reading.ts';
import { type Entry, readUnitFile } from './unit-file.ts';

/** A service with what its drop-ins add, in the order in which systemd reads them. */
export interface Unit {
  /** Without `.service`; an instance as `worker@1`. */
  name: string;
  /** The unit's own file, or the first drop-in of one that the project does not hold. */
  file: string;
  /** All files, the unit's own first. */
  files: string[];
  entries: Entry[];
}

const dropIn = /([^/]+)\.service\.d\/[^/]+\.conf$/;

export const isUnitFile = (path: string): boolean => (/\.service$/.test(path) || dropIn.test(path)) && !isForeign(path);

/** Joins units and drop-ins: those of the same folder, or of the one unit of that name. An instance's drop-in lies over its template. */
export function readUnits(paths: readonly string[], files: Files): { units: Unit[]; problems: ReadingProblem[] } {
  const problems: ReadingProblem[] = [];
  const entriesOf = (path: string): Entry[] | null => {
    const text = files.kind(path) === 'file' ? files.text(path) : null;
    // Services of D-Bus and Avahi have the same ending, and there is no other sign of a unit than its section.
    if (text === null || text.includes('\0') || !/^[ \t]*\[Service\][ \t]*\r?$/m.test(text)) return null;
    const read = readUnitFile(path, text);
    problems.push(...read.problems);
    return read.entries;
  };
  const units: Unit[] = [];
  for (const path of paths.filter((each) => !dropIn.test(each))) {
    const entries = entriesOf(path);
    if (entries) units.push({ name: basename(path, '.service'), file: path, files: [path], entries });
  }
  const own = units.length;
  for (const path of paths.filter((each) => dropIn.test(each)).toSorted(byBaseName)) {
    const entries = entriesOf(path);
    if (!entries) continue;
    const name = dropIn.exec(path)?.[1] ?? '';
    const folder = dirname(dirname(path));
    const unit = baseOf(name, folder, units) ?? instanceOf(name, folder, units.slice(0, own));
    if (unit === null) units.push({ name, file: path, files: [path], entries });
    else {
      if (!units.includes(unit)) units.push(unit);
      unit.files.push(path);
      unit.entries.push(...entries);
    }
  }
  return { units, problems };
}

const byBaseName = (a: string, b: string): number => (basename(a) < basename(b) ? -1 : basename(a) > basename(b) ? 1 : a < b ? -1 : 1);

function baseOf(name: string, folder: string, units: readonly Unit[]): Unit | null {
  const named = units.filter((unit) => unit.name === name);
  const near = named.find(({ file }) => dirname(file) === folder || dirname(dirname(file)) === folder);
  return near ?? (named.length === 1 ? (named[0] ?? null) : null);
}

function instanceOf(name: string, folder: string, units: readonly Unit[]): Unit | null {
  const template = /^(.+@).+$/.exec(name)?.[1];
  const base = template === undefined ? null : baseOf(template, folder, units);
  return base && { ...base, name, files: [...base.files], entries: [...base.entries] };
}
