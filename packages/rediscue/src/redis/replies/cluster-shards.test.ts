import { expect, it } from 'vitest';
import { parseClusterShards } from './cluster-shards.ts';

it('reads shards, unknown endpoints as null', () => {
  const node = ['id', 'n1', 'port', 7000, 'ip', '10.0.0.1', 'endpoint', '?', 'hostname', '', 'role', 'master', 'replication-offset', 12, 'health', 'online'];
  expect(parseClusterShards([['slots', [0, 5460, 7000, 7000], 'nodes', [node, 'x']], 'x'])).toEqual([
    {
      slots: [
        { from: 0, to: 5460 },
        { from: 7000, to: 7000 },
      ],
      nodes: [{ id: 'n1', endpoint: null, ip: '10.0.0.1', hostname: null, port: 7000, tlsPort: null, role: 'primary', offset: 12, health: 'online' }],
    },
  ]);
  expect(parseClusterShards([])).toEqual([]);
  expect(parseClusterShards('x')).toBeUndefined();
});
