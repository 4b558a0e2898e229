import { describe, expect, it } from 'vitest';
import { RediscueError } from '../errors.ts';
import { printable, readCall } from './arguments.ts';
import { defineCommand } from './command.ts';

const command = defineCommand({
  name: 'look',
  what: 'Look.',
  details: [],
  arguments: [
    { name: 'FIRST', what: 'One.', required: true },
    { name: 'MORE', what: 'Others.', many: true },
  ],
  options: {
    budget: { type: 'string', value: 'DURATION', default: '10s', what: 'Time.' },
    format: { type: 'string', choices: ['text', 'json'], what: 'Form.' },
    log: { type: 'string', short: 'l', what: 'File.' },
    json: { type: 'boolean', what: 'JSON.' },
  },
  examples: [{ command: 'rediscue look here', what: 'Example.' }],
  run: async () => ({ status: 0, stdout: '' }),
});

const failure = (...argv: string[]): [string, string, string | null] => {
  try {
    readCall(command, argv);
  } catch (error) {
    if (error instanceof RediscueError) return [error.code, error.message, error.hint];
    throw error;
  }
  throw new Error('it was accepted');
};

describe('readCall', () => {
  it('reads arguments, values and switches in any order', () => {
    expect(readCall(command, ['a', '--json', 'b', '--budget=5s', '-l', '-', '--', '--c'])).toEqual({
      arguments: ['a', 'b', '--c'],
      options: { budget: '5s', format: undefined, log: '-', json: true, help: false, 'no-color': false },
    });
  });

  it('gives help whatever else is wrong', () => {
    expect(readCall(command, ['--nonsense', '-h'])).toBe('help');
  });

  it.each([
    [['a', '--bugdet', '1s'], 'cli/unknown-option', 'look has no option --bugdet', 'Did you mean --budget?'],
    [['a', '--password=hunter2'], 'cli/unknown-option', 'look has no option --password', 'rediscue look --help lists its options.'],
    [['a', '--budget', '--json'], 'cli/missing-value', '--budget needs a value', 'For example --budget 10s'],
    [['a', '--budget'], 'cli/missing-value', '--budget needs a value', 'For example --budget 10s'],
    [['a', '--json=yes'], 'cli/unexpected-value', '--json is a switch and takes no value', null],
    [['a', '--format', 'jsno'], 'cli/bad-value', '--format cannot be "jsno"', 'Did you mean json? It can be text, json.'],
    [[], 'cli/missing-argument', 'look needs FIRST', 'For example rediscue look here'],
  ])('%j is %s', (argv, code, message, hint) => expect(failure(...argv)).toEqual([code, message, hint]));
});

describe('printable', () => {
  it.each([
    ['redis://user:p@ss/word@host:6379/0', 'redis://***@host:6379'],
    ['redis://:hunter2', 'redis://…'],
    ['redis://host:6379/0?password=hunter2', 'redis://host:6379'],
    ['user:pass@host', '***@host'],
    ['plain\x1b[2J', 'plain?[2J'],
  ])('%s shows as %s', (text, shown) => expect(printable(text)).toBe(shown));
});
