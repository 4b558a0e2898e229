import type { Random } from './random.ts';

/** What a target may use beside its input. */
export interface Aids {
  /** Makes choices that belong to the input, such as where it is cut. */
  random: Random;
  /** A folder in memory where the machine has one, for what only reads files. It lives as long as the run. */
  folder: string;
  /** Counts something that was seen, for the report of a run. */
  count(what: string): void;
}

/** Something that must take any bytes: it may refuse them in its own way, and may neither throw otherwise, hang, nor grow. */
export interface FuzzTarget {
  /** `group/what`, so that one or a group of them can be chosen. */
  name: string;
  /** Real inputs, from which broken ones are made. At least one. */
  seeds(): Buffer[];
  /** Takes one input; throws or rejects when it was taken wrongly. */
  run(input: Buffer, aids: Aids): void | Promise<void>;
}
