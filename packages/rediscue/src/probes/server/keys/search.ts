import type { Asker } from '../asker.ts';
import { answer } from '../question.ts';
import type { ServerView } from '../server-view.ts';
import { type KeyRow, readSearched } from './rows.ts';
import { searchScript } from './scripts.ts';

/** Keys of one step: below a millisecond of the server's time. */
const stepKeys = 250;
const mostSteps = 48;
const longestMs = 400;
/** Among more keys than this the one would hardly be met. */
export const searchableKeys = 100_000;

/**
 * Looks for one outsized key of at least `wantedBytes`; only where figures say that there is one, because it costs up to
 * 12,000 look-ups. It ends with the key, with the last of the keys, or with its time.
 */
export async function searchBigKey(asker: Asker, server: ServerView, script: string, match: string, wantedBytes: number): Promise<{ looked: number; top: KeyRow[] }> {
  const found = { looked: 0, top: [] as KeyRow[] };
  const { clock } = server.context;
  const end = clock.tick() + server.context.limit(longestMs);
  let cursor = '0';
  for (let step = 0; step < mostSteps && clock.tick() < end; step += 1) {
    const [outcome] = await asker.askKeys([[script, searchScript, '0', cursor, String(stepKeys), match]]);
    const searched = answer(outcome, readSearched);
    if (searched.state !== 'ok') break;
    found.looked += searched.value.looked;
    found.top.push(...searched.value.top);
    cursor = searched.value.cursor;
    if (cursor === '0' || searched.value.top.some(({ bytes }) => bytes !== null && bytes >= wantedBytes)) break;
  }
  return found;
}
