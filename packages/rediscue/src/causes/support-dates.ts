/**
 * Until when a version gets fixes from its makers. As of 2026-11-20. Only what is certain stands here: a version that
 * is not listed gets no finding. A distribution may go on repairing its own package of an ended version.
 */
export const supportAsOf = '2026-11-20';

export interface Support {
  product: 'Redis' | 'Valkey';
  /** Versions `from` (inclusive) `until` (exclusive), as [major, minor]. */
  from: readonly [number, number];
  until: readonly [number, number];
  /** The last day. */
  ends: string;
  why: string;
}

/**
 * Redis publishes no dates for the open-source server: an older minor version ended when the second release after it came,
 * and none has had a fix since. Valkey: three years from the first release of a minor version, five for the last minor of a major one.
 */
const supportDates: readonly Support[] = [
  { product: 'Redis', from: [0, 0], until: [5, 0], ends: '2020-04-30', why: 'superseded by 6.0' },
  { product: 'Redis', from: [5, 0], until: [6, 0], ends: '2022-04-27', why: 'superseded by 7.0' },
  { product: 'Redis', from: [6, 0], until: [6, 1], ends: '2023-08-15', why: 'superseded by 7.2; the last fix was 6.0.20' },
  { product: 'Redis', from: [7, 0], until: [7, 1], ends: '2024-07-29', why: 'superseded by 7.4; the last fix was 7.0.15, and the fixes of October 2024 skipped it' },
  { product: 'Valkey', from: [7, 2], until: [7, 3], ends: '2029-04-16', why: 'five years from 7.2.5, the last minor version of 7' },
  { product: 'Valkey', from: [8, 0], until: [8, 1], ends: '2027-09-15', why: 'three years from 8.0' },
  { product: 'Valkey', from: [8, 1], until: [8, 2], ends: '2030-03-31', why: 'five years from 8.1, the last minor version of 8' },
  { product: 'Valkey', from: [9, 0], until: [9, 1], ends: '2028-10-21', why: 'three years from 9.0' },
];

/** The row of a version such as `7.0.15`; undefined when nothing certain is known. */
export function supportOf(product: Support['product'], version: string): Support | undefined {
  const [major, minor] = version.split('.').map(Number);
  if (major === undefined || minor === undefined || Number.isNaN(major) || Number.isNaN(minor)) return undefined;
  const order = (one: readonly [number, number], other: readonly [number, number]) => one[0] - other[0] || one[1] - other[1];
  return supportDates.find((row) => row.product === product && order([major, minor], row.from) >= 0 && order([major, minor], row.until) < 0);
}
