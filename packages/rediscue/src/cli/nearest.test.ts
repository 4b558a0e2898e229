import { describe, expect, it } from 'vitest';
import { nearest } from './nearest.ts';

describe('nearest', () => {
  it('finds slips and beginnings, and nothing for another word', () => {
    expect(nearest('diagnos', ['diagnose', 'explain'])).toEqual(['diagnose']);
    expect(nearest('auth/pasword-wrong', ['auth/password-wrong', 'auth/password-missing'], 2)[0]).toBe('auth/password-wrong');
    expect(nearest('zebra', ['diagnose', 'explain'])).toEqual([]);
    expect(nearest('x'.repeat(1000), ['diagnose'])).toEqual([]);
  });
});
