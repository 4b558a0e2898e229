import { createInterface } from 'node:readline/promises';

/** Asks a person for yes or no on the terminal; null where there is none to ask. Anything but `y` or `yes` is no. */
export async function ask(question: string, signal: AbortSignal): Promise<boolean | null> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return null;
  using prompt = createInterface({ input: process.stdin, output: process.stderr });
  return /^y(es)?$/i.test((await prompt.question(`${question} [y/N] `, { signal })).trim());
}
