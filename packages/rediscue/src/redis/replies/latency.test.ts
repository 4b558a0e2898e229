import { expect, it } from 'vitest';
import { parseLatencyLatest } from './latency.ts';

it('reads events, with the figures that newer versions add', () => {
  expect(parseLatencyLatest([[Buffer.from('fork'), 1700000000, 80, 250], ['command', 1700000001, 20, 300, 1000, 12], ['x']])).toEqual([
    { event: 'fork', at: 1700000000, latestMs: 80, maxMs: 250 },
    { event: 'command', at: 1700000001, latestMs: 20, maxMs: 300 },
  ]);
  expect(parseLatencyLatest([])).toEqual([]);
  expect(parseLatencyLatest('OK')).toBeUndefined();
});
