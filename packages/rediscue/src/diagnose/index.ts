import { causes } from '../causes/generated/index.ts';
import { applyEnvironment, targetsFromEnvironment } from '../declared/environment/index.ts';
import { parseTarget, type Target } from '../declared/target/index.ts';
import type { Facts } from '../facts/index.ts';
import type { Report } from '../report/contract.ts';
import { gather } from './gather.ts';
import { judge } from './judge.ts';
import { toReport } from './to-report.ts';

export interface DiagnoseRequest {
  /** Targets as typed; none: what the environment declares. */
  targets: readonly string[];
  project: string;
  budgetMs: number;
  windowMs: number;
  /** Whether one short-lived key of our own may be written. */
  write: boolean;
  environment: Readonly<Record<string, string | undefined>>;
  /** Judge saved facts instead of looking. */
  facts?: Facts;
}

/** Nothing was named and nothing is declared: there is no server to look at. */
export class NoTarget extends Error {
  constructor() {
    super('no target was given, and the environment declares none');
    this.name = 'NoTarget';
  }
}

/** Looks, judges and reports. Ends inside the budget. Throws NoTarget. */
export async function diagnose(request: DiagnoseRequest, signal: AbortSignal): Promise<{ report: Report; facts: Facts }> {
  const started = performance.now();
  const facts = request.facts ?? (await gather(targetsOf(request), request, signal));
  const report = toReport(judge(facts, causes), facts, performance.now() - started);
  return { report, facts };
}

function targetsOf({ targets, environment }: DiagnoseRequest): Target[] {
  const named = targets.map((text) => applyEnvironment(parseTarget(text, { kind: 'argument', name: null, place: null }, environment), environment));
  const found = named.length > 0 ? named : targetsFromEnvironment(environment);
  if (found.length === 0) throw new NoTarget();
  return found;
}
