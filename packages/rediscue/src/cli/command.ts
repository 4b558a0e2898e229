/** An option as data: parsing, help, completion and the manual's page all come from it. */
export interface OptionSpec {
  type: 'boolean' | 'string';
  what: string;
  short?: string;
  /** Name of the value in help: `DURATION`. */
  value?: string;
  /** The only values there are. */
  choices?: readonly string[];
  /** What a shell should offer for the value. */
  complete?: 'file' | 'folder';
  default?: string;
  /** It may be given several times. */
  many?: boolean;
  /** An example of a value, for error messages; the default or first choice where there is one. */
  example?: string;
}

interface ArgumentSpec {
  name: string;
  what: string;
  many?: boolean;
  required?: boolean;
  /** What a shell should offer where `choices` names nothing. */
  complete?: 'file';
  /** Values that a shell should offer. */
  choices?: readonly string[] | ((commands: readonly Command[]) => Promise<readonly string[]>);
}

interface Example {
  command: string;
  what: string;
}

export type Options = Record<string, OptionSpec>;
type Values<O extends Options> = {
  [K in keyof O]: O[K] extends { type: 'boolean' } ? boolean : O[K] extends { many: true } ? string[] : O[K] extends { default: string } ? string : string | undefined;
};

/** What the command line said, checked. */
export interface Call<O extends Options = Options> {
  arguments: string[];
  options: Values<O>;
}

/** The world as a command may see it. Commands return text; only the entry writes it. */
export interface World {
  environment: Readonly<Record<string, string | undefined>>;
  folder: string;
  signal: AbortSignal;
  stdout: Terminal;
  stderr: Terminal;
  /** Shows on a terminal that something is going on; lines elsewhere are not written. */
  progress(text: () => string): Disposable;
  /** Asks for yes or no; null where there is no terminal to ask on. */
  ask(question: string): Promise<boolean | null>;
  /** What takes back, at once, what must not stay when the person interrupts; until it is disposed of. */
  onInterrupt(undo: () => void): Disposable;
  /** Every command, for help and completion. */
  commands(): Promise<readonly Command[]>;
}

/** What a stream can show. */
export interface Terminal {
  isTerminal: boolean;
  colour: boolean;
  unicode: boolean;
  width: number;
}

/** 0: well. 1: done, and what was looked at is not well. Failures are thrown as RediscueError. */
export interface Outcome {
  status: 0 | 1;
  stdout: string;
  /** Notes for the person, such as where a report was written. */
  stderr?: string;
}

export interface Command<O extends Options = Options> {
  name: string;
  /** One line for lists. */
  what: string;
  /** Paragraphs for its own help. */
  details: readonly string[];
  arguments: readonly ArgumentSpec[];
  options: O;
  examples: readonly [Example, ...Example[]];
  run(call: Call<O>, world: World): Promise<Outcome>;
}

/** Types a command file. */
export function defineCommand<const O extends Options>(command: Command<O>): Command<O> {
  return command;
}

/** Options that every command has. */
export const commonOptions = {
  help: { type: 'boolean', short: 'h', what: 'Show help for this command.' },
  'no-color': { type: 'boolean', what: 'No colours. NO_COLOR in the environment does the same.' },
} as const satisfies Options;
