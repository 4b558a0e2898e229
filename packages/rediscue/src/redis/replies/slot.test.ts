import { expect, it } from 'vitest';
import { crc16, slotOf } from './slot.ts';

// Values of the cluster specification and of CLUSTER KEYSLOT on a real server.
it('is CRC16-XMODEM', () => {
  expect(crc16(Buffer.from('123456789'))).toBe(0x31c3);
});

it.each([
  ['somekey', 11058],
  ['foo', 12182],
  ['{user1000}.following', 3443],
  ['user1000', 3443],
  ['foo{}{bar}', 8363],
  ['foo{{bar}}zap', 4015],
  ['foo{bar}{zap}', 5061],
  ['', 0],
])('%s', (key, slot) => {
  expect(slotOf(key)).toBe(slot);
});
