import type { Config } from '../config/read.ts';
import type { LogTail, SettingsLayer } from '../declared/app/index.ts';
import { applyEnvironment } from '../declared/environment/index.ts';
import type { ProjectModel } from '../declared/project/index.ts';
import { parseTarget, type Target } from '../declared/target/index.ts';
import type { CloudFact, Facts, NotChecked } from '../facts/index.ts';
import type { ProbeOptions } from '../probes/context.ts';
import type { ClusterRequest } from '../probes/kubernetes/cluster.ts';
import type { Report } from '../report/contract.ts';
import { settingsOf } from './app.ts';
import { type Joined, joinCluster } from './cluster.ts';
import { configuredApp, configuredTargets, modelWith, variablesOf } from './configured.ts';
import { gather } from './gather.ts';
import { isLive } from './is-live.ts';

/** Share of the budget in which the project's files may be read: the rest is for looking at what they declare. */
const readingShare = 0.4;
const engineMs = 1000;

/** The subject of what providers say. */
const theCloud = 'the cloud';

export interface DiagnoseRequest {
  /** Targets as typed, among them names of rediscue.yaml; none: those of rediscue.yaml, or else what is declared. */
  targets: readonly string[];
  project: string;
  budgetMs: number;
  windowMs: number;
  /** Whether one short-lived key of our own may be written. */
  write: boolean;
  environment: Readonly<Record<string, string | undefined>>;
  /** The project's rediscue.yaml. */
  config?: Config | null;
  /** The application's log, as it was read. */
  log?: { file: string; read: LogTail };
  /** What the providers say of instances, services and secrets. */
  cloud?: CloudFact;
  /** The cluster to read beside all else. */
  kubernetes?: ClusterRequest;
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
  const started = performance.now();
  const joined = request.kubernetes ? await joinCluster(request.kubernetes, request.budgetMs, request.targets.length === 0, signal) : null;
  const cluster = joined?.cluster ?? null;
  try {
    const { targets, model, layers, notChecked, opened } = await targetsOf(request, joined, signal);
    const onWindow = () => void import('./verdict.ts');
    const strongest = configuredApp(request.config);
    const app = settingsOf(strongest, layers, targets, request, model);
    // The log of the application's own pod, where nobody names another.
    const [consumer] =
      (app?.log ?? null) === null && cluster !== null ? (model?.targets ?? []).flatMap(({ consumers }) => consumers).filter(({ program }) => cluster.has(program)) : [];
    const log = consumer?.program ? await cluster?.appLog(consumer.program) : null;
    const whole = log ? settingsOf(strongest, layers, targets, { ...request, log }, model) : app;
    const budgetMs = Math.max(1, request.budgetMs - (performance.now() - started));
    const facts = await gather(targets, { ...request, ...opened, budgetMs, onWindow, app: whole }, signal, model, cluster);
    if (request.cloud !== undefined)
      facts.facts.push({ id: `e${facts.facts.length + 1}`, probe: 'cloud', subject: theCloud, target: null, at: facts.takenAt, durationMs: 0, data: request.cloud });
    return { ...facts, budgetMs: request.budgetMs, notChecked: [...notChecked, ...(joined?.notChecked ?? []), ...facts.notChecked] };
  } finally {
    await cluster?.close();
  }
}

/** Engines are opened once a run; what their containers really have is read before the files are judged. */
async function engineSide(environment: DiagnoseRequest['environment'], budgetMs: number, signal: AbortSignal) {
  const { openEngines, runningServices } = await import('../probes/machine.ts');
  const engines = openEngines(environment, Math.min(engineMs, budgetMs * readingShare), signal);
  return { opened: { engines }, running: await runningServices(engines, signal) };
}

interface Declared {
  targets: Target[];
  model: ProjectModel | null;
  /** What the project's env files say of the application itself. */
  layers: SettingsLayer[];
  notChecked: NotChecked[];
  opened?: Pick<ProbeOptions, 'engines'>;
}

async function targetsOf({ targets: texts, environment, project, budgetMs, config, cloud }: DiagnoseRequest, joined: Joined | null, signal: AbortSignal): Promise<Declared> {
  const known = Object.keys(config?.settings.targets ?? {});
  const names = texts.length === 0 ? known : texts.filter((text) => known.includes(text));
  // What a person types is meant: nothing that is declared contradicts it.
  const typed = texts
    .filter((text) => !names.includes(text))
    .map((text) => applyEnvironment(parseTarget(text, { kind: 'argument', name: null, place: null }, environment), environment));
  if (texts.length > 0 && names.length === 0) return { targets: typed, model: null, layers: [], notChecked: [] };
  const { envFileLayers, filesIn, projectModel, readersFor, unreadable } = await import('./project.ts');
  const until = performance.now() + budgetMs * readingShare;
  const files = filesIn(project, { environment, stop: () => performance.now() > until });
  const hasCompose = files.paths.some((path) => /compose[^/]*\.ya?ml$/.test(path));
  const { opened, running } = hasCompose ? await engineSide(environment, budgetMs, signal) : { opened: {}, running: [] };
  const readers = await readersFor(files.paths);
  const cluster = joined?.cluster ?? null;
  const live = cluster === null ? null : await import('../probes/kubernetes/index.ts');
  const model =
    cluster === null || live === null
      ? projectModel(files, readers, running)
      : projectModel(live.withCluster(files), live.readersWithCluster(readers, cluster.live, cluster.onPrograms), running);
  const layers = envFileLayers(files);
  const notChecked = [...unreadable(model), ...files.leftOut];
  if (config && names.length > 0) {
    const configured = configuredTargets(names, config, { folder: project, environment, variable: variablesOf(environment, layers) }, model);
    const targets = [...configured.map(({ target }) => target), ...typed];
    return { targets, model: modelWith(configured, model, texts.length === 0), layers: texts.length === 0 ? layers : [], notChecked: texts.length === 0 ? notChecked : [], opened };
  }
  const inCluster = model.targets.filter(({ consumers }) => cluster !== null && consumers.some(({ program }) => cluster.has(program)));
  // Who names a cluster asks of what runs there.
  const targets = (inCluster.length > 0 ? inCluster : model.targets.filter(isLive)).map(({ target }) => target);
  // What the providers say is judged where nothing can be contacted, too.
  if (targets.length === 0 && cloud === undefined) throw new NoTarget();
  const left = inCluster.length === 0 ? [] : model.targets.filter((each) => !inCluster.includes(each) && isLive(each));
  if (left.length > 0)
    notChecked.push({
      what: left
        .map(({ target }) => target.fact.name)
        .slice(0, 5)
        .join(', '),
      why: 'the files declare it beside what runs in the cluster; without --context it is looked at',
    });
  return { targets, model, layers, notChecked, opened };
}
