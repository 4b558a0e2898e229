import { applyEnvironment } from '../../declared/environment/index.ts';
import { type Endpoint, endpointAt, endpointOfSocket, parseTarget } from '../../declared/target/index.ts';
import type { FactData, ProbeName } from '../../facts/index.ts';
import { factSchemas } from '../../facts/index.ts';
import { ProbeContext } from '../context.ts';
import type { Reached } from '../interface.ts';
import { probeWire } from './index.ts';

export interface Looked {
  get<K extends ProbeName>(probe: K): FactData<K> | undefined;
  stages: ProbeName[];
  reached: Omit<Reached, 'connection' | 'adminConnection'> & { connected: boolean; admin: boolean; commands: number };
  context: ProbeContext;
  ms: number;
}

interface LookOptions {
  environment?: Record<string, string>;
  write?: boolean;
  budgetMs?: number;
  signal?: AbortSignal;
  endpoint?: Endpoint;
}

/** Probes a target as the program does and closes what was opened. Every fact is held against its schema. */
export async function look(
  text: string,
  { environment = {}, write = true, budgetMs = 10_000, signal = new AbortController().signal, endpoint }: LookOptions = {},
): Promise<Looked> {
  const target = applyEnvironment(parseTarget(text, { kind: 'argument', name: null, place: null }, environment), environment);
  const context = new ProbeContext({ budgetMs, windowMs: 200, write, project: '.', environment }, signal);
  const [address] = target.fact.addresses;
  const at = endpoint ?? (target.fact.path !== null ? endpointOfSocket(target.fact.path) : endpointAt(address?.host ?? '', address?.port ?? 0));
  const started = performance.now();
  const { connection, adminConnection, ...reached } = await probeWire(at, target, context);
  const ms = performance.now() - started;
  connection?.close();
  adminConnection?.close();
  for (const { probe, data } of context.facts) factSchemas[probe].parse(data);
  return {
    get: (probe) => context.get(probe, at.subject, target.fact.name),
    stages: context.facts.map(({ probe }) => probe),
    reached: { ...reached, connected: connection !== null, admin: adminConnection !== null, commands: connection?.commands ?? 0 },
    context,
    ms,
  };
}
