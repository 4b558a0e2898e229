import { getHeapStatistics } from 'node:v8';
import type { Input, PartialParse, Tree, TreeFragment } from '@lezer/common';
import { cpuMs } from '../../cpu-time.ts';

interface Parser {
  startParse(input: Input | string, fragments?: readonly TreeFragment[]): PartialParse;
}

/** Of processor time: what is found must not hang on what else the machine does. A file of a megabyte takes less; what takes longer is torn or made to be slow, since mending an error costs by what is open there. */
const longestMs = 400;
/** Bytes that the parser may take: where it cannot tell which of many readings is meant it keeps all, at 17 KB a sign. */
const mostBytes = 130 * 1024 * 1024;
const stepsBetweenLooks = 16;

/** Parses in bounded time and memory. `stoppedAt`: what stands behind it was not read; null: all was. */
export function parseWithin(parser: Parser, text: string): { tree: Tree; stoppedAt: number | null } {
  const parse = parser.startParse(text);
  const end = cpuMs() + longestMs;
  const full = heapBytes() + mostBytes;
  let stoppedAt: number | null = null;
  for (let step = 1; ; step += 1) {
    const tree = advanced(parse);
    // What nests beyond the stack is not read at all.
    if (tree === 'too deep') return { tree: treeOfNothing(parser), stoppedAt: 0 };
    if (tree !== null) return { tree, stoppedAt };
    if (stoppedAt === null && step % stepsBetweenLooks === 0 && (cpuMs() > end || heapBytes() > full)) {
      stoppedAt = parse.parsedPos;
      parse.stopAt(stoppedAt);
    }
  }
}

const heapBytes = (): number => getHeapStatistics().used_heap_size;

function advanced(parse: PartialParse): Tree | null | 'too deep' {
  try {
    return parse.advance();
  } catch (error) {
    if (error instanceof RangeError) return 'too deep';
    throw error;
  }
}

function treeOfNothing(parser: Parser): Tree {
  const parse = parser.startParse('');
  for (;;) {
    const tree = parse.advance();
    if (tree !== null) return tree;
  }
}

export const tookTooLong = 'this takes too long to be understood, and what stands behind it is not read';
