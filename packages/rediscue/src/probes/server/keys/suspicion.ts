import type { ServerView } from '../server-view.ts';

const mib = 1024 * 1024;

/** Bytes of the whole data set; undefined when unknown. Before 4.0 all memory beyond what an empty server takes. */
export function dataBytes(server: ServerView): number | undefined {
  const used = server.number('used_memory');
  const startup = server.number('used_memory_startup') ?? mib;
  return server.number('used_memory_dataset') ?? (used === undefined ? undefined : Math.max(0, used - startup));
}

/**
 * Bytes that one key must have to explain the size of the data, when keys are as big as those that were measured; null when
 * nothing points at an outsized key. `share`: the part of the data that the others may explain at most.
 */
export function missingBytes(server: ServerView, total: number, bytesPerKey: number | undefined, share: number): number | null {
  const data = dataBytes(server);
  const missing = data === undefined || bytesPerKey === undefined ? 0 : data - bytesPerKey * total;
  if (data !== undefined && missing >= 24 * mib && missing >= data * (1 - share)) return missing;
  return hasOutsizedCount(server) ? Math.max(missing, 16 * mib) : null;
}

/** Redis 8 counts keys by size: `db0_distrib_strings_sizes:1=10,16M=1`; strings in bytes, the others in elements. */
function hasOutsizedCount(server: ServerView): boolean {
  for (const [name, counts] of server.info ?? []) {
    const kind = /^db\d+_distrib_(strings_sizes|[a-z]+_items)$/.exec(name)?.[1];
    if (kind === undefined) continue;
    if ((kind === 'strings_sizes' ? /(^|,)(\d+G|(16|32|64|128|256|512)M)=/ : /(^|,)(\d+[MG]|(256|512)K)=/).test(counts)) return true;
  }
  return false;
}
