import type { Input, PartialParse, Tree, TreeFragment } from '@lezer/common';
import { cpuMs } from '../../cpu-time.ts';

interface Parser {
  startParse(input: Input | string, fragments?: readonly TreeFragment[]): PartialParse;
}

/** Of processor time: what is found must not hang on what else the machine does. A file of a megabyte takes less; what takes longer is torn or made to be slow, since mending an error costs by what is open there. */
const longestMs = 400;
const stepsBetweenLooks = 16;

/** Parses in bounded time. `stoppedAt`: what stands behind it was not read; null: all was. */
export function parseWithin(parser: Parser, text: string): { tree: Tree; stoppedAt: number | null } {
  const parse = parser.startParse(text);
  const end = cpuMs() + longestMs;
  let stoppedAt: number | null = null;
  for (let step = 1; ; step += 1) {
    const tree = parse.advance();
    if (tree !== null) return { tree, stoppedAt };
    if (stoppedAt === null && step % stepsBetweenLooks === 0 && cpuMs() > end) {
      stoppedAt = parse.parsedPos;
      parse.stopAt(stoppedAt);
    }
  }
}

export const tookTooLong = 'this takes too long to be understood, and what stands behind it is not read';
