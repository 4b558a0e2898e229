import { readdir, stat } from 'node:fs/promises';
import type { FactData } from '../../facts/index.ts';

type Mount = FactData<'containers'>['containers'][number]['mounts'][number];

/** What stands at the sources of bind mounts. Only for engines of this machine: another one's paths are not ours. */
export function lookAtSources(mounts: readonly Mount[]): Promise<Mount[]> {
  return Promise.all(mounts.map(async (mount) => (mount.type === 'bind' ? { ...mount, sourceIs: await standsAt(mount.source) } : mount)));
}

async function standsAt(path: string): Promise<Mount['sourceIs']> {
  try {
    const found = await stat(path);
    if (!found.isDirectory()) return 'file';
    return (await readdir(path)).length === 0 ? 'empty-folder' : 'folder';
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'missing' : null;
  }
}
