import { describe, expect, it } from 'vitest';
import { distance, nearest } from './nearest.ts';

describe('nearest', () => {
  it('counts edits, and a swap of neighbours once', () => {
    expect(distance('kitten', 'sitting')).toBe(3);
    expect(distance('jsno', 'json')).toBe(1);
    expect(distance('', 'abc')).toBe(3);
  });
  it('finds slips and beginnings, and nothing for another word', () => {
    expect(nearest('diagnos', ['diagnose', 'explain'])).toEqual(['diagnose']);
    expect(nearest('auth/pasword-wrong', ['auth/password-wrong', 'auth/password-missing'], 2)[0]).toBe('auth/password-wrong');
    expect(nearest('zebra', ['diagnose', 'explain'])).toEqual([]);
    expect(nearest('x'.repeat(1000), ['diagnose'])).toEqual([]);
  });
});
