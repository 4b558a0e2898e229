import type { FactData, ProbeName } from '../../src/facts/index.ts';
import { factSchemas } from '../../src/facts/index.ts';

/** What was understood may not be much larger than what was said. */
export function expectBounded(understood: unknown, inputBytes: number): void {
  const bytes = JSON.stringify(understood)?.length ?? 0;
  if (bytes > 64 * inputBytes + 100_000) throw new Error(`${inputBytes} bytes were read as ${bytes}`);
}

/** A password that stands in seeds and nowhere else. */
export const secret = 'kV7q2ZsecretW9xLt3';

/**
 * Says that nothing that may be shown holds the secret. Where a change has put it into a place that is no secret's, or has
 * repeated it, or has made it the name of a variable, nothing can be said: `held` are the secrets that were read, `text` the whole input.
 */
export function expectHidden(text: string, held: readonly (string | null | undefined)[], shown: unknown): void {
  const [before = '', ...behind] = text.split(secret);
  if (behind.length !== 1 || /(\$|\{\{)[^\S\n]*[-.{($]*\w*$|<[^<>]*$|%\w*$/.test(before) || !held.some((each) => each?.includes(secret))) return;
  if (JSON.stringify(shown).includes(secret)) throw new Error('a secret is shown');
}

/** Says that it can be saved and read again. */
export function expectFact<K extends ProbeName>(probe: K, data: FactData<K>): void {
  factSchemas[probe].parse(JSON.parse(JSON.stringify(data)));
}
