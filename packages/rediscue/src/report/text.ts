import type { Report, RootCause } from './contract.ts';
import { evidenceLine } from './evidence-line.ts';
import { ascii, clean, milliseconds, place, plural, wrap } from './layout.ts';
import type { Render, RenderOptions } from './options.ts';
import { type Paint, painter } from './paint.ts';
import { details } from './text-details.ts';
import { health } from './text-health.ts';

/** Marks of the verdicts, with and without UTF-8. */
const marks = { healthy: ['✔', '[ok]', 'green'], degraded: ['▲', '[!]', 'yellow'], down: ['✖', '[x]', 'red'] } as const;

const saysOfFiles = { healthy: 'nothing in the files keeps it from its Redis', degraded: 'the files declare a fault', down: 'the files declare a fault that stops it' } as const;

/** For a tired person: verdict, cause, why, fix, check. Details only on `verbose`. */
export const renderText: Render = (report, options) => {
  const paint = painter(options);
  const serious = report.rootCauses.filter(({ severity }) => severity === 'critical' || severity === 'error');
  const lesser = report.rootCauses.filter((root) => !serious.includes(root));
  const blocks = [
    verdict(report, options, paint),
    ...(serious.length === 0 ? [health(report, options)] : serious.map((root, index) => cause(report, root, serious.length > 1 ? index + 1 : null, options, paint))),
    warnings(lesser, options, paint),
    notChecked(report, options, paint),
    ...(options.verbose ? details(report, options, paint) : []),
    [footer(report, options, paint)],
  ];
  const text = blocks
    .filter((block) => block.some((line) => line !== ''))
    .map((block) => block.join('\n'))
    .join('\n\n');
  return `${options.unicode ? text : ascii(text)}\n`;
};

function verdict(report: Report, options: RenderOptions, paint: Paint): string[] {
  const [symbol, plainSymbol, colour] = marks[report.status];
  const word = `${options.unicode ? symbol : plainSymbol} ${report.status.toUpperCase()}`;
  const says =
    report.look === 'files'
      ? saysOfFiles[report.status]
      : report.status === 'healthy' && report.targets.every(({ looked }) => !looked)
        ? 'is well as far as its provider says; it was not looked at from here'
        : { healthy: 'can be used', degraded: 'can be used in part, or its data is at risk', down: 'cannot be used' }[report.status];
  const [first = '', ...more] = wrap(
    `${word}  ${clean(report.look === 'files' ? 'the project:' : affected(report))} ${says} (${milliseconds(report.durationMs)})`,
    options.width,
    '  ',
    '',
  );
  return [first.replace(word, () => paint([colour, 'bold'], word)), ...more];
}

/** The target by name, or how many of several. */
function affected({ targets, rootCauses, status }: Report): string {
  const [only] = targets;
  if (only === undefined) return 'the Redis of the application';
  if (targets.length === 1) return only.name;
  const looked = targets.filter((target) => target.looked).length;
  if (status === 'healthy') return looked === targets.length ? plural(looked, 'target') : `${looked} of ${plural(targets.length, 'target')}`;
  const severity = status === 'down' ? 'critical' : 'error';
  const hurt = new Set(rootCauses.flatMap((root) => (root.severity === severity && root.target !== null ? [root.target] : [])));
  return hurt.size === 0 ? plural(targets.length, 'target') : `${hurt.size} of ${plural(targets.length, 'target')}`;
}

function cause(report: Report, root: RootCause, number: number | null, options: RenderOptions, paint: Paint): string[] {
  const width = options.width - 2;
  const where = [root.code, root.severity, ...root.where.map(place), ...(report.targets.length > 1 && root.target !== null ? [root.target] : [])].map(clean).join(' · ');
  return [
    ...wrap(`${number === null ? '' : `${number}. `}${clean(root.summary)}`, width, '  ').map((line) => paint('bold', line)),
    ...wrap(where, width, '  ').map((line) => paint('dim', line)),
    '',
    ...why(report, root, options, paint),
    ...fix(root, options, paint),
  ];
}

