import { isOwnSource, isTemplateName } from '../path-kinds.ts';

const names =
  /^(?:config|configs|configuration|settings|conf|app|application|default|base|production|prod|local|server|service|database|databases|redis|valkey|cache|env|secrets)$/i;
const variants = /(?:^|[._-])(?:test|tests|testing|ci|schema)(?:[._-]|$)/i;
/** Tools' own files and states, which are never an application's. */
const foreign = /(?:^|\/)(?:\.vscode|\.idea|\.github|\.devcontainer|locales?|i18n|lang|translations?|migrations|snapshots|public|static|assets|grafana|dashboards?)\//i;

/** A file of an application's settings, by its name or its folder's: `config.toml`, `config/production.json`. No template, no test's. */
export function isPlainSettings(path: string, extension: RegExp): boolean {
  if (!extension.test(path) || !isOwnSource(path) || foreign.test(path)) return false;
  const name = path.slice(path.lastIndexOf('/') + 1).replace(extension, '');
  if (variants.test(name) || isTemplateName(name)) return false;
  const isOfSettings = /(?:^|\/)(?:config|configs|conf|settings|etc|environments?)\/[^/]*$/i.test(path);
  return isOfSettings || name.split(/[._-]/).some((part) => names.test(part));
}
