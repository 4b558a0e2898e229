import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { expect } from 'vitest';
import { serverBinary } from '../../../../../testbed/index.ts';
import type { Target } from '../../declared/target/types.ts';
import { type FactData, type Facts, type ProbeName, parseFacts } from '../../facts/index.ts';
import { Connection } from '../../redis/index.ts';
import { announcements } from '../announce.ts';
import { ProbeContext } from '../context.ts';
import type { Announced, Reached } from '../interface.ts';
import { probeServer } from './index.ts';
/** Redis 6.2 has no functions and no EVAL_RO, and lacks what the other tests arrange their servers with. */
export const isBefore7 = /v=[0-6]\./.test(execFileSync(serverBinary, ['--version'], { encoding: 'utf8' }));

export interface Login {
  username?: string;
  password?: string;
}

interface Looked {
  get<K extends ProbeName>(probe: K): FactData<K>;
  states: Record<string, string>;
  commands: number;
  text: string;
  announced: Announced[];
}

export async function open(port: number, { username, password }: Login): Promise<Connection> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  const connection = new Connection(socket);
  if (password !== undefined) expect(await connection.call(['AUTH', ...(username ? [username] : []), password], { timeoutMs: 5000 })).toBe('OK');
  return connection;
}

/** Looks at a server as the wire stages would hand it over. */
export async function look(
  port: number,
  {
    login = {},
    admin,
    speaks = 'data',
    primaryName = null,
    during,
  }: { login?: Login; admin?: Login; speaks?: Reached['speaks']; primaryName?: string | null; during?: () => unknown } = {},
): Promise<Looked> {
  const connection = await open(port, login);
  const adminConnection = admin ? await open(port, admin) : null;
  const before = connection.commands + (adminConnection?.commands ?? 0);
  const context = new ProbeContext({ budgetMs: 10_000, windowMs: 100, write: true, project: '.', environment: {} }, new AbortController().signal);
  const fact = { name: 'target', kind: 'server', primaryName, database: 0, tls: false } as Target['fact'];
  const target: Target = {
    fact,
    credentials: { username: login.username ?? null, password: login.password ?? null },
    sentinelCredentials: null,
    admin: null,
    tls: null,
    rivals: [],
  };
  const endpoint = { subject: `127.0.0.1:${port}`, host: '127.0.0.1', port, path: null };
  const timer = during && setTimeout(during, 40);
  try {
    await probeServer(endpoint, target, { connection, adminConnection, speaks, remoteAddress: '127.0.0.1', localAddress: '127.0.0.1' }, context);
  } finally {
    clearTimeout(timer);
    connection.close();
    adminConnection?.close();
  }
  // Whatever was seen, it can be saved and read again.
  const bundle: Facts = { schema: 1, tool: 'test', takenAt: new Date().toISOString(), budgetMs: 1, look: 'live', facts: context.facts, notChecked: [] };
  parseFacts(JSON.parse(JSON.stringify(bundle)));
  return {
    get: <K extends ProbeName>(probe: K) => {
      const data = context.get(probe, endpoint.subject, 'target');
      if (data === undefined) throw new Error(`${probe} was not recorded`);
      return data;
    },
    states: Object.fromEntries(
      context.facts.map(({ probe, data }) => [probe, 'state' in data ? String(data.state) : probe === 'acl' ? (data as FactData<'acl'>).self.state : '']) as [string, string][],
    ),
    commands: connection.commands + (adminConnection?.commands ?? 0) - before,
    text: JSON.stringify(context.facts),
    announced: announcements(endpoint, target, context),
  };
}

export const value = <T>(asked: { state: string; value?: T }): T => {
  expect(asked).toMatchObject({ state: 'ok' });
  return asked.value as T;
};