/** Symptom first, the cause last, each with what was seen. */
function why(report: Report, root: RootCause, { width, verbose }: RenderOptions, paint: Paint): string[] {
  const links = root.chain.length > 0 ? root.chain : [{ code: root.code, why: root.summary, evidence: root.evidence }];
  const seen = new Set<string>();
  const lines = links.flatMap((link, index) => {
    // The last link is the cause, whose sentence stands above already.
    const isRepeated = links.length === 1 && link.why === root.summary;
    const fresh = link.evidence.filter((id) => !seen.has(id));
    for (const id of fresh) seen.add(id);
    const facts = fresh.slice(0, verbose ? undefined : 3).flatMap((id) => {
      const entry = report.evidence.find((each) => each.id === id);
      const line = entry === undefined ? null : evidenceLine(entry, link.code);
      return entry === undefined || line === null ? [] : [`${entry.id} ${entry.probe} of ${clean(entry.subject)}: ${clean(line)}`];
    });
    const step = `${index + 1}. `;
    const because = index === 0 ? '' : 'because: ';
    return [
      ...(isRepeated ? [] : wrap(`${because}${clean(link.why)} (${link.code})`, width - 4 - step.length, `    ${' '.repeat(step.length)}`, `    ${step}`)),
      ...facts.flatMap((fact) => wrap(short(fact, verbose), width - 9, isRepeated ? '      ' : '         ', isRepeated ? '    - ' : '       - ').map((line) => paint('dim', line))),
    ];
  });
  return lines.length === 0 ? [] : [`  ${paint('bold', 'Why')}`, ...lines, ''];
}

/** Evidence is there to be recognised; all of it stands in the JSON. */
const short = (text: string, verbose: boolean): string => (verbose || text.length <= 200 ? text : `${text.slice(0, 199)}…`);

const riskColour = { safe: 'green', disruptive: 'yellow', destructive: 'red' } as const;

function fix(root: RootCause, { width }: RenderOptions, paint: Paint): string[] {
  if (root.remedies.length === 0) return [`  ${paint('dim', `rediscue explain ${root.code} says what to do.`)}`];
  const lines: string[] = [];
  for (const [index, remedy] of root.remedies.entries()) {
    const [first = '', ...more] = wrap(`${clean(remedy.title)} [${remedy.risk}]`, width - 7, '       ', '');
    const risk = (line: string) => line.replace(/\[\w+\]$/, (mark) => paint(riskColour[remedy.risk], mark));
    lines.push(`  ${paint('bold', (index === 0 ? 'Fix' : 'Or').padEnd(3))}  ${risk(first)}`, ...more.map(risk));
    // Commands keep their lines whole, so that they can be copied.
    for (const command of remedy.commands) lines.push(`    ${paint('cyan', clean(command))}`);
  }
  const checks = [...new Set(root.remedies.map(({ verify }) => clean(verify)))];
  return [
    ...lines,
    '',
    `  ${paint('bold', 'Check')}`,
    ...checks.slice(0, 2).flatMap((check) => (isCommand(check) ? [`    ${paint('cyan', check)}`] : wrap(check, width - 4, '    '))),
  ];
}

/** A check is a command, but for what a person is to see: `the folder evidence holds the files`. Commands are never broken, so that they can be copied. */
const isCommand = (text: string): boolean => !/^(the|an?|both|each|every|all|no|its?)\s/i.test(text);

function warnings(roots: readonly RootCause[], { width }: RenderOptions, paint: Paint): string[] {
  if (roots.length === 0) return [];
  return [
    paint(['yellow', 'bold'], `Warnings (${roots.length})`),
    ...roots.flatMap(({ code, summary, where, remedies }) => [
      ...wrap(`${clean(summary)} (${[code, ...where.map(place)].join(', ')})`, width - 4, '    ', '  - '),
      ...(remedies[0]?.commands.slice(0, 2).map((command) => `      ${paint('cyan', clean(command))}`) ?? []),
    ]),
  ];
}

/** What a person need not read one by one is counted; `verbose` tells all. */
function notChecked({ notChecked: notes }: Report, { width, verbose }: RenderOptions, paint: Paint): string[] {
  if (notes.length === 0) return [];
  const shown = verbose ? notes : notes.slice(0, 4);
  return [
    paint('bold', `Not checked (${notes.length})`),
    ...shown.flatMap(({ what, why: reason }) => wrap(`${clean(what)}: ${clean(reason)}`, width - 4, '    ', '  - ').map((line) => paint('dim', line))),
    ...(shown.length < notes.length ? [paint('dim', `  … and ${notes.length - shown.length} more with --verbose`)] : []),
  ];
}

function footer(report: Report, { verbose, width }: RenderOptions, paint: Paint): string {
  const [first] = report.rootCauses;
  const isMendable = report.rootCauses.some(({ remedies }) => remedies.some(({ edits = [] }) => edits.length > 0));
  const hints = [
    first && `rediscue explain ${first.code}`,
    isMendable && '--fix shows the change that mends it',
    !verbose && report.status !== 'healthy' && '--verbose shows all evidence',
  ].filter(Boolean);
  return hints.length === 0
    ? ''
    : wrap(hints.join(' · '), width - 6, '      ', 'More: ')
        .map((line) => paint('dim', line))
        .join('\n');
}
