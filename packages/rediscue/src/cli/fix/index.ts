import { join } from 'node:path';
import { errors } from '../../errors.ts';
import type { Report } from '../../report/contract.ts';
import { clean } from '../../report/layout.ts';
import type { World } from '../command.ts';
import { apply, textOf } from './apply.ts';
import { unifiedDiff } from './diff.ts';
import { planOf } from './plan.ts';

export interface FixOptions {
  yes: boolean;
  'dry-run': boolean;
}

export interface Fixed {
  /** The report that stands in the end. */
  report: Report;
  /** What the person is told: the diff, what was kept where, whether it helped. */
  text: string;
  outcome: 'nothing-to-change' | 'planned' | 'declined' | 'helped' | 'taken-back';
  diff: string;
  kept: string[];
}

const rank = { healthy: 0, degraded: 1, down: 2 } as const;

/**
 * Changes files as the report's remedies say, on consent, and proves it: what does not help is taken back.
 * `again` makes the report anew. Throws `fix/no-consent` where nobody can be asked.
 */
export async function fix(report: Report, folder: string, options: FixOptions, world: World, again: () => Promise<Report>): Promise<Fixed> {
  const plan = planOf(report, (file) => textOf(join(folder, file)));
  const diff = plan.changes.map(unifiedDiff).join('');
  const left = plan.left.map(({ code, why }) => `Not changed for ${code}: ${why}.\n`).join('');
  const end = (outcome: Fixed['outcome'], text: string, more: Partial<Fixed> = {}): Fixed => ({ report, outcome, diff, kept: [], text: `${diff}${text}${left}`, ...more });
  if (plan.changes.length === 0) return end('nothing-to-change', 'There is nothing that a change of a file is known to mend.\n');
  if (options['dry-run']) return end('planned', `This is what \`--fix\` would change for ${plan.codes.join(', ')}; nothing was changed.\n`);
  if (!options.yes) {
    // Whoever is asked has not seen the report yet.
    const reasons = report.rootCauses.filter(({ code }) => plan.codes.includes(code)).map(({ summary }) => `${clean(summary)}\n`);
    const consent = await world.ask(`${[...new Set(reasons)].join('')}\n${diff}Change ${plan.changes.map(({ file }) => file).join(', ')} like this?`);
    if (consent === null) throw errors.noConsent({ what: plan.changes.map(({ file }) => file).join(', ') });
    if (!consent) return end('declined', 'Nothing was changed.\n');
  }
  const applied = apply(plan.changes, folder, report.takenAt.replace(/[-:]|\.\d+/g, ''));
  const kept = applied.kept.map(({ as }) => as);
  // Whoever interrupts the second look has no proof: nothing stays changed.
  using _ = world.onInterrupt(applied.undo);
  try {
    const after = await again();
    const remains = after.rootCauses.filter(({ code, where }) => plan.codes.includes(code) && where.some(({ file }) => plan.changes.some((change) => change.file === file)));
    if (remains.length === 0 && rank[after.status] <= rank[report.status])
      return end('helped', `Changed for ${plan.codes.join(', ')}, and looked at again: it helped. The old files are kept: ${kept.join(', ')}.\n`, { report: after, kept });
  } catch (error) {
    applied.undo();
    throw error;
  }
  applied.undo();
  return end('taken-back', 'It did not help: everything was put back as it was.\n');
}
