import type { Place } from '../../facts/index.ts';
import { distinctProblems } from '../distinct-problems.ts';
import type { DeclaredObject, Placed, Reader, ReadingProblem } from '../reading.ts';
import { programOf } from './program.ts';
import { settingsOf } from './settings.ts';
import { isUnitFile, readUnits, type Unit } from './units.ts';

/** What only a unit has, as the data of an object of the kind `systemd-unit`. */
export interface SystemdUnit {
  /** `worker@` is started as `worker@1`, …. */
  isTemplate: boolean;
  /** The unit's own file is not in the project: its drop-ins change one that a package installs. */
  isDropInOnly: boolean;
  files: string[];
  type: Placed<string> | null;
  workingDirectory: Placed<string> | null;
  /** The soft limit of open files; null where it is infinite. */
  openFiles: Placed<number | null> | null;
  restartSec: Placed<string> | null;
  /** `EnvironmentFile=` lines; a leading `-` makes a missing file no fault. */
  environmentFiles: { path: string; optional: boolean; place: Place }[];
}

/** Services of systemd with their drop-ins. Units that the project holds twice (for two hosts) are two. */
export const systemdReader: Reader = {
  id: 'systemd',
  detect: isUnitFile,
  read(paths, files) {
    const read = readUnits(paths, files);
    const problems: ReadingProblem[] = [...read.problems];
    const programs = read.units.map((unit) => programOf(unit, files, problems));
    return { programs, objects: read.units.map(objectOf), problems: distinctProblems(problems) };
  },
};

function objectOf(unit: Unit): DeclaredObject {
  const settings = settingsOf(unit.entries);
  const limit = settings.last('Service', 'LimitNOFILE');
  const soft = limit?.value.split(':')[0]?.trim() ?? '';
  const data: SystemdUnit = {
    isTemplate: unit.name.endsWith('@'),
    isDropInOnly: !unit.file.endsWith('.service'),
    files: unit.files,
    type: settings.last('Service', 'Type'),
    workingDirectory: settings.last('Service', 'WorkingDirectory'),
    openFiles: limit === null || !/^(\d+|infinity)$/.test(soft) ? null : { value: soft === 'infinity' ? null : Number(soft), place: limit.place },
    restartSec: settings.last('Service', 'RestartSec'),
    environmentFiles: settings
      .list('Service', 'EnvironmentFile')
      .map((entry) => ({ path: entry.value.replace(/^-/, ''), optional: entry.value.startsWith('-'), place: entry.at(0) })),
  };
  return { kind: 'systemd-unit', name: unit.name, place: { file: unit.file, line: 1 }, data };
}
