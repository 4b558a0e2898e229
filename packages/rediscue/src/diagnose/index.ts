import type { LogTail, SettingsLayer } from '../declared/app/index.ts';
import { applyEnvironment } from '../declared/environment/index.ts';
import type { DeclaredTarget, ProjectModel } from '../declared/project/index.ts';
import { parseTarget, type Target } from '../declared/target/index.ts';
import type { Facts, NotChecked } from '../facts/index.ts';
import type { Report } from '../report/contract.ts';
import { settingsOf } from './app.ts';
import { gather } from './gather.ts';

/** Longest time for finding the project's files. */
const readMs = 1500;

export interface DiagnoseRequest {
  /** Targets as typed; none: what the environment and the project's env files declare. */
  targets: readonly string[];
  project: string;
  budgetMs: number;
  windowMs: number;
  /** Whether one short-lived key of our own may be written. */
  write: boolean;
  environment: Readonly<Record<string, string | undefined>>;
  /** The application's log, as it was read. */
  log?: { file: string; read: LogTail };
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
  const { targets, model, layers, notChecked } = await targetsOf(request);
  const onWindow = () => void import('./verdict.ts');
  const facts = await gather(targets, { ...request, onWindow, app: settingsOf(layers, targets, request, model) }, signal, model);
  return { ...facts, notChecked: [...notChecked, ...facts.notChecked] };
}

interface Declared {
  targets: Target[];
  model: ProjectModel | null;
  /** What the project's env files say of the application itself. */
  layers: SettingsLayer[];
  notChecked: NotChecked[];
}

async function targetsOf({ targets: texts, environment, project, budgetMs }: DiagnoseRequest): Promise<Declared> {
  // What a person types is meant: nothing that is declared contradicts it.
  if (texts.length > 0) {
    const targets = texts.map((text) => applyEnvironment(parseTarget(text, { kind: 'argument', name: null, place: null }, environment), environment));
    return { targets, model: null, layers: [], notChecked: [] };
  }
  const { envFileLayers, filesIn, projectModel, readersFor, unreadable } = await import('./project.ts');
  const until = performance.now() + Math.min(readMs, budgetMs / 4);
  const files = filesIn(project, { environment, stop: () => performance.now() > until });
  const model = projectModel(files, await readersFor(files.paths));
  const targets = model.targets.filter(isLive).map(({ target }) => target);
  if (targets.length === 0) throw new NoTarget();
  return { targets, model, layers: envFileLayers(files), notChecked: [...unreadable(model), ...files.leftOut] };
}

/** What stands in files of a pipeline, of a cluster or of infrastructure, or only in a variant that is not chosen, does not run here. */
const isLive = ({ variant, runs, format }: DeclaredTarget): boolean => variant === null && runs !== 'pod' && !['github-actions', 'terraform', 'kubernetes'].includes(format ?? '');
