import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeReply } from '../../test/replies/encode.ts';
import { recorded } from '../../test/replies/recorded.ts';
import { defaultBounds, encodeCommand, ProtocolError, Push, RedisError, type Reply, RespDecoder } from './resp.ts';

const decode = (text: string, decoder = new RespDecoder()): Reply[] => decoder.push(Buffer.from(text, 'latin1'));

/** Everything that a server can say, with bulk strings as Buffers and lines without line ends. */
const lineText = fc.string().map((text) => text.replace(/[\r\n]/g, ' '));
const scalar: fc.Arbitrary<Reply> = fc.oneof(
  lineText,
  fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
  fc.maxSafeInteger().map((value) => (value === 0 ? 0 : value)),
  fc.bigInt({ min: -(2n ** 90n), max: 2n ** 90n }).filter((value) => value > BigInt(Number.MAX_SAFE_INTEGER) || value < BigInt(Number.MIN_SAFE_INTEGER)),
  fc.double().filter((value) => !Number.isInteger(value) || Object.is(value, -0)),
  fc.boolean(),
  fc.constant(null),
  lineText.map((text) => new RedisError(`ERR ${text}`)),
);
const { reply } = fc.letrec<{ reply: Reply }>((tie) => ({
  reply: fc.oneof(
    { depthSize: 'small', maxDepth: 6 },
    scalar,
    fc.array(tie('reply'), { maxLength: 5 }),
    fc.array(fc.tuple(fc.string(), tie('reply')), { maxLength: 4 }).map((entries) => new Map<Reply, Reply>(entries.map(([key, value]) => [key.replace(/[\r\n]/g, ' '), value]))),
  ),
}));

