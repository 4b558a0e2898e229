import { errors } from '../errors.ts';
import type { Report, RootCause } from '../report/contract.ts';
import { type Format, formats, type RenderOptions, renderers } from '../report/index.ts';
import { clean } from '../report/layout.ts';
import type { Outcome, World } from './command.ts';
import type { FixOptions } from './fix/index.ts';
import { outputPath, writePrivately } from './output-file.ts';

/** Options of every command that ends in a report. */
export interface ReportOptions {
  json: boolean;
  format: string | undefined;
  output: string | undefined;
  'fail-on': string;
  verbose: boolean;
  quiet: boolean;
}

/** Throws when `--json` and `--format` disagree. */
export function formatOf({ json, format }: Pick<ReportOptions, 'json' | 'format'>): Format {
  if (json && format !== undefined && format !== 'json')
    throw errors.conflictingOptions({ options: `--json and --format ${format}`, why: '--json is the short form of --format json.' });
  return json ? 'json' : ((format as Format | undefined) ?? 'text');
}

/** `--fix`, then the report that stands in the end. `again` makes it anew. */
export async function fixAndShow(
  report: Report,
  folder: string,
  options: ReportOptions & FixOptions,
  world: World,
  manual: RenderOptions['manual'],
  again: () => Promise<Report>,
): Promise<Outcome> {
  const { fix } = await import('./fix/index.ts');
  const { text, ...fixed } = await fix(report, folder, options, world, again);
  const outcome = await showReport(fixed.report, options, world, manual, []);
  if (!options.json && options.format === undefined) return { ...outcome, stdout: `${text}\n${outcome.stdout}` };
  return { ...outcome, stderr: `${outcome.stderr ?? ''}${text}` };
}

/** The report on the screen or in its file, with the exit status that it stands for. `notes` are told on stderr. */
export async function showReport(report: Report, options: ReportOptions, world: World, manual: RenderOptions['manual'], notes: string[]): Promise<Outcome> {
  const format = formatOf(options);
  const screen: RenderOptions = { ...world.stdout, verbose: options.verbose };
  const render = (as: Format, how: RenderOptions) => renderers[as](report, manual ? { ...how, manual } : how);
  let shown: Format = format;
  if (options.output !== undefined) {
    const file = await outputPath(options.output, formats[format], report.takenAt);
    await writePrivately(file, render(format, { ...screen, colour: false, unicode: true }));
    notes.push(`Report: ${file}`);
    // The file has the report; the person gets the summary, a program that asked for JSON still gets JSON.
    shown = options.json ? 'json' : 'text';
  }
  const stdout = options.quiet && shown === 'text' ? briefly(report) : render(shown, screen);
  return { status: isBad(report, options['fail-on']) ? 1 : 0, stdout, stderr: options.quiet || notes.length === 0 ? '' : `${notes.join('\n')}\n` };
}

const ranks = ['critical', 'error', 'warning', 'info'] as const;

function isBad(report: Report, failOn: string): boolean {
  const least = ranks.indexOf(failOn as (typeof ranks)[number]);
  // What cannot be used is bad also when no cause was found for it.
  if (report.status === 'down' && failOn !== 'never') return true;
  return report.rootCauses.some(({ severity }) => ranks.indexOf(severity) <= least);
}

const briefly = (report: Report): string =>
  report.rootCauses
    .filter(({ severity }) => severity === 'critical' || severity === 'error')
    .map(({ severity, code, summary }: RootCause) => `${severity} ${code}: ${clean(summary)}\n`)
    .join('');
