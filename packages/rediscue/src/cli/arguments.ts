import { parseArgs } from 'node:util';
import { errors } from '../errors.ts';
import { type Call, type Command, commonOptions, type OptionSpec, type Options } from './command.ts';
import { nearest } from './nearest.ts';

/** The checked call of a command, or that its help was asked for. Throws RediscueError. */
export function readCall(command: Command, argv: readonly string[]): Call | 'help' {
  const specs: Options = { ...command.options, ...commonOptions };
  const { tokens } = parseArgs({
    args: [...argv],
    strict: false,
    allowPositionals: true,
    tokens: true,
    options: Object.fromEntries(Object.entries(specs).map(([name, { type, short }]) => [name, short === undefined ? { type } : { type, short }])),
  });
  // Help is help, whatever else stands there.
  if (tokens.some((token) => token.kind === 'option' && token.name === 'help')) return 'help';
  const options: Record<string, string | string[] | boolean | undefined> = {};
  for (const [name, spec] of Object.entries(specs)) options[name] = spec.type === 'boolean' ? false : spec.many ? [] : spec.default;
  const positionals: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value);
    if (token.kind !== 'option') continue;
    const spec = specs[token.name];
    if (spec === undefined) throw errors.unknownOption({ name: token.rawName, command: command.name, nearest: nearestOption(token.name, specs) });
    const before = options[token.name];
    options[token.name] = spec.type === 'boolean' ? flag(token) : Array.isArray(before) ? [...before, value(token, spec)] : value(token, spec);
  }
  checkArguments(command, positionals);
  return { arguments: positionals, options: options as Call['options'] };
}

interface OptionToken {
  rawName: string;
  value: string | undefined;
  inlineValue: boolean | undefined;
}

function flag(token: OptionToken): true {
  if (token.value !== undefined) throw errors.unexpectedValue({ option: token.rawName });
  return true;
}

function value(token: OptionToken, spec: OptionSpec): string {
  const text = token.value;
  const example = spec.example ?? spec.default ?? spec.choices?.[0] ?? spec.value ?? 'VALUE';
  // `--budget --json`: the next option was meant to be one; `-` alone means standard input.
  if (text === undefined || (!token.inlineValue && text.startsWith('-') && text !== '-')) throw errors.missingValue({ option: token.rawName, value: example });
  if (spec.choices !== undefined && !spec.choices.includes(text)) {
    const [near] = nearest(text, spec.choices);
    throw errors.badValue({ option: token.rawName, value: printable(text), right: `${near === undefined ? '' : `Did you mean ${near}? `}It can be ${spec.choices.join(', ')}.` });
  }
  return text;
}

function nearestOption(name: string, specs: Options): string | null {
  const [near] = nearest(name, Object.keys(specs));
  return near === undefined ? null : `--${near}`;
}

function checkArguments(command: Command, given: readonly string[]): void {
  const missing = command.arguments[given.length];
  if (missing?.required) throw errors.missingArgument({ name: missing.name, command: command.name, example: command.examples[0].command });
  const takesMany = command.arguments.at(-1)?.many === true;
  const extra = given[command.arguments.length];
  if (extra !== undefined && !takesMany) throw errors.unexpectedArgument({ text: printable(extra), command: command.name });
}

/** What was typed, fit for a message: a URL may hold a password, and control characters may hold anything. */
export function printable(text: string): string {
  const plain = text.replace(/[\x00-\x1f\x7f-\x9f]/g, '?');
  const [, scheme, rest = ''] = /^([a-z][a-z0-9+.-]*:\/\/)(.*)$/i.exec(plain) ?? [null, '', plain];
  const at = rest.lastIndexOf('@');
  // What follows a path or a question mark may be a secret too; only the address is said.
  const [address = ''] = rest.slice(at + 1).split(/[/?#]/, 1);
  const shown = at >= 0 || scheme !== '' ? `${scheme}${at >= 0 ? '***@' : ''}${/^(\[[0-9a-f:.]+\]|[\w.,-]*)(:\d{1,5})?$/i.test(address) ? address : '…'}` : plain;
  return shown.length > 60 ? `${shown.slice(0, 59)}…` : shown;
}
