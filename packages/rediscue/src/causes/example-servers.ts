import type { DataFact, FactData, LogFact } from '../facts/index.ts';
import { configFile, noHandshake, notSpoken, unconnected } from './example-parts.ts';
import type { EndpointExample } from './examples.ts';

/** A server that does not run: its port refuses, and nothing could be asked. Laid under examples of dead servers. */
export const deadServer: EndpointExample = unconnected('refused', ['127.0.0.1']);

/** A server that accepts connections and answers nothing. */
export const silentServer: EndpointExample = {
  ...notSpoken,
  connect: { attempts: [{ address: '127.0.0.1', port: 6379, state: 'connected', code: null, ms: 0.1 }], used: '127.0.0.1' },
  speak: { state: 'silent', reply: null, error: null, protocol: null, firstBytes: null },
  tls: noHandshake({ asked: false, state: 'silent', plainAnswer: 'silent' }),
};

/** A redis.conf with these directives, one a line: `appendonly yes`. */
export const configFileOf = (...lines: string[]) => configFile(lines.map((line) => line.split(' ') as [string, ...string[]]));

/** The same log as it was before the last start: what it tells is over. */
export const beforeLastStart = (log: LogFact): LogFact => ({ ...log, events: log.events.map((event) => ({ ...event, afterLastStart: false })) });

/** That something on this machine says a server should run at this endpoint. */
export const expectedByFile: FactData<'expected'> = { by: [{ kind: 'redis.conf', place: { file: '/srv/app/redis.conf', line: 1 }, text: 'port 6379' }] };

type Check = NonNullable<DataFact['snapshot']>;

/** The result of checking one data file. */
export function fileOf(over: Partial<Check> = {}): Check {
  return {
    file: '/var/lib/redis/dump.rdb',
    bytes: 52428800,
    modifiedAt: '2026-11-20T09:50:00.000Z',
    state: 'ok',
    offset: null,
    lossBytes: null,
    reason: null,
    version: '11',
    keys: 100000,
    ...over,
  };
}

/** A data directory in good order. */
export function dataOf(over: Partial<DataFact> = {}): DataFact {
  return {
    directory: '/var/lib/redis',
    state: 'ok',
    owner: 'redis',
    mode: '0750',
    writableByServer: true,
    freeBytes: 53687091200,
    totalBytes: 107374182400,
    freeInodes: 1000000,
    readOnly: false,
    snapshot: fileOf(),
    appendOnly: null,
    ...over,
  };
}

/** The group of a server's process, without limits unless they are given. */
export function cgroupOf(over: Partial<FactData<'cgroup'>> = {}): FactData<'cgroup'> {
  return {
    version: 2,
    path: '/system.slice/redis.service',
    memoryLimitBytes: null,
    memoryUsedBytes: 120000000,
    oomKills: 0,
    cpuQuotaCores: null,
    throttledPeriods: 0,
    periods: 2,
    ...over,
  };
}
