import { expect, test } from 'vitest';
import { parseFacts } from './index.ts';

const bundle = { schema: 1, tool: 'rediscue 1.0.0', takenAt: '2026-11-20T10:00:00.000Z', budgetMs: 10_000, facts: [], notChecked: [] };

test('a saved bundle is read again', () => {
  // Bundles of older versions were all of live looks.
  expect(parseFacts(bundle)).toEqual({ ...bundle, look: 'live' });
});

test.each(['', 'yesterday', '2026-13-40T10:00:00Z'])('a bundle that was taken at no time is refused: "%s"', (takenAt) => {
  expect(() => parseFacts({ ...bundle, takenAt })).toThrow(/takenAt/);
});
