import { expect, it } from 'vitest';
import { RedisError } from '../resp.ts';
import { parseQuorumCheck, parseSentinelAddress, parseSentinelPrimaries, parseSentinelReplicas } from './sentinel.ts';

const flat = (named: Record<string, string>) => Object.entries(named).flatMap(([name, value]) => [Buffer.from(name), Buffer.from(value)]);

it('reads a primary that is down, as Redis and Valkey write it', () => {
  const named = {
    name: 'mymaster',
    ip: 'db.example',
    port: '6379',
    runid: '',
    flags: 's_down,o_down,master,disconnected',
    'last-ok-ping-reply': '61000',
    'last-ping-reply': '200',
    'num-slaves': '2',
    'num-other-sentinels': '2',
    quorum: '2',
    'failover-timeout': '180000',
    'down-after-milliseconds': '30000',
    'config-epoch': '3',
  }; // prettier-ignore
  expect(parseSentinelPrimaries([flat(named)])).toEqual([
    {
      name: 'mymaster',
      host: 'db.example',
      port: 6379,
      flags: ['s_down', 'o_down', 'master', 'disconnected'],
      quorum: 2,
      otherSentinels: 2,
      replicas: 2,
      downAfterMs: 30000,
      failoverTimeoutMs: 180000,
      configEpoch: 3,
      runId: null,
      lastReplyMs: 200,
      lastOkPingMs: 61000,
    },
  ]);
});

it('says since when a replica is down', () => {
  const named = { name: 'r', ip: '10.0.0.2', port: '6379', flags: 's_down,slave', 's-down-time': '5000', 'slave-priority': '0', 'master-link-status': 'err' };
  expect(parseSentinelReplicas([flat(named)])).toEqual([
    { host: '10.0.0.2', port: 6379, flags: ['s_down', 'slave'], linkOk: false, priority: 0, downForMs: 5000, lastOkPingMs: null },
  ]);
});

it('tells an unknown name from no answer', () => {
  expect(parseSentinelAddress([Buffer.from('10.0.0.1'), Buffer.from('6379')])).toEqual({ host: '10.0.0.1', port: 6379 });
  expect(parseSentinelAddress(null)).toBeNull();
  expect(parseSentinelAddress([])).toBeUndefined();
});

it('takes a missing quorum as an answer, and a refusal as none', () => {
  expect(parseQuorumCheck('OK 3 usable Sentinels.')).toBe('OK 3 usable Sentinels.');
  expect(parseQuorumCheck(new RedisError('NOQUORUM 1 usable Sentinels.'))).toBe('NOQUORUM 1 usable Sentinels.');
  expect(parseQuorumCheck(new RedisError('NOPERM no'))).toBeNull();
});
