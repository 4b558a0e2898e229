import type { Random } from './random.ts';

/** Something that must take any bytes: it may refuse them in its own way, and may neither throw otherwise, hang, nor grow. */
export interface FuzzTarget {
  name: string;
  /** Real inputs, from which broken ones are made. At least one. */
  seeds(): Buffer[];
  /** Takes one input; throws when it was taken wrongly. `random` makes choices that belong to the input, such as where it is cut. */
  run(input: Buffer, random: Random): void;
}
