import { expect, it } from 'vitest';
import { parseClusterNodes } from './cluster-nodes.ts';

const [a, b] = ['a'.repeat(40), 'b'.repeat(40)];

it.each([
  [
    '3.0',
    `${a} 10.0.0.1:7000 myself,master - 0 0 1 connected 0-5460 7000 [93-<-${b}]`,
    { host: '10.0.0.1', port: 7000, busPort: null, hostname: null, myself: true, slots: 5462, flags: [] },
  ],
  ['4.0', `${a} :7000@17000 myself,master - 0 0 1 connected`, { host: '', busPort: 17000, slots: 0 }],
  [
    '7.0 with a name',
    `${a} 10.0.0.1:7000@17000,redis-0.example master,fail - 0 0 1 disconnected 1`,
    { hostname: 'redis-0.example', flags: ['fail'], linkState: 'disconnected', slots: 1 },
  ],
  [
    '7.2 without a name',
    `${a} 10.0.0.1:7000@17000,,tls-port=0,shard-id=${b} slave,fail? ${b} 0 0 1 connected`,
    { hostname: null, role: 'replica', primaryId: b, flags: ['fail?'] },
  ],
  ['IPv6', `${a} [fd00::1]:7000@17000 master - 0 0 1 connected`, { host: 'fd00::1', port: 7000 }],
  ['IPv6 as older versions write it', `${a} fd00::1:7000@17000 master,noaddr - 0 0 1 connected`, { host: 'fd00::1', port: 7000, flags: ['noaddr'] }],
])('reads a line of %s', (_, line, expected) => {
  expect(parseClusterNodes(Buffer.from(`${line}\n`))).toMatchObject([{ id: a, ...expected }]);
});

it('is undefined without a node', () => {
  expect(parseClusterNodes(Buffer.from('hello\n'))).toBeUndefined();
  expect(parseClusterNodes(null)).toBeUndefined();
});
