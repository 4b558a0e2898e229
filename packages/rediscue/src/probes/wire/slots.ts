/** CRC16 as Redis Cluster uses it (XMODEM: polynomial 0x1021, initial value 0). */
export function crc16(text: string): number {
  let crc = 0;
  for (const byte of Buffer.from(text)) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 0x8000 ? ((crc << 1) ^ 0x1021) & 0xffff : (crc << 1) & 0xffff;
  }
  return crc;
}

export const slotCount = 16384;

/** Hash slot of a key: of the part in the first braces, when there is one. */
export function slotOf(key: string): number {
  const open = key.indexOf('{');
  const close = open === -1 ? -1 : key.indexOf('}', open + 1);
  return crc16(close > open + 1 ? key.slice(open + 1, close) : key) % slotCount;
}

/** A text whose slot is in [from, to]: the shortest number that fits. Needs 16384 tries on average for a single slot. */
export function tagForSlot(from: number, to: number = from): string {
  for (let n = 0; ; n += 1) {
    const tag = n.toString(36);
    const slot = crc16(tag) % slotCount;
    if (slot >= from && slot <= to) return tag;
  }
}
