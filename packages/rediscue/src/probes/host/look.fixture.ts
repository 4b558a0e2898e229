import { expect } from 'vitest';
import type { World } from '../../../../../testbed/index.ts';
import type { Endpoint, Target } from '../../declared/target/types.ts';
import { type FactData, factSchemas, type ProbeName } from '../../facts/index.ts';
import { ProbeContext } from '../context.ts';
import { probeServer } from '../server/index.ts';
import { probeWire } from '../wire/index.ts';
import { probeHost } from './index.ts';

interface Seen {
  context: ProbeContext;
  get<K extends ProbeName>(probe: K): FactData<K> | undefined;
  ms: number;
}

/** Looks at an endpoint as the product does: the wire first, then the server and its machine side by side. */
export async function lookAt(
  world: World,
  {
    host = '127.0.0.1',
    port = 0,
    path = null,
    project = world.folder,
    password = null,
  }: {
    host?: string;
    port?: number;
    path?: string | null;
    project?: string;
    password?: string | null;
  },
): Promise<Seen> {
  const subject = path ?? `${host}:${port}`;
  const endpoint: Endpoint = { subject, host, port, path };
  const none = { set: password !== null, placeholder: null, variable: null, weak: null, padded: false };
  const target: Target = {
    fact: {
      name: subject,
      kind: path === null ? 'server' : 'unix',
      tls: false,
      addresses: path === null ? [{ host, port }] : [],
      path,
      primaryName: null,
      username: null,
      password: none,
      sentinelPassword: null,
      database: 0,
      use: null,
      readOnly: false,
      sources: [],
      problems: [],
      clientCertificate: { given: false, file: null },
      authority: { given: false, file: null },
      adminGiven: false,
      shadowOf: null,
    },
    credentials: { username: null, password },
    sentinelCredentials: null,
    admin: null,
    tls: null,
    rivals: [],
  };
  const context = new ProbeContext({ budgetMs: 10_000, windowMs: 50, write: true, project, environment: {} }, new AbortController().signal);
  const reached = await probeWire(endpoint, target, context);
  const start = performance.now();
  await Promise.all([reached.connection && probeServer(endpoint, target, reached, context), probeHost(endpoint, target, reached, context)]);
  reached.connection?.close();
  for (const fact of context.facts) factSchemas[fact.probe].parse(fact.data);
  const text = JSON.stringify([context.facts, context.notChecked]);
  for (const secret of world.secrets) expect(text).not.toContain(secret);
  return { context, ms: performance.now() - start, get: (probe) => context.get(probe, probe === 'kernel' ? 'this machine' : subject, probe === 'kernel' ? null : subject) };
}

export const kinds = (seen: Seen) =>
  seen
    .get('log')
    ?.events.filter(({ afterLastStart }) => afterLastStart)
    .map(({ kind }) => kind) ?? [];
