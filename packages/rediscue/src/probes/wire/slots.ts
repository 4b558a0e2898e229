import { slotOf } from '../../redis/index.ts';

/** A text whose slot is in [from, to]. Needs 16384 tries on average for a single slot. */
export function tagForSlot(from: number, to: number = from): string {
  for (let n = 0; ; n += 1) {
    const tag = n.toString(36);
    const slot = slotOf(tag);
    if (slot >= from && slot <= to) return tag;
  }
}
