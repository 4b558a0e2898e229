import { describe, expect, it } from 'vitest';
import { terminalOf } from './terminal.ts';

const tty = { isTTY: true, columns: 90 };

describe('terminalOf', () => {
  it('has colours and symbols on a modern terminal', () => {
    expect(terminalOf(tty, { TERM: 'xterm-256color', LANG: 'en_US.UTF-8' }, false)).toEqual({ isTerminal: true, colour: true, unicode: true, width: 90 });
  });
  it.each([
    ['NO_COLOR', { NO_COLOR: '1' }, false],
    ['--no-color', {}, true],
    ['a dumb terminal', { TERM: 'dumb' }, false],
  ])('has no colours with %s', (_, environment, noColour) => expect(terminalOf(tty, { LANG: 'C.UTF-8', ...environment }, noColour).colour).toBe(false));
  it('has no colours in a pipe', () => {
    expect(terminalOf({}, { LANG: 'C.UTF-8' }, false)).toMatchObject({ isTerminal: false, colour: false, unicode: true, width: 100 });
  });
  it.each([{}, { LANG: 'C' }, { LANG: 'en_US.UTF-8', LC_ALL: 'POSIX' }, { LANG: 'C.UTF-8', TERM: 'linux' }])('shows ASCII with %j', (environment) =>
    expect(terminalOf(tty, environment, false).unicode).toBe(false),
  );
  it('keeps to a width that can be read', () => {
    expect(terminalOf({ isTTY: true, columns: 10 }, {}, false).width).toBe(40);
    expect(terminalOf({ isTTY: true, columns: 500 }, {}, false).width).toBe(120);
    expect(terminalOf({}, { COLUMNS: '70' }, false).width).toBe(70);
  });
});
