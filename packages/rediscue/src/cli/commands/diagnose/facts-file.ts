import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { errors } from '../../../errors.ts';
import type { Facts } from '../../../facts/index.ts';
import { isSystemError, reason, writePrivately } from '../../output-file.ts';

/** Facts that were saved before; `-` is standard input. Throws `facts/unreadable`, `facts/invalid`. */
export async function readFacts(file: string): Promise<Facts> {
  const content = await read(file);
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch (error) {
    throw errors.factsInvalid({ file, why: 'it is no JSON' }, { cause: error });
  }
  // The schema is only needed to check what comes from outside; loading it costs more than a diagnosis.
  const { parseFacts } = await import('../../../facts/index.ts');
  try {
    return parseFacts(value);
  } catch (error) {
    throw errors.factsInvalid({ file, why: firstIssue(error) }, { cause: error });
  }
}

async function read(file: string): Promise<string> {
  try {
    return file === '-' ? await text(process.stdin) : await readFile(file, 'utf8');
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw errors.factsUnreadable({ file, why: reason(error) }, { cause: error });
  }
}

/** The first thing that is wrong, with its place. */
function firstIssue(error: unknown): string {
  const [issue] = (error as { issues?: { path: PropertyKey[]; message: string }[] }).issues ?? [];
  if (issue === undefined) return error instanceof Error ? error.message : 'it does not fit';
  return `${issue.path.length === 0 ? 'the document' : issue.path.map(String).join('.')}: ${issue.message}`;
}

export const saveFacts = (file: string, facts: Facts): Promise<void> => writePrivately(file, `${JSON.stringify(facts, null, 1)}\n`);
