import { filesOf } from '../files.fixture.ts';
import type { Files, Program, Reading, Variable } from '../reading.ts';
import { composeReader } from './index.ts';

/** Reads a project in memory with the files that the reader itself would take. */
export function readCompose(texts: Readonly<Record<string, string>>, environment: Files['environment'] = {}): Reading & { programs: Program[] } {
  const files = filesOf(texts, environment);
  const reading = composeReader.read(
    files.paths.filter((path) => composeReader.detect(path)),
    files,
  );
  return { ...reading, programs: reading.programs ?? [] };
}

/** The one service of `docker-compose.yml` with these settings, in YAML's flow form or indented by four. */
export function service(settings: string, rest: Readonly<Record<string, string>> = {}, environment: Files['environment'] = {}): Program {
  const { programs } = readCompose({ 'docker-compose.yml': `services:\n  api:\n    image: app\n    ${settings.trim()}\n`, ...rest }, environment);
  return named(programs, 'api');
}

export function named(programs: readonly Program[], name: string, group?: string): Program {
  const found = programs.find((program) => program.name === name && (group === undefined || program.group === group));
  if (!found) throw new Error(`no program ${name}`);
  return found;
}

/** What the program sees in the end: the strongest layer that names a variable. */
export function variable(program: Program, name: string): Variable | undefined {
  return program.layers.flatMap(({ variables }) => variables).find((each) => each.name === name);
}

export const shown = (place: { file: string; line?: number | undefined; column?: number | undefined } | null | undefined): string =>
  place ? `${place.file}:${place.line}:${place.column}` : 'nowhere';
