import type { OptionSpec } from '../../command.ts';

/** What a shell has to know of a command. */
export interface Completed {
  name: string;
  what: string;
  options: { name: string; spec: OptionSpec }[];
  /** Values of its arguments, where they are known. */
  words: readonly string[];
  /** Its arguments are files and folders. */
  takesFiles: boolean;
}
