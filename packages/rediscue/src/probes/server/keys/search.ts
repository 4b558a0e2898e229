import type { Asker } from '../asker.ts';
import { answer } from '../question.ts';
import type { ServerView } from '../server-view.ts';
import { type KeyRow, readSearched, type Searched } from './rows.ts';
import { searchScript } from './sample-script.ts';

const mib = 1024 * 1024;
/** Keys of one step: below a millisecond of the server's time. */
const stepKeys = 250;
/** With more keys than this a search would rarely meet the one; a few steps are tried all the same. */
const searchable = 20_000;
const fewSteps = 4;
const manySteps = 48;
const longestMs = 400;

/** Bytes of the data set that the sample does not account for. Unknown: undefined. */
function unexplainedBytes(server: ServerView, total: number, sampled: readonly KeyRow[]): number | undefined {
  const used = server.number('used_memory');
  const startup = server.number('used_memory_startup');
  const data = server.number('used_memory_dataset') ?? (used !== undefined && startup !== undefined ? used - startup : undefined);
  const sizes = sampled.flatMap((row) => row.bytes ?? []);
  if (data === undefined || sizes.length === 0) return undefined;
  return data - (sizes.reduce((sum, bytes) => sum + bytes, 0) / sizes.length) * total;
}

/** Whether figures say that some key is far bigger than those that were sampled. Redis 8 counts keys by size. */
function isOneKeySuspected(server: ServerView, unexplained: number | undefined): boolean {
  const data = server.number('used_memory_dataset') ?? server.number('used_memory');
  if (unexplained !== undefined && data !== undefined && unexplained >= 24 * mib && unexplained >= data * 0.4) return true;
  for (const [name, counts] of server.info ?? []) {
    // `db0_distrib_strings_sizes:1=10,16M=1`: lengths of strings in bytes, of the others in elements.
    const kind = /^db\d+_distrib_(strings_sizes|[a-z]+_items)$/.exec(name)?.[1];
    if (kind !== undefined && (kind === 'strings_sizes' ? /(^|,)(\d+G|(16|32|64|128|256|512)M)=/ : /(^|,)(\d+[MG]|(256|512)K)=/).test(counts)) return true;
  }
  return false;
}

/**
 * Looks for one outsized key, and only where the figures say that there is one. Each step costs the server as much as
 * SCAN COUNT 250; it ends with the key that explains the figures, with the last key, or with its time.
 */
export async function searchBigKey(
  asker: Asker,
  server: ServerView,
  script: string,
  match: string,
  total: number,
  sampled: readonly KeyRow[],
): Promise<{ looked: number; top: Searched['top'] }> {
  const unexplained = unexplainedBytes(server, total, sampled);
  const found = { looked: 0, top: [] as Searched['top'] };
  if (!isOneKeySuspected(server, unexplained)) return found;
  const known = Math.max(0, ...sampled.map((row) => row.bytes ?? 0));
  // Bytes of the key that would explain it; where only counts are known, 16 MiB.
  const enough = unexplained !== undefined && unexplained > 0 ? Math.max(unexplained / 2, mib) : 16 * mib;
  if (known >= enough) return found;
  const steps = total <= searchable ? manySteps : fewSteps;
  const { clock } = server.context;
  const end = clock.tick() + server.context.limit(longestMs);
  let cursor = '0';
  for (let step = 0; step < steps && clock.tick() < end; step += 1) {
    const [outcome] = await asker.ask([[script, searchScript, '0', cursor, String(Math.max(stepKeys, 0)), match]]);
    const searched = answer(outcome, readSearched);
    if (searched.state !== 'ok') break;
    found.looked += searched.value.looked;
    found.top.push(...searched.value.top);
    cursor = searched.value.cursor;
    if (cursor === '0' || searched.value.top.some(({ bytes }) => bytes >= enough)) break;
  }
  return found;
}
