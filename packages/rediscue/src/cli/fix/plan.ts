import type { Report } from '../../report/contract.ts';

export type Edit = NonNullable<Report['rootCauses'][number]['remedies'][number]['edits']>[number];

/** What a file is and what it would be. */
export interface FileChange {
  file: string;
  before: string;
  after: string;
}

export interface FixPlan {
  changes: FileChange[];
  /** Root causes that the changes are for. */
  codes: string[];
  /** Root causes of at least the wanted severity that no exact change is known for, or whose lines are not as they were read. */
  left: { code: string; why: string }[];
}

/** The first remedy with exact changes of each root cause, laid over the files. `read` gives a file's text, null for none. */
export function planOf(report: Report, read: (file: string) => string | null): FixPlan {
  const texts = new Map<string, { before: string; after: string }>();
  const plan: FixPlan = { changes: [], codes: [], left: [] };
  for (const root of report.rootCauses) {
    const edits = root.remedies.find((remedy) => remedy.edits !== undefined && remedy.edits.length > 0)?.edits;
    if (edits === undefined) {
      if (root.severity === 'critical' || root.severity === 'error') plan.left.push({ code: root.code, why: 'no exact change of a file is known for it' });
      continue;
    }
    const drafts = new Map<string, string>();
    const isWhole = edits.every((edit) => {
      const known = texts.get(edit.file);
      const text = drafts.get(edit.file) ?? known?.after ?? read(edit.file);
      const changed = text === null ? null : edited(text, edit);
      if (changed !== null) drafts.set(edit.file, changed);
      return changed !== null;
    });
    if (!isWhole) {
      plan.left.push({ code: root.code, why: 'the value does not stand literally at its place, so it must be changed by hand' });
      continue;
    }
    for (const [file, after] of drafts) texts.set(file, { before: texts.get(file)?.before ?? read(file) ?? '', after });
    plan.codes.push(root.code);
  }
  plan.changes = [...texts].map(([file, text]) => ({ file, ...text })).filter(({ before, after }) => before !== after);
  return plan;
}

/** The text with one line changed; null where the line does not hold what is to be replaced exactly once. */
function edited(text: string, edit: Edit): string | null {
  const lines = text.split('\n');
  const line = lines[edit.line - 1];
  if (line === undefined) return null;
  if ('find' in edit) {
    const at = line.indexOf(edit.find);
    if (edit.find === '' || at === -1 || line.indexOf(edit.find, at + 1) !== -1) return null;
    lines[edit.line - 1] = line.slice(0, at) + edit.replace + line.slice(at + edit.find.length);
  } else {
    const indentation = /^\s*/.exec(line)?.[0] ?? '';
    const end = line.endsWith('\r') ? '\r' : '';
    lines.splice(edit.line, 0, `${indentation}${edit.insertBelow}${end}`);
  }
  return lines.join('\n');
}
