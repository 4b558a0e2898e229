import { type AppSettings, appSettings, programLayers, reachedFromHere, type SettingsLayer } from '../declared/app/index.ts';
import type { ProjectModel } from '../declared/project/index.ts';
import type { Target } from '../declared/target/index.ts';
import type { DiagnoseRequest } from './index.ts';
import { consumersOf } from './place.ts';

/** What is to be looked at of the application itself, the strongest of what tells of it first; null where nothing does. */
export function settingsOf(
  strongest: readonly SettingsLayer[],
  layers: readonly SettingsLayer[],
  targets: readonly Target[],
  { environment, log }: Pick<DiagnoseRequest, 'environment' | 'log'>,
  model: ProjectModel | null = null,
): AppSettings | null {
  const own = Object.entries(environment).map(([name, value]) => ({ name, value: value ?? null, place: null }));
  const programs = model?.programs ?? [];
  const all = programs.map(({ program }) => program);
  const started = programLayers(
    programs.filter(({ fact }) => fact.kind === 'application').map(({ program }) => program),
    all,
  );
  const settings = appSettings([...strongest, { from: 'environment', folder: null, variables: own }, ...layers, ...started]);
  settings.neighbours = reachedFromHere(settings.neighbours, all);
  if (log !== undefined) settings.log = log;
  const consumers = (model?.targets ?? []).filter(({ target }) => targets.includes(target)).flatMap((declared) => consumersOf(declared, model) ?? []);
  const services = consumers.filter(({ service, project }, index) => consumers.findIndex((each) => each.service === service && each.project === project) === index);
  if (settings.urls.length === 0 && settings.neighbours.length === 0 && settings.log === null && services.length === 0) return null;
  const logins = targets.flatMap(({ credentials, sentinelCredentials, admin, rivals }) => [
    credentials,
    sentinelCredentials,
    admin,
    ...rivals.map(({ target }) => target.credentials),
  ]);
  return { ...settings, services, secrets: logins.flatMap((login) => (login?.password ? [login.password] : [])) };
}
