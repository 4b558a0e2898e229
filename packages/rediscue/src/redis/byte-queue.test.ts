import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ByteQueue } from './byte-queue.ts';

it('is a queue of bytes, whatever is pushed and taken', () => {
  const step = fc.oneof(fc.record({ push: fc.uint8Array({ maxLength: 600 }) }), fc.record({ take: fc.nat({ max: 700 }) }), fc.record({ find: fc.integer({ min: 0, max: 255 }) }));
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const queue = new ByteQueue();
      let model = Buffer.alloc(0);
      for (const each of steps) {
        if ('push' in each) {
          queue.push(Buffer.from(each.push));
          model = Buffer.concat([model, each.push]);
        } else if ('take' in each) {
          const bytes = Math.min(each.take, model.length);
          queue.take(bytes);
          model = model.subarray(bytes);
        } else expect(queue.indexOf(each.find)).toBe(model.indexOf(each.find));
        expect(queue.length).toBe(model.length);
        expect(queue.copy(0, queue.length)).toEqual(Buffer.from(model));
        expect(queue.at(0)).toBe(model[0]);
        expect(queue.at(model.length)).toBeUndefined();
      }
    }),
  );
});

it('never writes into a chunk of the caller', () => {
  const queue = new ByteQueue();
  const chunk = Buffer.from('abc');
  queue.push(chunk.subarray(0, 1));
  queue.push(Buffer.from('X'));
  expect(chunk.toString()).toBe('abc');
});
