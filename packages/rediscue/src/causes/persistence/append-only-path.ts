import { directive } from '../server-state.ts';
import { dataDirectory } from '../shell.ts';
import type { EndpointView } from '../view.ts';

/**
 * What to give to redis-check-aof, and what to copy before. Since 7.0 the log is a folder with a manifest,
 * which the tool wants; before it was one file.
 */
export function appendOnlyPath(at: EndpointView, part: string | undefined): { fix: string; copy: string } {
  const log = at.get('data')?.appendOnly;
  const directory = dataDirectory(at) ?? '.';
  const folder = `${directory}/${at.config('appenddirname') ?? directive(at, 'appenddirname') ?? 'appendonlydir'}`;
  const name = at.config('appendfilename') ?? directive(at, 'appendfilename') ?? 'appendonly.aof';
  if (log?.manifest) return { fix: log.manifest, copy: log.manifest.slice(0, log.manifest.lastIndexOf('/')) || '.' };
  if (log?.present && log.parts[0] !== undefined) return { fix: log.parts[0].file, copy: log.parts[0].file };
  if (part !== undefined && /\.(base|incr)\./.test(part)) return { fix: `${folder}/${name}.manifest`, copy: folder };
  return part?.startsWith('/') ? { fix: part, copy: part } : { fix: `${folder}/${name}.manifest`, copy: folder };
}
