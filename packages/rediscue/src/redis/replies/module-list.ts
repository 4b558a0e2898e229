import { type Reply, text } from '../resp.ts';
import { clipped, fields, list } from './shape.ts';

export interface LoadedModule {
  name: string;
  version: string;
  /** Of the library; null when the server does not show it (before 7.0) or it is built in. */
  path: string | null;
}

/** MODULE LIST. */
export function parseModuleList(reply: Reply): LoadedModule[] | undefined {
  const entries = list(reply);
  if (entries === undefined) return undefined;
  const found: LoadedModule[] = [];
  for (const entry of entries.slice(0, 200)) {
    const named = fields(entry);
    const name = clipped(named?.get('name'), 128);
    if (named === undefined || name === undefined) continue;
    found.push({ name, version: text(named.get('ver')) ?? 'unknown', path: clipped(named.get('path'), 1024) || null });
  }
  return found.length > 0 || entries.length === 0 ? found : undefined;
}
