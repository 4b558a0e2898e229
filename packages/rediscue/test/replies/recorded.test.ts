import { describe, expect, it } from 'vitest';
import {
  parseAclGetUser,
  parseAclList,
  parseAclLog,
  parseClientList,
  parseClusterInfo,
  parseClusterNodes,
  parseClusterShards,
  parseConfig,
  parseFunctionStats,
  parseInfo,
  parseKeyspace,
  parseLatencyLatest,
  parseMemoryStats,
  parseModuleList,
  parseQuorumCheck,
  parseRole,
  parseSentinelAddress,
  parseSentinelPeers,
  parseSentinelPrimaries,
  parseSentinelReplicas,
  parseSlowlog,
  parseVersion,
  RedisError,
  type Reply,
} from '../../src/redis/index.ts';
import { decodeOne, recorded } from './recorded.ts';

const all = recorded();
const servers = [...new Set(all.map(({ server }) => server))];

describe.each(servers)('replies of %s', (server) => {
  describe.each([2, 3] as const)('in RESP%i', (protocol) => {
    const reply = (from: string, command: string): Reply => {
      const found = all.find((each) => each.server === server && each.protocol === protocol && each.from === from && each.command === command);
      if (found === undefined) throw new Error(`not recorded: ${from}: ${command}`);
      return decodeOne(found.bytes);
    };
    const isOld = server === 'redis-6.2.14';

    it('INFO', () => {
      const info = parseInfo(reply('primary', 'INFO all')) ?? new Map();
      expect(parseVersion(info)).toEqual({ flavour: server.split('-')[0], version: server.split('-')[1] });
      expect(info.get('role')).toBe('master');
      expect(info.get('redis_mode')).toBe('standalone');
      expect(parseKeyspace(info)).toEqual([{ database: 0, keys: expect.any(Number), expires: expect.any(Number) }]);
      expect(info.has('cmdstat_set')).toBe(true);
      expect(parseInfo(reply('sentinel', 'INFO all'))?.get('redis_mode')).toBe('sentinel');
    });

    it('CONFIG GET', () => {
      const config = parseConfig(reply('primary', 'CONFIG GET *'));
      expect(config?.get('maxmemory')).toBe('0');
      expect(config?.get('requirepass')).toBe('recorded-password');
      expect(config?.get('save')).toBe('');
    });

    it('ACL', () => {
      expect(parseAclGetUser(reply('primary', 'ACL GETUSER default'))).toMatchObject({ enabled: true, noPassword: false, commands: '+@all', keys: '~*', channels: '&*' });
      expect(parseAclGetUser(reply('primary', 'ACL GETUSER app'))).toMatchObject({ enabled: true, keys: '~app:*', commands: expect.stringContaining('+@read') });
      expect(parseAclGetUser(reply('primary', 'ACL GETUSER nobody'))).toBeNull();
      const users = parseAclList(reply('primary', 'ACL LIST'));
      expect(users).toContainEqual({ name: 'default', enabled: true, noPassword: false, hasPassword: true, allCommands: true, allKeys: true });
      expect(users).toContainEqual({ name: 'app', enabled: true, noPassword: false, hasPassword: true, allCommands: false, allKeys: false });
      const log = parseAclLog(reply('primary', 'ACL LOG 100'));
      expect(log?.map(({ reason, object, username }) => `${reason} ${object} ${username}`)).toEqual(['key other:1 app', 'command set app', 'auth AUTH app']);
      expect(log?.[0]).toMatchObject({ clientName: 'recorder', client: expect.stringMatching(/^127\.0\.0\.1:\d+$/), context: 'toplevel', count: 1 });
    });

    it('CLIENT LIST', () => {
      const clients = parseClientList(reply('primary', 'CLIENT LIST')) ?? [];
      expect(clients).toContainEqual(
        expect.objectContaining({ name: 'recorder', address: expect.stringContaining('127.0.0.1:'), user: 'default', totalBytes: expect.any(Number) }),
      );
      expect(clients.find(({ flags }) => flags === 'S')?.command).toMatch(/replconf|psync/);
    });

    it('SLOWLOG', () => {
      const slow = parseSlowlog(reply('primary', 'SLOWLOG GET 100')) ?? [];
      expect(slow).toContainEqual(expect.objectContaining({ command: 'DEBUG SLEEP', key: null, arguments: 2 }));
      expect(slow).toContainEqual(expect.objectContaining({ command: 'EVAL', key: 'app:1', arguments: 3 }));
      expect(slow).toContainEqual(expect.objectContaining({ command: 'MSET', key: 'app:0', arguments: 80 }));
      expect(slow).toContainEqual(expect.objectContaining({ command: 'ACL SETUSER', key: null }));
      expect(JSON.stringify(slow)).not.toContain('password');
    });

    it('LATENCY LATEST, MEMORY STATS, MODULE LIST, FUNCTION STATS', () => {
      expect(parseLatencyLatest(reply('primary', 'LATENCY LATEST'))).toContainEqual(expect.objectContaining({ event: 'command', maxMs: expect.any(Number) }));
      const memory = parseMemoryStats(reply('primary', 'MEMORY STATS'));
      expect(memory?.['keys.count']).toBeGreaterThan(1);
      expect(memory?.['db.0.overhead.hashtable.main']).toBeGreaterThan(0);
      expect(memory?.fragmentation).toBeGreaterThan(0);
      expect(parseModuleList(reply('primary', 'MODULE LIST'))).toEqual([]);
      const stats = reply('primary', 'FUNCTION STATS');
      if (isOld) expect(stats).toBeInstanceOf(RedisError);
      else expect(parseFunctionStats(stats)).toEqual({ running: null, libraries: 1 });
    });

    it('ROLE', () => {
      expect(parseRole(reply('primary', 'ROLE'))).toMatchObject({ role: 'primary', replicas: [{ host: '127.0.0.1', port: expect.any(Number) }] });
      expect(parseRole(reply('replica', 'ROLE'))).toMatchObject({ role: 'replica', primaryHost: '127.0.0.1', link: 'connected' });
      expect(parseRole(reply('sentinel', 'ROLE'))).toEqual({ role: 'sentinel', primaries: ['mymaster'] });
    });

    it('CLUSTER', () => {
      expect(parseClusterInfo(reply('cluster', 'CLUSTER INFO'))).toMatchObject({ slotsAssigned: 16384, knownNodes: 2, size: 1 });
      const nodes = parseClusterNodes(reply('cluster', 'CLUSTER NODES')) ?? [];
      expect(nodes.map(({ role, myself, slots }) => ({ role, myself, slots }))).toEqual(
        expect.arrayContaining([
          { role: 'primary', myself: true, slots: 16384 },
          { role: 'replica', myself: false, slots: 0 },
        ]),
      );
      expect(nodes.find(({ role }) => role === 'replica')?.primaryId).toBe(nodes.find(({ role }) => role === 'primary')?.id);
      const shards = reply('cluster', 'CLUSTER SHARDS');
      if (isOld) expect(shards).toBeInstanceOf(RedisError);
      else
        expect(parseClusterShards(shards)).toMatchObject([
          { slots: [{ from: 0, to: 16383 }], nodes: expect.arrayContaining([expect.objectContaining({ role: 'primary', health: 'online' })]) },
        ]);
    });

    it('SENTINEL', () => {
      expect(parseSentinelPrimaries(reply('sentinel', 'SENTINEL MASTERS'))).toMatchObject([
        { name: 'mymaster', host: '127.0.0.1', flags: ['master'], quorum: 2, otherSentinels: 1, replicas: 1, downAfterMs: 30000 },
      ]);
      expect(parseSentinelReplicas(reply('sentinel', 'SENTINEL REPLICAS mymaster'))).toMatchObject([{ flags: expect.arrayContaining(['slave']), priority: 100, downForMs: null }]);
      expect(parseSentinelPeers(reply('sentinel', 'SENTINEL SENTINELS mymaster'))).toMatchObject([
        { host: '127.0.0.1', flags: ['sentinel'], runId: expect.stringMatching(/^[0-9a-f]{40}$/) },
      ]);
      expect(parseQuorumCheck(reply('sentinel', 'SENTINEL CKQUORUM mymaster'))).toMatch(/^OK 2 usable Sentinels/);
      expect(parseSentinelAddress(reply('sentinel', 'SENTINEL GET-MASTER-ADDR-BY-NAME mymaster'))).toMatchObject({ host: '127.0.0.1' });
      expect(parseSentinelAddress(reply('sentinel', 'SENTINEL GET-MASTER-ADDR-BY-NAME other'))).toBeNull();
    });
  });
});
