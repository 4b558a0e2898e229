import { expect, it } from 'vitest';
import type { Target } from '../declared/target/types.ts';
import type { FactData, ProbeName } from '../facts/index.ts';
import { announcements } from './announce.ts';
import { ProbeContext } from './context.ts';

const endpoint = { subject: '192.0.2.1:6379', host: '192.0.2.1', port: 6379, path: null };
const target = { fact: { name: 't', primaryName: null, tls: false } } as Target;

function announced(facts: { [K in ProbeName]?: FactData<K> }, primaryName: string | null = null): string[] {
  const context = new ProbeContext({ budgetMs: 1, windowMs: 1, write: false, project: '.', environment: {} }, new AbortController().signal);
  for (const [probe, data] of Object.entries(facts)) context.record(probe as ProbeName, endpoint.subject, 't', data as never, 0);
  return announcements(endpoint, { ...target, fact: { ...target.fact, primaryName } }, context).map(({ endpoint: { subject }, as, from }) => `${from} ${as} ${subject}`);
}

const info = (value: Record<string, string>): FactData<'info'> => ({ state: 'ok', value });
const connected = (used: string): FactData<'connect'> => ({ attempts: [], used });

it('names the primary of a replica, by ROLE or by INFO alone', () => {
  expect(announced({ role: { state: 'ok', value: { role: 'replica', primaryHost: '192.0.2.2', primaryPort: 6380, link: 'connected', offset: 1 } } })).toEqual([
    'replication primary 192.0.2.2:6380',
  ]);
  expect(announced({ role: { state: 'refused', reply: 'NOPERM' }, info: info({ role: 'slave', master_host: 'fd00::2', master_port: '6379' }) })).toEqual([
    'replication primary [fd00::2]:6379',
  ]);
});

it('names the replicas of a primary, and of a replica its own', () => {
  const replicas = { slave0: 'ip=192.0.2.3,port=6379,state=online,offset=1,lag=0', slave1: 'ip=192.0.2.4,port=0,state=wait_bgsave' };
  expect(announced({ info: info({ role: 'master', ...replicas }) })).toEqual(['replication replica 192.0.2.3:6379']);
  expect(announced({ info: info({ role: 'slave', master_host: '192.0.2.2', master_port: '6379', ...replicas }) })).toEqual([
    'replication primary 192.0.2.2:6379',
    'replication replica 192.0.2.3:6379',
  ]);
});

it("does not take another machine's loopback for ours", () => {
  const loopback = info({ role: 'slave', master_host: '127.0.0.1', master_port: '6380' });
  expect(announced({ connect: connected('192.0.2.1'), info: loopback })).toEqual([]);
  expect(announced({ connect: connected('127.0.0.1'), info: loopback })).toEqual(['replication primary 127.0.0.1:6380']);
});

it('names nothing where nothing was answered', () => {
  expect(announced({})).toEqual([]);
  expect(announced({ info: { state: 'timed-out', afterMs: 1 }, cluster: { state: 'refused', reply: 'NOPERM' } })).toEqual([]);
});

it('follows what Sentinel says of the name that was asked for', () => {
  const primary = (name: string, port: number) => ({
    name,
    host: '127.0.0.1',
    port,
    answered: { host: '127.0.0.1', port },
    replicaList: [{ host: '192.0.2.5', port }],
    sentinelList: [{ host: '192.0.2.6', port: 26379 }],
  });
  const sentinel = { state: 'ok', value: { primaries: [primary('a', 1), primary('b', 2)] } } as unknown as FactData<'sentinel'>;
  expect(announced({ sentinel }, 'b')).toEqual(['sentinel primary 127.0.0.1:2', 'sentinel replica 192.0.2.5:2', 'sentinel sentinel 192.0.2.6:26379']);
  expect(announced({ sentinel })).toHaveLength(6);
  expect(announced({ sentinel }, 'c')).toEqual([]);
});

it('follows the nodes of a cluster that have an address', () => {
  const node = (host: string, more: object = {}) => ({ host, port: 7000, myself: false, flags: [], ...more });
  const nodes = [node('192.0.2.1', { myself: true }), node('192.0.2.2'), node('192.0.2.3', { flags: ['fail'] }), node('192.0.2.4', { flags: ['noaddr'] }), node('')];
  const cluster = { state: 'ok', value: { nodes } } as unknown as FactData<'cluster'>;
  expect(announced({ cluster })).toEqual(['cluster node 192.0.2.2:7000', 'cluster node 192.0.2.3:7000']);
});
