import { styleText } from 'node:util';
import { wrap } from '../report/layout.ts';
import type { Command, OptionSpec, Terminal } from './command.ts';
import { commonOptions } from './command.ts';

/** `rediscue --help`. */
export function overview(commands: readonly Command[], terminal: Terminal): string {
  const heading = headings(terminal);
  const example = commands[0]?.examples[0];
  return [
    'Finds why an application cannot use its Redis or Valkey, with evidence.',
    '',
    heading('Usage'),
    '  rediscue COMMAND [ARGUMENT …] [OPTION …]',
    '',
    heading('Commands'),
    ...table(
      commands.map(({ name, what }) => [name, what]),
      terminal.width,
    ),
    '',
    heading('Options'),
    ...table(
      [
        ['-h, --help', 'Show help; after a command, of that command.'],
        ['-V, --version', 'Show the version.'],
        ['--no-color', commonOptions['no-color'].what],
      ],
      terminal.width,
    ),
    '',
    heading('Example'),
    ...(example === undefined ? [] : [`  ${example.command}`]),
    '',
    'Exit status: 0 well · 1 what was looked at is not well · 2 the call is wrong · 3 it could not be done · 130 interrupted.',
    '',
  ]
    .map((line) => degrade(line, terminal))
    .join('\n');
}

/** `rediscue COMMAND --help`. */
export function commandHelp(command: Command, terminal: Terminal): string {
  const heading = headings(terminal);
  const argumentRows = command.arguments.map(({ name, what }): [string, string] => [name, what]);
  return [
    ...wrap(command.what, terminal.width),
    '',
    heading('Usage'),
    `  ${usage(command)}`,
    ...command.details.flatMap((paragraph) => ['', ...wrap(paragraph, terminal.width)]),
    ...(argumentRows.length > 0 ? ['', heading('Arguments'), ...table(argumentRows, terminal.width)] : []),
    '',
    heading('Options'),
    ...table(
      Object.entries({ ...command.options, ...commonOptions }).map(([name, spec]) => [optionLabel(name, spec), optionText(spec)]),
      terminal.width,
    ),
    '',
    heading('Examples'),
    ...command.examples.flatMap(({ command: line, what }) => [`  ${line}`, ...wrap(what, terminal.width - 6, '      ')]),
    '',
  ]
    .map((line) => degrade(line, terminal))
    .join('\n');
}

export function usage(command: Command): string {
  const words = command.arguments.map(({ name, many, required }) => {
    const word = many ? `${name} …` : name;
    return required ? word : `[${word}]`;
  });
  return ['rediscue', command.name, ...words, '[OPTION …]'].join(' ');
}

export function optionLabel(name: string, spec: OptionSpec): string {
  const value = spec.value ?? spec.choices?.join('|');
  const long = spec.type === 'string' ? `--${name} ${value ?? 'VALUE'}` : `--${name}`;
  return spec.short === undefined ? long : `-${spec.short}, ${long}`;
}

export function optionText(spec: OptionSpec): string {
  const choices = spec.choices !== undefined && spec.value !== undefined ? ` One of ${spec.choices.join(', ')}.` : '';
  return `${spec.what}${choices}${spec.default === undefined ? '' : ` Default: ${spec.default}.`}`;
}

function table(rows: readonly (readonly [string, string] | readonly string[])[], width: number): string[] {
  const left = Math.min(26, Math.max(...rows.map(([name = '']) => name.length)));
  return rows.flatMap(([name = '', what = '']) => {
    const indent = ' '.repeat(left + 4);
    const lines = wrap(what, Math.max(20, width - indent.length), indent);
    if (name.length > left) return [`  ${name}`, ...lines];
    return [`  ${name.padEnd(left)}  ${(lines[0] ?? '').trimStart()}`, ...lines.slice(1)];
  });
}

const headings =
  ({ colour }: Terminal) =>
  (text: string): string =>
    colour ? styleText('bold', text, { validateStream: false }) : text;

const degrade = (line: string, { unicode }: Terminal): string => (unicode ? line : line.replaceAll('…', '...').replaceAll('·', '-'));
