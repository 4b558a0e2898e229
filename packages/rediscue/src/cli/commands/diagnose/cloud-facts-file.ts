import { readFile } from 'node:fs/promises';
import { relative, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { errors } from '../../../errors.ts';
import type { CloudFact } from '../../../facts/index.ts';
import { isSystemError, reason } from '../../output-file.ts';

/** More than any account has to say of its Redis. */
const maxBytes = 64 * 1024 * 1024;

/** What the providers say in all these files; `-` is standard input. Throws `cloud/facts-unreadable`, `cloud/facts-invalid`. */
export async function readCloud(files: readonly string[], folder: string): Promise<CloudFact> {
  const sources = [];
  for (const file of new Set(files)) {
    const name = file === '-' ? 'standard input' : shown(file, folder);
    sources.push({ file: name, text: await read(file, name, folder) });
  }
  const { readCloudFacts } = await import('../../../declared/cloud-facts/index.ts');
  return readCloudFacts(sources, (file, fault) => errors.cloudFactsInvalid({ place: { file, line: fault.line }, why: fault.message }, { cause: fault }));
}

async function read(file: string, name: string, folder: string): Promise<string> {
  let content: string;
  try {
    content = file === '-' ? await text(process.stdin) : await readFile(resolve(folder, file), 'utf8');
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw errors.cloudFactsUnreadable({ file: name, why: reason(error) }, { cause: error });
  }
  if (content.length > maxBytes) throw errors.cloudFactsUnreadable({ file: name, why: 'it is larger than 64 MiB' });
  return content;
}

/** Below the current folder as a person writes it. */
function shown(file: string, folder: string): string {
  const path = relative(folder, resolve(folder, file));
  return path.startsWith('..') ? file : path;
}
