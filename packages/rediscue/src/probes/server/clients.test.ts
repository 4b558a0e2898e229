import { expect, it } from 'vitest';
import { clients } from './clients.ts';
import type { ServerView } from './server-view.ts';

const view = (info: Record<string, number>) => ({ number: (field: string) => info[field], ownAddresses: new Set(['10.0.0.9:5000']) }) as unknown as ServerView;

it.each([
  ['a few connections', { connected_clients: 100 }, true],
  ['an unknown number', {}, true],
  ['many that do no harm', { connected_clients: 5000, maxclients: 10_000, used_memory: 1e9, mem_clients_normal: 5e6 }, false],
  ['near the limit', { connected_clients: 8000, maxclients: 10_000 }, true],
  ['holding a good part of the memory', { connected_clients: 5000, maxclients: 10_000, used_memory: 1e8, mem_clients_normal: 5e7 }, true],
  ['one with a large reply', { connected_clients: 5000, maxclients: 10_000, client_recent_max_output_buffer: 1e8 }, true],
])('%s', (_, info, asked) => {
  expect(clients.unless?.(view(info)) === null).toBe(asked);
});

it('puts those first that hold the most, and leaves us out', () => {
  const line = (id: number, address: string, memory: number, age: number) =>
    `id=${id} addr=${address} name= age=${age} idle=0 flags=N qbuf=0 omem=0 tot-mem=${memory} cmd=get user=app`;
  const lines = [
    line(1, '10.0.0.1:1', 100, 1),
    line(2, '10.0.0.1:2', 900, 1),
    line(3, '10.0.0.2:1', 100, 50),
    line(4, '10.0.0.9:5000', 5, 1),
    `${line(5, '10.0.0.3:1', 5, 1).replace('name=', 'name=rediscue')}`,
  ];
  const fact = clients.read([Buffer.from(`${lines.join('\n')}\n`)], view({}));
  expect(fact).toMatchObject({
    state: 'ok',
    value: {
      total: 3,
      entries: [{ id: 2 }, { id: 3 }, { id: 1 }],
      byAddress: [
        { address: '10.0.0.1', count: 2 },
        { address: '10.0.0.2', count: 1 },
      ],
      byUser: [{ user: 'app', count: 3 }],
    },
  });
});
