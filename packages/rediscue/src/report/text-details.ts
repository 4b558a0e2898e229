import { areas, type Figure, unknown } from './areas.ts';
import type { Report } from './contract.ts';
import { evidenceLine } from './evidence-line.ts';
import { endpointsOf } from './figures.ts';
import { clean, milliseconds, wrap } from './layout.ts';
import type { RenderOptions } from './options.ts';
import type { Paint } from './paint.ts';

/** Everything behind the verdict: the six areas of each server, what was explained away, and every fact with its time. */
export function details(report: Report, options: RenderOptions, paint: Paint): string[][] {
  return [
    ...report.targets.flatMap(({ name }) => endpointsOf(report, name).map((at) => areasOf(at, options, paint))),
    explained(report, options, paint),
    evidence(report, options, paint),
  ];
}

function areasOf(at: ReturnType<typeof endpointsOf>[number], { width }: RenderOptions, paint: Paint): string[] {
  const label = 15;
  return [
    paint('bold', `Areas of ${clean(at.subject)}`),
    ...areas(at).flatMap(({ name, figures }) => wrap(told(figures), width - label - 2, ' '.repeat(label + 2), `  ${name.padEnd(label)}`)),
  ];
}

/** What is known, and the names of what is not. */
function told(figures: readonly Figure[]): string {
  const missing = figures.filter(({ text }) => text === unknown).map(({ name }) => name);
  const known = figures.filter(({ text }) => text !== unknown).map(({ name, text }) => `${name} ${clean(text)}`);
  if (known.length === 0) return unknown;
  return [...known, ...(missing.length > 0 ? [`unknown: ${missing.join(', ')}`] : [])].join(' · ');
}

function explained({ findings }: Report, { width }: RenderOptions, paint: Paint): string[] {
  const rest = findings.filter(({ explainedBy, severity }) => explainedBy !== null || severity === 'info');
  if (rest.length === 0) return [];
  return [
    paint('bold', 'Also seen'),
    ...rest.flatMap(({ code, severity, summary, explainedBy }) =>
      wrap(`${clean(summary)} (${code}, ${severity}${explainedBy === null ? '' : `, explained by ${explainedBy}`})`, width - 4, '    ', '  - '),
    ),
  ];
}

function evidence(report: Report, { width }: RenderOptions, paint: Paint): string[] {
  if (report.evidence.length === 0) return [];
  const start = Date.parse(report.takenAt);
  const idWidth = Math.max(...report.evidence.map(({ id }) => id.length));
  return [
    paint('bold', 'Evidence (begun, took)'),
    ...report.evidence.flatMap((entry) => {
      const line = evidenceLine(entry);
      const began = `+${Math.max(0, Date.parse(entry.at) - start)} ms`;
      const head = `  ${entry.id.padEnd(idWidth)}  ${began.padStart(8)}  ${milliseconds(entry.durationMs).padStart(8)}  `;
      const indent = ' '.repeat(idWidth + 4);
      return wrap(`${entry.probe} ${clean(entry.subject)}${line === null ? '' : `: ${clean(line)}`}`, Math.max(30, width - head.length), indent, head);
    }),
  ];
}
