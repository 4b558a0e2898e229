import { type CauseCode, catalogue } from '../../../causes/catalogue.ts';
import type { Cause } from '../../../causes/define.ts';
import { exampleFacts } from '../../../causes/examples.ts';
import { causes } from '../../../causes/generated/index.ts';
import { type Block, causePage } from '../../../causes/page.ts';
import { judge } from '../../../diagnose/judge.ts';
import { toReport } from '../../../diagnose/to-report.ts';
import { errors } from '../../../errors.ts';
import { ascii, wrap } from '../../../report/layout.ts';
import { type Paint, painter } from '../../../report/paint.ts';
import { renderText } from '../../../report/text.ts';
import { printable } from '../../arguments.ts';
import type { Call, Outcome, Terminal, World } from '../../command.ts';
import { nearest } from '../../nearest.ts';
import type { options as known } from './options.ts';

const codes = Object.keys(catalogue) as CauseCode[];
const causeOf = (code: string): Cause | undefined => causes.find((cause) => cause.code === code);

export async function runExplain({ arguments: [code], options }: Call<typeof known>, { stdout }: World): Promise<Outcome> {
  if (options.list) return { status: 0, stdout: options.json ? json({ schema: 1, codes: codes.map(entry) }) : list(stdout) };
  if (code === undefined) throw errors.missingArgument({ name: 'CODE', command: 'explain', example: 'rediscue explain auth/password-missing, or rediscue explain --list' });
  if (!Object.hasOwn(catalogue, code)) throw errors.unknownCode({ code: printable(code), nearest: similar(code) });
  if (options.json) return { status: 0, stdout: json({ schema: 1, ...entry(code as CauseCode) }) };
  const cause = causeOf(code);
  return { status: 0, stdout: cause === undefined ? reserved(code, stdout) : page(cause, stdout) };
}

/** The report that the first bad example gives: what a person would see. */
export function exampleReport(cause: Cause, terminal: Pick<Terminal, 'colour' | 'unicode' | 'width'>): string | null {
  const [example] = cause.examples.bad;
  if (example === undefined) return null;
  const facts = exampleFacts(example.facts);
  return renderText(toReport(judge(facts, causes), facts, 12), { ...terminal, verbose: false }).trimEnd();
}

function similar(code: string): string[] {
  const whole = nearest(code, codes, 3);
  if (whole.length > 0) return whole;
  const name = code.slice(code.indexOf('/') + 1);
  const byName = new Map(codes.map((known) => [known.slice(known.indexOf('/') + 1), known] as const));
  return nearest(name, [...byName.keys()], 3).flatMap((near) => byName.get(near) ?? []);
}

function entry(code: CauseCode): object {
  const cause = causeOf(code);
  if (cause === undefined) return { code, severity: catalogue[code], title: null };
  const { severity, title, meaning, detection, advice, source = null, needs, explains } = cause;
  return { code, severity, title, meaning, detection, advice, source, needs, explains };
}

const json = (document: object): string => `${JSON.stringify(document, null, 2)}\n`;

function list(terminal: Terminal): string {
  const width = Math.max(...codes.map(({ length }) => length));
  const lines = codes.map((code) => `${code.padEnd(width)}  ${catalogue[code].padEnd(8)}  ${causeOf(code)?.title ?? '(not judged by this version)'}`.trimEnd());
  return `${degrade(lines.join('\n'), terminal)}\n`;
}

function reserved(code: string, terminal: Terminal): string {
  return `${wrap(`${code} (${catalogue[code as CauseCode]}) is in the catalogue, but this version does not judge it.`, terminal.width).join('\n')}\n`;
}

function page(cause: Cause, terminal: Terminal): string {
  const paint = painter(terminal);
  const head = [paint('bold', `${cause.code}: ${cause.title}`), ''];
  return `${degrade([...head, ...causePage(cause, causes, exampleReport(cause, { ...terminal, width: terminal.width - 4 })).flatMap((block) => lines(block, terminal, paint))].join('\n'), terminal).trimEnd()}\n`;
}

function lines(block: Block, { width }: Terminal, paint: Paint): string[] {
  if ('heading' in block) return [paint('bold', block.heading)];
  if ('text' in block) return [...wrap(block.text, width), ''];
  if ('items' in block) return [...block.items.flatMap((item) => wrap(item, width - 4, '    ', '  - ')), ''];
  return [...block.sample.split('\n').map((line) => `    ${line}`.trimEnd()), ''];
}

const degrade = (text: string, { unicode }: Terminal): string => (unicode ? text : ascii(text));
