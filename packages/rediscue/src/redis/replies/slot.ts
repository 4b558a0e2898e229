/** Hash slots, after the cluster specification (redis.io, "Key distribution model"): CRC16-XMODEM modulo 16384. */

export const slotCount = 16384;

const table = Uint16Array.from({ length: 256 }, (_, byte) => {
  let value = byte << 8;
  for (let bit = 0; bit < 8; bit += 1) value = value & 0x8000 ? (value << 1) ^ 0x1021 : value << 1;
  return value & 0xffff;
});

/** CRC16-XMODEM: polynomial 0x1021, initial value 0. */
export function crc16(bytes: Uint8Array): number {
  let value = 0;
  for (const byte of bytes) value = ((value << 8) ^ (table[((value >> 8) ^ byte) & 0xff] ?? 0)) & 0xffff;
  return value;
}

/** The slot of a key: of its first `{tag}` where that is not empty. */
export function slotOf(key: string | Uint8Array): number {
  const bytes = typeof key === 'string' ? Buffer.from(key) : key;
  const open = bytes.indexOf(123);
  const close = open === -1 ? -1 : bytes.indexOf(125, open + 1);
  return crc16(close > open + 1 ? bytes.subarray(open + 1, close) : bytes) % slotCount;
}
