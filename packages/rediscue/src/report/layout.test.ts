import { describe, expect, it } from 'vitest';
import { age, ascii, clean, milliseconds, wrap } from './layout.ts';

describe('wrap', () => {
  it('breaks at spaces and indents', () => {
    expect(wrap('one two three', 7, '  ', '- ')).toEqual(['- one two', '  three']);
  });
  it('keeps a long word whole', () => {
    expect(wrap('see redis://a-very-long-address here', 10)).toEqual(['see', 'redis://a-very-long-address', 'here']);
  });
  it('gives one line for nothing', () => {
    expect(wrap('', 10)).toEqual(['']);
  });
});

describe('words for figures', () => {
  it.each([
    [0.123, '0.12 ms'],
    [4.26, '4.3 ms'],
    [182.4, '182 ms'],
    [1500, '1.5 s'],
    [12_345, '12 s'],
  ])('%d milliseconds are %s', (ms, text) => expect(milliseconds(ms)).toBe(text));
  it.each([
    [5, '5 s'],
    [3600, '1 hour'],
    [864_000, '10 days'],
  ])('%d seconds are %s', (seconds, text) => expect(age(seconds)).toBe(text));
});

describe('what a terminal may get', () => {
  it('holds no control characters and no marks that turn the text around', () => {
    expect(clean('a\x1b[31mb\r\nc\td\u202ee')).toBe('a�[31mb c d�e');
  });
  it('has substitutes for our own marks and leaves names alone', () => {
    expect(ascii('a … b → c · é')).toBe('a ... b -> c - é');
  });
});
