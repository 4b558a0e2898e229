import { maskSecrets } from '../../declared/masks/index.ts';
import type { FileChange } from './plan.ts';

const context = 3;

/** A unified diff, as `patch` reads it. Lines that were changed or put in; none are moved. */
export function unifiedDiff({ file, before, after }: FileChange): string {
  const old = before.split('\n');
  const fresh = after.split('\n');
  const rows = rowsOf(old, fresh);
  const hunks: string[] = [];
  let at = 0;
  while (at < rows.length) {
    const first = rows.findIndex((row, index) => index >= at && row.mark !== ' ');
    if (first === -1) break;
    let last = first;
    for (let index = first; index < rows.length && index <= last + 2 * context; index += 1) if (rows[index]?.mark !== ' ') last = index;
    const from = Math.max(0, first - context);
    const to = Math.min(rows.length, last + context + 1);
    const part = rows.slice(from, to);
    const count = (skip: string) => part.filter(({ mark }) => mark !== skip).length;
    const start = (skip: string) => rows.slice(0, from).filter(({ mark }) => mark !== skip).length + 1;
    hunks.push(`@@ -${start('+')},${count('+')} +${start('-')},${count('-')} @@`, ...part.map((row) => `${row.mark}${shown(file, row)}`));
    at = to;
  }
  return hunks.length === 0 ? '' : `--- a/${file}\n+++ b/${file}\n${hunks.join('\n')}\n`;
}

/** A diff is shown on a screen: values of an env file stand there only where they change, and no secret does. */
function shown(file: string, { mark, text }: Row): string {
  const isEnvFile = /(^|\/)(\.env[^/]*|[^/]+\.env|\.envrc)$/.test(file);
  const masked = maskSecrets(text);
  return isEnvFile && mark === ' ' ? masked.replace(/^(\s*(?:export\s+)?[A-Za-z_][A-Za-z0-9_]*\s*=).+/, '$1***') : masked;
}

interface Row {
  mark: ' ' | '-' | '+';
  text: string;
}

/** Both texts side by side: changes of this program replace single lines or put some in. */
function rowsOf(old: readonly string[], fresh: readonly string[]): Row[] {
  const rows: Row[] = [];
  let [a, b] = [0, 0];
  while (a < old.length || b < fresh.length) {
    if (a < old.length && old[a] === fresh[b]) {
      rows.push({ mark: ' ', text: old[a] ?? '' });
      a += 1;
      b += 1;
      continue;
    }
    const inserted = a < old.length ? fresh.indexOf(old[a] ?? '', b) : fresh.length;
    if (inserted !== -1 && inserted - b <= 8) {
      for (; b < inserted; b += 1) rows.push({ mark: '+', text: fresh[b] ?? '' });
      continue;
    }
    rows.push({ mark: '-', text: old[a] ?? '' });
    if (b < fresh.length) rows.push({ mark: '+', text: fresh[b] ?? '' });
    a += 1;
    b += 1;
  }
  return rows;
}
