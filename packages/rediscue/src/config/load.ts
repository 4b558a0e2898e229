import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { errors } from '../errors.ts';
import type { Config } from './read.ts';

export const configName = 'rediscue.yaml';

/** The project's rediscue.yaml; null where there is none. Throws `config/…` where it cannot be used. */
export async function loadConfig(project: string): Promise<Config | null> {
  let text: string;
  try {
    text = await readFile(join(project, configName), 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw errors.configUnreadable({ file: configName, why: code ?? 'it cannot be read' }, { cause: error });
  }
  const { readConfig } = await import('./read.ts');
  return readConfig(text, configName);
}
