import { type AppSettings, appSettings, type SettingsLayer } from '../declared/app/index.ts';
import type { Target } from '../declared/target/index.ts';
import type { DiagnoseRequest } from './index.ts';

/** What is to be looked at of the application itself; null where nothing tells of it. */
export function settingsOf(layers: readonly SettingsLayer[], targets: readonly Target[], { environment, log }: Pick<DiagnoseRequest, 'environment' | 'log'>): AppSettings | null {
  const own = Object.entries(environment).map(([name, value]) => ({ name, value: value ?? null, place: null }));
  const settings = appSettings([{ from: 'environment', folder: null, variables: own }, ...layers]);
  if (log !== undefined) settings.log = log;
  if (settings.urls.length === 0 && settings.neighbours.length === 0 && settings.log === null) return null;
  const logins = targets.flatMap(({ credentials, sentinelCredentials, admin, rivals }) => [
    credentials,
    sentinelCredentials,
    admin,
    ...rivals.map(({ target }) => target.credentials),
  ]);
  return { ...settings, secrets: logins.flatMap((login) => (login?.password ? [login.password] : [])) };
}
