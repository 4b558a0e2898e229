import { readFileSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { loadConfig } from '../../../config/load.ts';
import { audit } from '../../../diagnose/audit.ts';
import { errors } from '../../../errors.ts';
import type { Report } from '../../../report/contract.ts';
import { plural } from '../../../report/layout.ts';
import { without } from '../../../report/without.ts';
import type { Call, Outcome, World } from '../../command.ts';
import { fixAndShow, formatOf, showReport } from '../../show-report.ts';
import { readBaseline, writeBaseline } from './baseline.ts';
import { ignoredBy } from './ignored.ts';
import type { options as known } from './options.ts';
import { suppressedBy } from './suppressed.ts';

type Told = Pick<Report['findings'][number], 'code' | 'summary' | 'where'>;

/** Audits one folder, or of the current one what the paths name. */
export async function runAudit({ arguments: paths, options }: Call<typeof known>, world: World): Promise<Outcome> {
  formatOf(options);
  const { project, only } = await placeOf(paths, world);
  const settings = (await loadConfig(project))?.settings.audit ?? {};
  const baseline = options.baseline === undefined ? settings.baseline && resolve(project, settings.baseline) : resolve(world.folder, options.baseline);
  // What the file names is written first, and then read.
  const isFirst = options['write-baseline'] !== undefined && options.baseline === undefined;
  const inBaseline = baseline === undefined || isFirst ? () => false : await readBaseline(baseline);
  const whole = (await audit(project, world.environment)).report;
  const isAccepted = suppressedBy((file) => textOf(join(project, file)));
  const isIgnored = ignoredBy(settings.ignore ?? []);
  const isElsewhere = ({ where }: Told) => (where[0] !== undefined && isIgnored(where[0].file)) || isOutside(where);
  const isOutside = (where: Told['where']) => only !== null && !where.some(({ file }) => only.some((path) => path === '' || file === path || file.startsWith(`${path}/`)));
  const asked = without(whole, isElsewhere).report;
  const notes: string[] = [];
  if (options['write-baseline'] !== undefined) {
    const file = resolve(world.folder, options['write-baseline']);
    await writeBaseline(file, without(asked, isAccepted).report);
    notes.push(`Baseline: ${options['write-baseline']}`);
  }
  const { report, left } = without(asked, (finding) => isAccepted(finding) || inBaseline(finding));
  if (left > 0) notes.push(`${plural(left, 'finding')} left out, by a baseline or a comment`);
  const { manual } = await import('../../../diagnose/verdict.ts');
  if (!options.fix) return showReport(report, options, world, manual, notes);
  const again = async () => without((await audit(project, world.environment)).report, (finding) => isElsewhere(finding) || isAccepted(finding) || inBaseline(finding)).report;
  return fixAndShow(report, project, options, world, manual, again);
}

/** One folder is the project; several paths, and files, are parts of the current folder. */
async function placeOf(paths: readonly string[], world: World): Promise<{ project: string; only: string[] | null }> {
  const found = await Promise.all(
    paths.map(async (path) => {
      const at = resolve(world.folder, path);
      const kind = await stat(at).catch(() => null);
      if (kind === null) throw errors.noPath({ path });
      return { at, isFolder: kind.isDirectory() };
    }),
  );
  const [first] = found;
  if (first === undefined) return { project: world.folder, only: null };
  if (found.length === 1 && first.isFolder) return { project: first.at, only: null };
  const only = found.map(({ at }) => relative(world.folder, at));
  const outside = only.find((path) => path.startsWith('..'));
  if (outside !== undefined) throw errors.noPath({ path: outside });
  return { project: world.folder, only };
}

function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
