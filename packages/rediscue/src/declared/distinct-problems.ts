import type { ReadingProblem } from './reading.ts';

/** Once each: a base is read for each of its overlays, an instance repeats what its template says, a module is called twice. */
export const distinctProblems = (problems: readonly ReadingProblem[]): ReadingProblem[] => [
  ...new Map(problems.map((problem) => [JSON.stringify([problem.place.file, problem.place.line, problem.place.column, problem.why]), problem])).values(),
];
