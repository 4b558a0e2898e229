import { expect, it } from 'vitest';
import { parseRole } from './role.ts';

it('reads its three forms', () => {
  expect(parseRole([Buffer.from('master'), 3129659, [[Buffer.from('127.0.0.1'), Buffer.from('9001'), Buffer.from('3129242')], ['x']]])).toEqual({
    role: 'primary',
    offset: 3129659,
    replicas: [{ host: '127.0.0.1', port: 9001, offset: 3129242 }],
  });
  expect(parseRole(['slave', 'db.example', 6379, 'connecting', -1])).toEqual({ role: 'replica', primaryHost: 'db.example', primaryPort: 6379, link: 'connecting', offset: -1 });
  expect(parseRole(['slave', 'db.example', 6379, 'none', -1])).toMatchObject({ link: 'unknown' });
  expect(parseRole(['sentinel', ['a', 'b']])).toEqual({ role: 'sentinel', primaries: ['a', 'b'] });
});

it('is undefined for anything else', () => {
  for (const reply of [null, 'OK', [], ['master'], ['slave', 'h'], ['moon', 1, []]]) expect(parseRole(reply)).toBeUndefined();
});
