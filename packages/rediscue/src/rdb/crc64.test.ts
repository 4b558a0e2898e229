import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Crc64 } from './crc64.ts';

test('gives the check value of CRC-64/REDIS', () => {
  const crc = new Crc64();
  crc.update(Buffer.from('123456789'));
  expect(crc.toString()).toBe('e9c6d914c4b8d9ca');
});

test('does not depend on how the bytes are cut', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(200), (bytes, at) => {
      const whole = new Crc64();
      whole.update(Buffer.from(bytes));
      const parts = new Crc64();
      parts.update(Buffer.from(bytes.subarray(0, at)));
      parts.update(Buffer.from(bytes.subarray(at)));
      expect(parts.toString()).toBe(whole.toString());
    }),
  );
});
