import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { factSchemas } from '../../facts/index.ts';
import { RedisError, slotCount, slotOf } from '../../redis/index.ts';
import { userFrom } from './auth.ts';
import { alertOf, reasonOf } from './handshake.ts';
import { printable, protocolOf } from './protocols.ts';
import { replyText } from './reply-text.ts';
import { roleFrom } from './role.ts';
import { tagForSlot } from './slots.ts';
import { asksForCertificate } from './sniff.ts';

describe('slots', () => {
  test('a tag for any slot', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: slotCount - 1 }), (slot) => void expect(slotOf(`key:{${tagForSlot(slot)}}:1`)).toBe(slot)),
      { numRuns: 20 },
    );
  });
});

describe('first bytes', () => {
  test.each([
    ['HTTP/1.1 400 Bad Request\r\n', 'http'],
    ['<html>', 'http'],
    ['SSH-2.0-x\r\n', 'ssh'],
    ['220 mx ESMTP\r\n', 'smtp'],
    ['220 ProFTPD\r\n', 'ftp'],
    ['ERROR\r\n', 'memcached'],
    ['AMQP\0\0\x09\x01', 'amqp'],
    ['INFO {"server_id"', 'nats'],
    ['\x15\x03\x03\x00\x02\x02\x46', 'tls'],
    ['+PONG\r\n', null],
    ['-NOAUTH x\r\n', null],
    ['', null],
  ])('%j', (text, protocol) => expect(protocolOf(Buffer.from(text, 'latin1'))).toBe(protocol));
  test('any bytes can be shown', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => {
        protocolOf(Buffer.from(bytes));
        expect(printable(Buffer.from(bytes)) ?? '').toMatch(/^[\x20-\x7e]*$/);
      }),
    );
  });
});

test('a reply holds no secret and no control sign', () => {
  expect(replyText(new RedisError("ERR unknown command 'AUTH', with args beginning with: 'hush' "), ['hush'])).toBe("ERR unknown command 'AUTH'");
  expect(replyText(new RedisError('ERR hush\u0007 is wrong'), ['hush', null, ''])).toBe('ERR ***  is wrong');
  expect(replyText('x'.repeat(999), [])).toHaveLength(200);
});

describe('ROLE', () => {
  const b = (text: string) => Buffer.from(text);
  test.each([
    [[b('master'), 10, [[b('10.0.0.2'), b('6379'), b('9')]]], { state: 'ok', value: { role: 'primary', offset: 10, replicas: [{ host: '10.0.0.2', port: 6379, offset: 9 }] } }],
    [[b('slave'), b('10.0.0.1'), 6379, b('connect'), -1], { state: 'ok', value: { role: 'replica', primaryHost: '10.0.0.1', primaryPort: 6379, link: 'connect', offset: -1 } }],
    [[b('sentinel'), [b('mymaster')]], { state: 'ok', value: { role: 'sentinel', primaries: ['mymaster'] } }],
    [new RedisError("NOPERM this user has no permissions to run the 'role' command"), { state: 'refused' }],
    [new RedisError("ERR unknown command 'ROLE', with args beginning with: "), { state: 'unknown-command' }],
    [[], { state: 'failed' }],
    [null, { state: 'failed' }],
  ])('%#', (reply, expected) => {
    const role = roleFrom(reply as never);
    expect(role).toMatchObject(expected);
    factSchemas.role.parse(role);
  });
});

test('ACL GETUSER', () => {
  const b = (text: string) => Buffer.from(text);
  expect(userFrom(null, 'root')).toEqual({ exists: false, enabled: false, by: 'root' });
  expect(userFrom([b('flags'), [b('off'), b('sanitize-payload')], b('passwords'), []], 'root')).toEqual({ exists: true, enabled: false, by: 'root' });
  expect(userFrom([b('flags'), [b('on')]], 'root')).toEqual({ exists: true, enabled: true, by: 'root' });
  expect(userFrom(new RedisError('NOPERM'), 'root')).toBeNull();
});

test("OpenSSL's errors", () => {
  const error = new Error('40D7E6:error:0A00045C:SSL routines:ssl3_read_bytes:tlsv13 alert certificate required:../deps/openssl/rec.c:1605:SSL alert number 116\n');
  expect(alertOf(error)).toBe(116);
  expect(reasonOf(error)).toBe('tlsv13 alert certificate required');
  expect(alertOf(new Error('read ECONNRESET'))).toBeNull();
  expect(reasonOf(null)).toBeNull();
});

test('messages of a TLS 1.2 handshake', () => {
  const record = (...messages: number[][]) => {
    const body = Buffer.concat(messages.map(([type = 0, ...bytes]) => Buffer.from([type, 0, 0, bytes.length, ...bytes])));
    return Buffer.concat([Buffer.from([22, 3, 3, 0, body.length]), body]);
  };
  expect(asksForCertificate(record([2, 1, 2], [11, 9], [13, 1], [14]))).toBe(true);
  expect(asksForCertificate(Buffer.concat([record([2, 1, 2]), record([11, 9], [14])]))).toBe(false);
  expect(asksForCertificate(Buffer.from([21, 3, 3, 0, 2, 2, 40]))).toBeNull();
  fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => void asksForCertificate(Buffer.from(bytes))));
});
