import { areas } from './areas.ts';
import type { Report, RootCause } from './contract.ts';
import { evidenceLine } from './evidence-line.ts';
import { endpointsOf } from './figures.ts';
import { clean, milliseconds, place, plural } from './layout.ts';
import type { Render } from './options.ts';

const words = { healthy: 'Healthy', degraded: 'Degraded', down: 'Down' } as const;

/** For tickets and chats: everything that the text shows, with the areas folded away. */
export const renderMarkdown: Render = (report) => {
  const serious = report.rootCauses.filter(({ severity }) => severity === 'critical' || severity === 'error');
  const lesser = report.rootCauses.filter((root) => !serious.includes(root));
  const blocks = [
    `# ${words[report.status]}: ${report.targets.length === 0 ? 'no target' : report.targets.map(({ name }) => code(name)).join(', ')}`,
    `Taken ${report.takenAt} in ${milliseconds(report.durationMs)} by ${escaped(report.tool)}. ${plural(serious.length, 'root cause')}, ${plural(lesser.length, 'warning')}.`,
    ...serious.flatMap((root, index) => cause(report, root, serious.length > 1 ? `${index + 1}. ` : '')),
    ...(lesser.length === 0 ? [] : ['## Warnings', lesser.map(warning).join('\n')]),
    ...(report.notChecked.length === 0 ? [] : ['## Not checked', report.notChecked.map(({ what, why }) => `- ${escaped(what)}: ${escaped(why)}`).join('\n')]),
    ...report.targets.flatMap(({ name }) => endpointsOf(report, name).map(figures)),
  ];
  return `${blocks.join('\n\n')}\n`;
};

function cause(report: Report, root: RootCause, number: string): string[] {
  return [
    `## ${number}${escaped(root.summary)}`,
    [`${code(root.code)} (${root.severity})`, ...(root.target === null ? [] : [code(root.target)]), ...root.where.map((where) => code(place(where)))].join(', '),
    '### Why',
    root.chain.map((link, index) => [`${index + 1}. ${escaped(link.why)} (${code(link.code)})`, ...seen(report, link.evidence, link.code)].join('\n')).join('\n'),
    ...(root.remedies.length === 0 ? [] : ['### Fix']),
    ...root.remedies.flatMap(({ title, risk, commands, verify }) => [
      `**${escaped(title)}** (${risk})`,
      ...(commands.length === 0 ? [] : [fenced(commands.map(clean).join('\n'))]),
      `Check: ${code(verify)}`,
    ]),
  ];
}

function seen(report: Report, ids: readonly string[], of: string): string[] {
  return ids.flatMap((id) => {
    const entry = report.evidence.find((each) => each.id === id);
    const line = entry === undefined ? null : evidenceLine(entry, of);
    return entry === undefined || line === null ? [] : [`   - ${id} ${entry.probe} of ${code(entry.subject)}: ${escaped(line)}`];
  });
}

function warning({ summary, code: name, where, remedies }: RootCause): string {
  const first = remedies[0]?.commands[0];
  return `- ${escaped(summary)} (${[name, ...where.map(place)].map(code).join(', ')})${first === undefined ? '' : ` Fix: ${code(first)}`}`;
}

function figures(at: ReturnType<typeof endpointsOf>[number]): string {
  const rows = areas(at).flatMap(({ name, figures: all }) => all.map((figure) => `| ${name} | ${escaped(figure.name)} | ${escaped(figure.text)} |`));
  return [`<details><summary>Figures of ${escaped(at.subject)}</summary>`, '', '| Area | Figure | Value |', '| --- | --- | --- |', ...rows, '', '</details>'].join('\n');
}

/** What servers and files say must not become markup. */
const escaped = (text: string): string => clean(text).replace(/[\\`*_{}[\]<>#|~]/g, '\\$&');

/** A span of code whose fence is longer than any run of backticks inside. */
function code(text: string): string {
  const plain = clean(text).replaceAll('|', '\\|');
  const longest = Math.max(0, ...(plain.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = plain.startsWith('`') || plain.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${plain}${pad}${fence}`;
}

function fenced(text: string): string {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}sh\n${text}\n${fence}`;
}
