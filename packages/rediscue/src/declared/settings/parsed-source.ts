import type { Place } from '../../facts/index.ts';
import { linesOf } from '../lines.ts';
import type { ReadingProblem } from '../reading.ts';
import { tooDeepAt } from './nesting.ts';
import { tookTooLong } from './parse-within.ts';

interface Parsed {
  /** Offset from which on it was not read; null: it was read to its end. */
  stoppedAt: number | null;
  at(span: { from: number }): Place;
}

/** A source as far as it can be read: none where it is nested too deeply. What is not read is added to the problems. */
export function parsedSource<Source extends Parsed>(parse: (path: string, text: string) => Source, path: string, text: string, problems: ReadingProblem[]): Source[] {
  const deep = tooDeepAt(text);
  if (deep !== null) {
    problems.push({ place: linesOf(path, text).at(deep), why: 'it is nested too deeply to be read' });
    return [];
  }
  const source = parse(path, text);
  if (source.stoppedAt !== null) problems.push({ place: source.at({ from: source.stoppedAt }), why: tookTooLong });
  return [source];
}
