import { expect, test } from 'vitest';
import { RespDecoder } from '../resp.ts';
import { parseCommandCategories } from './command-info.ts';

const reply = (wire: string) => [...new RespDecoder().push(Buffer.from(wire))][0] as never;

test('categories of known commands, in either protocol', () => {
  const entry = '*7\r\n$4\r\nEVAL\r\n:-3\r\n*1\r\n+noscript\r\n:0\r\n:0\r\n:0\r\n*2\r\n+@slow\r\n+@scripting\r\n';
  expect(parseCommandCategories(reply(`*2\r\n${entry}*-1\r\n`))).toEqual({ eval: ['@slow', '@scripting'] });
  expect(parseCommandCategories(reply(`*1\r\n${entry.replace(/\*2\r\n\+@slow/, '~2\r\n+@slow')}`))).toEqual({ eval: ['@slow', '@scripting'] });
});

test('something else', () => {
  expect(parseCommandCategories(reply('+OK\r\n'))).toBeUndefined();
  expect(parseCommandCategories(reply('*2\r\n:1\r\n*1\r\n:2\r\n'))).toEqual({});
});
