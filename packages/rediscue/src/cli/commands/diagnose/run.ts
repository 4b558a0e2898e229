import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { loadConfig } from '../../../config/load.ts';
import { diagnose, NoTarget } from '../../../diagnose/index.ts';
import { errors } from '../../../errors.ts';
import { nearestWord } from '../../../nearest-word.ts';
import { milliseconds, plural } from '../../../report/layout.ts';
import { printable } from '../../arguments.ts';
import type { Call, Outcome, World } from '../../command.ts';
import { parseDuration } from '../../duration.ts';
import { fixAndShow, formatOf, showReport } from '../../show-report.ts';
import { readAppLog } from './app-log.ts';
import { readCloud } from './cloud-facts-file.ts';
import { readFacts, saveFacts } from './facts-file.ts';
import type { options as known } from './options.ts';

type DiagnoseCall = Call<typeof known>;

export async function runDiagnose(call: DiagnoseCall, world: World): Promise<Outcome> {
  const { options } = call;
  formatOf(options);
  const request = await requestOf(call, world);
  const started = performance.now();
  using _ = options.quiet
    ? null
    : world.progress(
        () =>
          `looking at ${call.arguments.length === 0 ? 'what is declared' : plural(call.arguments.length, 'target')}: ${milliseconds(performance.now() - started)} of at most ${milliseconds(request.budgetMs)}`,
      );
  const { report, facts } = await diagnose(request, world.signal).catch((thrown: unknown) => {
    throw thrown instanceof NoTarget ? errors.noTarget({}, { cause: thrown }) : thrown;
  });
  // A cut-short look must not be taken for a verdict.
  if (world.signal.aborted) throw errors.interrupted({});
  // What a provider says of an instance was looked at, too.
  const unseen =
    options.facts === undefined &&
    (request.cloud?.instances ?? []).length === 0 &&
    report.targets.length > 0 &&
    report.targets.every(({ looked }) => !looked) &&
    report.status === 'healthy';
  const reason = report.notChecked.find(({ what }) => report.targets.some(({ name }) => what.startsWith(name)));
  if (unseen) throw errors.nothingLookedAt({ why: reason?.why ?? 'nothing stands in for their place' });
  const notes: string[] = [];
  if (options['save-facts'] !== undefined) {
    await saveFacts(options['save-facts'], facts);
    notes.push(`Facts: ${options['save-facts']}`);
  }
  const { manual } = await import('../../../diagnose/verdict.ts');
  if (!options.fix) return showReport(report, options, world, manual, notes);
  const again = async () => (await diagnose(request, world.signal)).report;
  return fixAndShow(report, request.project, options, world, manual, again);
}

async function requestOf({ arguments: targets, options }: DiagnoseCall, world: World) {
  if (options.facts !== undefined && targets.length > 0)
    throw errors.conflictingOptions({ options: 'TARGET and --facts', why: 'Saved facts are judged without looking at anything.' });
  const project = resolve(world.folder, options.project ?? '.');
  const isFolder = await stat(project)
    .then((found) => found.isDirectory())
    .catch(() => false);
  if (!isFolder) throw errors.noProject({ folder: options.project ?? project });
  // Saved facts are judged as they are, wherever that is.
  const config = options.facts === undefined ? await loadConfig(project) : null;
  const { budget = '10s', window = '200ms', write = true, cloudFacts = [] } = { ...config?.settings.diagnose, ...given(options) };
  const budgetMs = duration('--budget', budget, 100, 600_000);
  const windowMs = duration('--window', window, 10, 60_000);
  if (windowMs >= budgetMs) throw errors.badValue({ option: '--window', value: window, right: `It has to be shorter than the budget of ${budget}.` });
  for (const text of targets) refuseNearMiss(text, Object.keys(config?.settings.targets ?? {}));
  if (options.facts !== undefined && options.log !== undefined)
    throw errors.conflictingOptions({ options: '--log and --facts', why: 'Saved facts hold what the log said when they were saved.' });
  if (options.facts !== undefined && options['cloud-facts'].length > 0)
    throw errors.conflictingOptions({ options: '--cloud-facts and --facts', why: 'Saved facts hold what was known of the cloud when they were saved.' });
  const began = performance.now();
  const log = options.log === undefined ? {} : { log: { file: options.log, read: await readAppLog(options.log, budgetMs / 4, world.signal) } };
  const cloudFiles = options['cloud-facts'].length > 0 ? options['cloud-facts'] : [cloudFacts].flat().map((file) => resolve(project, file));
  const cloud = options.facts !== undefined || cloudFiles.length === 0 ? {} : { cloud: await readCloud(cloudFiles, world.folder) };
  // A log that comes slowly takes its time from the same budget.
  const spentMs = Math.round(performance.now() - began);
  const kubernetes = kubernetesOf(options, config?.settings.diagnose, world);
  const facts = options.facts === undefined ? {} : { facts: await readFacts(options.facts) };
  return {
    targets,
    project,
    budgetMs: spentMs < 50 ? budgetMs : budgetMs - spentMs,
    windowMs,
    write: write && !options['no-write'],
    environment: world.environment,
    config,
    ...log,
    ...cloud,
    ...facts,
    ...(kubernetes && { kubernetes }),
  };
}

/** The cluster that is to be read; null where nobody names a context: none is ever guessed. */
function kubernetesOf(
  { context, namespace, facts }: DiagnoseCall['options'],
  file: { context?: string | undefined; namespace?: string | undefined } | undefined,
  { environment }: World,
) {
  if (facts !== undefined) {
    if (context === undefined && namespace === undefined) return null;
    throw errors.conflictingOptions({ options: '--context and --facts', why: 'Saved facts are judged without looking at anything.' });
  }
  const name = context ?? file?.context;
  if (context === '') throw errors.badValue({ option: '--context', value: '', right: 'The name of a context, as kubectl config get-contexts lists it.' });
  // A namespace of the file belongs to the context of the file.
  const space = namespace ?? (context === undefined || context === file?.context ? file?.namespace : undefined) ?? null;
  if (name === undefined) {
    if (namespace === undefined) return null;
    throw errors.badValue({ option: '--namespace', value: printable(namespace), right: 'It needs --context beside it: no cluster is asked that was not named.' });
  }
  if (space !== null && !/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(space))
    throw errors.badValue({ option: '--namespace', value: printable(space), right: 'Small letters, digits and -, at most 63.' });
  return { context: name, namespace: space, environment };
}

/** What the command line says beats the file. */
const given = ({ budget, window }: DiagnoseCall['options']) => ({ ...(budget === undefined ? {} : { budget }), ...(window === undefined ? {} : { window }) });

/** A single word that is nearly the name of a target is a slip of the pen; a host of that name can be written as a URL. */
function refuseNearMiss(text: string, names: readonly string[]): void {
  if (names.includes(text) || !/^[\w-]{3,}$/.test(text) || text === 'localhost') return;
  const near = nearestWord(text.toLowerCase(), names, text.length > 5 ? 2 : 1);
  if (near !== null) throw errors.configUnknownTarget({ name: text, nearest: near });
}

function duration(option: string, text: string, least: number, most: number): number {
  const parsed = parseDuration(text);
  if (parsed === null || parsed < least || parsed > most) {
    const right = /^\d+$/.test(text) ? `A unit is missing: ${text}s or ${text}ms?` : `A duration from ${milliseconds(least)} to ${milliseconds(most)}, such as 500ms, 10s or 1m.`;
    throw errors.badValue({ option, value: printable(text), right });
  }
  return parsed;
}
