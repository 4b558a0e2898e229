import type { Files, Reader, Reading } from '../reading.ts';

/** What all readers together found. */
export type ProjectReading = { [K in keyof Required<Reading>]: Required<Reading>[K] };

/** Reads every file that a reader knows. A reader that fails is told with its files: the others go on. */
export function readProject(files: Files, readers: readonly Reader[]): ProjectReading {
  const whole: ProjectReading = { programs: [], variables: [], uses: [], dangling: [], objects: [], problems: [] };
  for (const reader of readers) {
    const paths = files.paths.filter((path) => reader.detect(path));
    if (paths.length === 0) continue;
    const reading = attempt(reader, paths, files);
    for (const section of Object.keys(whole) as (keyof ProjectReading)[]) (whole[section] as unknown[]).push(...(reading[section] ?? []));
  }
  return whole;
}

function attempt(reader: Reader, paths: readonly string[], files: Files): Reading {
  try {
    return reader.read(paths, files);
  } catch (error) {
    // The message may hold a line of the file, and that a secret: only the kind of the error is told.
    const what = error instanceof Error ? error.name : 'an unknown error';
    return { problems: paths.slice(0, 3).map((file) => ({ place: { file }, why: `the ${reader.id} reader failed with ${what}: a fault of Rediscue` })) };
  }
}
