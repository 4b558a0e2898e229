import { describe, expect, test } from 'vitest';
import { ProbeContext } from './context.ts';

function contextAt(budgetMs = 10_000) {
  const clock = { at: 0, now: () => 0, tick: () => clock.at };
  const context = new ProbeContext({ budgetMs, windowMs: 200, write: false, project: '.', environment: {} }, new AbortController().signal, clock);
  return { context, clock };
}

describe('the window over which rates are measured', () => {
  test('is as long as was asked for, and at most what is left of the budget', () => {
    expect(contextAt().context.windowFromNow()).toBe(200);
    expect(contextAt(120).context.windowFromNow()).toBe(120);
  });

  test('that begins soon after another ends with it; a later one has its full length', () => {
    const { context, clock } = contextAt();
    context.windowFromNow();
    clock.at = 30;
    expect(context.windowFromNow()).toBe(170);
    clock.at = 51;
    expect(context.windowFromNow()).toBe(200);
    clock.at = 60;
    expect(context.windowFromNow()).toBe(191);
  });
});
