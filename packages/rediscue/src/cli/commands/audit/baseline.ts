import { readFile } from 'node:fs/promises';
import { errors } from '../../../errors.ts';
import type { Report } from '../../../report/contract.ts';
import { isSystemError, reason, writePrivately } from '../../output-file.ts';

type Told = Pick<Report['findings'][number], 'code' | 'summary' | 'where'>;

/** What stays the same when lines move: the code, the file, and what is said without its line numbers. */
const entryOf = ({ code, summary, where }: Told) => ({ code, file: where[0]?.file ?? null, summary: summary.replace(/:\d+\b/g, '') });
const key = (entry: { code: string; file: string | null; summary: string }): string => JSON.stringify([entry.code, entry.file, entry.summary]);

/** Writes all findings of a report in an order that does not change from run to run. */
export async function writeBaseline(file: string, report: Report): Promise<void> {
  const findings = report.findings.map(entryOf).toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
  await writePrivately(file, `${JSON.stringify({ schema: 1, findings }, null, 2)}\n`);
}

/** Tells whether a finding is in the baseline. Throws `cli/bad-baseline` for a file that is none. */
export async function readBaseline(file: string): Promise<(finding: Told) => boolean> {
  const known = new Set((await entries(file)).map(key));
  return (finding) => known.has(key(entryOf(finding)));
}

async function entries(file: string): Promise<{ code: string; file: string | null; summary: string }[]> {
  try {
    const document: unknown = JSON.parse(await readFile(file, 'utf8'));
    const findings = (document as { schema?: unknown; findings?: unknown } | null)?.findings;
    if ((document as { schema?: unknown } | null)?.schema !== 1 || !Array.isArray(findings)) throw new SyntaxError('it has no `"schema": 1` with `findings`');
    return findings.filter((each): each is { code: string; file: string | null; summary: string } => typeof each?.code === 'string' && typeof each?.summary === 'string');
  } catch (error) {
    if (isSystemError(error)) throw errors.badBaseline({ file, why: reason(error) }, { cause: error });
    throw errors.badBaseline({ file, why: 'it is no baseline that `--write-baseline` wrote' }, { cause: error });
  }
}