describe('RespDecoder', () => {
  it('reads every type', () => {
    const text =
      '+OK\r\n-ERR no\r\n:42\r\n:-9223372036854775808\r\n$3\r\nabc\r\n$-1\r\n*-1\r\n*2\r\n:1\r\n$0\r\n\r\n_\r\n#t\r\n#f\r\n,1.5\r\n,inf\r\n,-inf\r\n,nan\r\n(12345678901234567890\r\n=8\r\ntxt:text\r\n!5\r\nERR x\r\n~1\r\n:1\r\n%1\r\n+a\r\n:1\r\n';
    expect(decode(text)).toEqual([
      'OK',
      new RedisError('ERR no'),
      42,
      -9223372036854775808n,
      Buffer.from('abc'),
      null,
      null,
      [1, Buffer.from('')],
      null,
      true,
      false,
      1.5,
      Number.POSITIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
      Number.NaN,
      12345678901234567890n,
      Buffer.from('text'),
      new RedisError('ERR x'),
      [1],
      new Map([['a', 1]]),
    ]);
  });

  it('leaves attributes out wherever they stand', () => {
    expect(decode('|1\r\n+ttl\r\n:3600\r\n+OK\r\n')).toEqual(['OK']);
    expect(decode('*2\r\n:1\r\n|1\r\n+a\r\n*1\r\n+b\r\n:2\r\n')).toEqual([[1, 2]]);
    expect(decode('%2\r\n|1\r\n+x\r\n+y\r\n+a\r\n|0\r\n:1\r\n+b\r\n|1\r\n+z\r\n%1\r\n+q\r\n+r\r\n:2\r\n')).toEqual([
      new Map([
        ['a', 1],
        ['b', 2],
      ]),
    ]);
  });

  it('gives pushes as such', () => {
    expect(decode('>2\r\n+invalidate\r\n*1\r\n+k\r\n+OK\r\n')).toEqual([new Push(['invalidate', ['k']]), 'OK']);
  });

  it('hands over what was whole before the stream broke', () => {
    const decoder = new RespDecoder();
    expect(decode('+PONG\r\nHTTP/1.1 400', decoder)).toEqual(['PONG']);
    expect(decoder.failure).toBeInstanceOf(ProtocolError);
    expect(decoder.failure?.at).toBe(7);
    expect(() => decode('+OK\r\n', decoder)).toThrow(ProtocolError);
  });

  it.each([
    ['no RESP', 'HTTP/1.1 400 Bad Request\r\n'],
    ['a line without CR', '+OK\n'],
    ['a bare type', ':\r\n'],
    ['a length that is none', '$x\r\n'],
    ['a negative length', '$-2\r\n'],
    ['a bulk string that does not end', '$1\r\nabc\r\n'],
    ['a number that is none', ':1x\r\n'],
    ['a double that is none', ',0x10\r\n'],
    ['an endless line', `+${'x'.repeat(70_000)}`],
    ['a bulk string beyond the bound', `$${defaultBounds.replyBytes + 1}\r\n`],
    ['an array beyond the bound', `*${defaultBounds.replyValues + 1}\r\n`],
    ['a map beyond the bound', `%${defaultBounds.replyValues}\r\n`],
    ['too deep nesting', '*1\r\n'.repeat(20)],
  ])('refuses %s', (_, text) => {
    expect(() => decode(text)).toThrow(ProtocolError);
  });

  it('bounds the values of one reply, not of a stream', () => {
    const bounds = { ...defaultBounds, replyValues: 100 };
    expect(() => decode(`*10\r\n${`*20\r\n${'$-1\r\n'.repeat(20)}`.repeat(10)}`, new RespDecoder(bounds))).toThrow(/more values/);
    expect(decode(`*20\r\n${'$-1\r\n'.repeat(20)}`.repeat(100), new RespDecoder(bounds))).toHaveLength(100);
  });

  it('allocates nothing for a declared length alone', () => {
    const before = process.memoryUsage().arrayBuffers;
    const decoders = Array.from({ length: 200 }, () => {
      const decoder = new RespDecoder();
      decoder.push(Buffer.from('$16000000\r\nx'));
      return decoder;
    });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(16_000_000);
    expect(decoders).toHaveLength(200);
  });

  it('reads back what was written, in both protocols', () => {
    fc.assert(
      fc.property(fc.array(reply, { maxLength: 5 }), (replies) => {
        expect(new RespDecoder().push(Buffer.concat(replies.map((each) => encodeReply(each, 3))))).toEqual(replies);
      }),
    );
  });

  it('gives the same replies however the bytes are cut', () => {
    fc.assert(
      fc.property(fc.array(reply, { minLength: 1, maxLength: 4 }), fc.array(fc.nat({ max: 60 }), { minLength: 1, maxLength: 40 }), (replies, sizes) => {
        const bytes = Buffer.concat(replies.map((each) => encodeReply(each, 3)));
        const decoder = new RespDecoder();
        const found: Reply[] = [];
        for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
          const size = Math.max(1, sizes[turn % sizes.length] ?? 1);
          // A copy that is overwritten afterwards: the decoder may not keep looking into what is not its own.
          found.push(...decoder.push(Buffer.from(bytes.subarray(at, at + size))));
          at += size;
        }
        expect(found).toEqual(replies);
      }),
    );
  });

  it('fails alike however broken bytes are cut', () => {
    const seeds = recorded().filter(({ bytes }) => bytes.length < 4000);
    fc.assert(
      fc.property(
        fc.constantFrom(...seeds),
        fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 1, max: 50 }),
        ({ bytes }, changes, size) => {
          const broken = Buffer.from(bytes);
          for (const [at, value] of changes) broken[at % broken.length] = value;
          expect(outcome(broken, size)).toEqual(outcome(broken, broken.length));
        },
      ),
    );
  });

  it('takes a byte at a time without paying for it', () => {
    // Quadratic work would need minutes for this: 4 MB in single bytes.
    const decoder = new RespDecoder();
    const bytes = Buffer.concat([Buffer.from('$4000000\r\n'), Buffer.alloc(4_000_000, 120), Buffer.from('\r\n')]);
    const found: Reply[] = [];
    for (let at = 0; at < bytes.length; at += 1) found.push(...decoder.push(bytes.subarray(at, at + 1)));
    expect(found).toHaveLength(1);
  });
});

function outcome(bytes: Buffer, size: number): { replies: Reply[]; failure: string | null } {
  const decoder = new RespDecoder();
  const replies: Reply[] = [];
  for (let at = 0; at < bytes.length; at += size) {
    try {
      replies.push(...decoder.push(bytes.subarray(at, at + size)));
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
    }
    if (decoder.failure) break;
  }
  return { replies, failure: decoder.failure?.message ?? null };
}

describe('RedisError', () => {
  it.each([
    ['NOAUTH Authentication required.', 'NOAUTH'],
    ['ERR unknown command', 'ERR'],
    ['unknown thing', 'ERR'],
    ['Error: lower case follows', 'ERR'],
    ['MISCONF', 'MISCONF'],
  ])('%s has the code %s', (text, code) => {
    expect(new RedisError(text).code).toBe(code);
  });
});

it('writes commands as arrays of bulk strings', () => {
  expect(encodeCommand(['SET', 'ü', Buffer.from([0, 255])]).toString('latin1')).toBe('*3\r\n$3\r\nSET\r\n$2\r\nÃ¼\r\n$2\r\n\0ÿ\r\n');
});
