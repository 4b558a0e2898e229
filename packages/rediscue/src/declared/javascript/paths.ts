import { isOwnSource, isShowcase } from '../path-kinds.ts';

const source = /\.(?:[cm]?[jt]s|[jt]sx)$/i;

/** Folders of tools. */
const toolFolders = /^(?:cypress|playwright|\.(?!config$|server$).*)$/i;

/** Files that are none of the application's by their name. */
const foreignFiles =
  /(?:^|[._-])(?:tests?|spec|e2e|mocks?|fixtures?|stories|bench|benchmark|examples?|samples?|min|bundle)\.(?:[a-z-]+\.)?[cm]?[jt]sx?$|[._-](?:test|spec|e2e|mock)s?[._-]|^(?:test|spec|mock)s?[._-]|\.d\.[cm]?ts$|\.d\.[a-z]+\.ts$|^(?:jest|vitest|vite|playwright|cypress|karma|mocha|ava|webpack|rollup|babel|eslint|prettier|tailwind|postcss|commitlint|stylelint)[.-]|^setup-?tests?\.|^\.(?:eslint|prettier|pnp)/i;

/** Whether a path is one of the project's own sources: no test, example, document, type declaration or build output. */
export function isSourcePath(path: string): boolean {
  return source.test(path) && isOwn(path) && !foreignFiles.test(baseOf(path));
}

/** A `package.json` of the application or one of its parts. */
export const isPackagePath = (path: string): boolean => baseOf(path) === 'package.json' && isOwn(path);

const baseOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

function isOwn(path: string): boolean {
  if (!isOwnSource(path) || isShowcase(path)) return false;
  const folders = path.split('/');
  folders.pop();
  return !folders.some((folder) => toolFolders.test(folder) || /(?:^|[-_.])(?:tests?|e2e|fixtures?|testing)(?:[-_.]|$)/i.test(folder));
}

/** A file that holds settings by its name or its folder's. */
export const isSettingsPath = (path: string): boolean =>
  /(?:^|[/._-])(?:config|configs|configuration|configurations|conf|settings?|env|environments?)(?:[/._-]|$)/i.test(path.replace(/([a-z])([A-Z])/g, '$1-$2'));

/** Environment that a file of settings is for, by its name: `config/production.js`, `env.staging.ts`. */
export function variantOf(path: string): string | null {
  return /(?:^|[/._-])(production|prod|staging|stage|development|develop|dev|testing|test|ci|qa|uat|preview|local)\.[cm]?[jt]s$/i.exec(path)?.[1]?.toLowerCase() ?? null;
}
