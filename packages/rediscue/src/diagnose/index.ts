import { readDotenv } from '../declared/dotenv/index.ts';
import { applyEnvironment, processLayer, targetsFromLayers } from '../declared/environment/index.ts';
import { parseTarget, type Target } from '../declared/target/index.ts';
import type { Facts, NotChecked } from '../facts/index.ts';
import type { Report } from '../report/contract.ts';
import { gather } from './gather.ts';

export interface DiagnoseRequest {
  /** Targets as typed; none: what the environment and the project's env files declare. */
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
    super('no target was given, and neither the environment nor an env file of the project declares one');
    this.name = 'NoTarget';
  }
}

/** Looks, judges and reports. Ends inside the budget. Throws NoTarget. */
export async function diagnose(request: DiagnoseRequest, signal: AbortSignal): Promise<{ report: Report; facts: Facts }> {
  const started = performance.now();
  const facts = request.facts ?? (await lookAround(request, signal));
  const { verdictOn } = await import('./verdict.ts');
  return { report: verdictOn(facts, performance.now() - started), facts };
}

async function lookAround(request: DiagnoseRequest, signal: AbortSignal): Promise<Facts> {
  const { targets, notChecked } = await targetsOf(request);
  const onWindow = () => void import('./verdict.ts');
  const facts = await gather(targets, { ...request, onWindow }, signal);
  return { ...facts, notChecked: [...notChecked, ...facts.notChecked] };
}

async function targetsOf({ targets: texts, environment, project }: DiagnoseRequest): Promise<{ targets: Target[]; notChecked: NotChecked[] }> {
  // What a person types is meant: nothing that is declared contradicts it.
  if (texts.length > 0)
    return { targets: texts.map((text) => applyEnvironment(parseTarget(text, { kind: 'argument', name: null, place: null }, environment), environment)), notChecked: [] };
  const { layers, unreadable } = await readDotenv(project, environment);
  const targets = targetsFromLayers([processLayer(environment), ...layers]);
  if (targets.length === 0) throw new NoTarget();
  return { targets, notChecked: unreadable.map(({ file, why }) => ({ what: `what ${file} declares`, why: `it cannot be read (${why})` })) };
}
