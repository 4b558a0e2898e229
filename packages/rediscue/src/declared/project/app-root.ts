import { dirname } from 'node:path/posix';
import type { Files } from '../reading.ts';

/** Files that stand at the top of an application: what is below belongs to it, so that the parts of a monorepo are kept apart. */
const manifest =
  /^(package\.json|pyproject\.toml|requirements.*\.txt|setup\.(py|cfg)|Pipfile|manage\.py|pom\.xml|build\.gradle(\.kts)?|go\.mod|Gemfile|composer\.json|Cargo\.toml|mix\.exs|Procfile.*|Dockerfile.*|.*\.csproj|deno\.jsonc?|\.env(\..+)?)$/;
/** Folders of these names are parts of an application, whatever stands in them. */
const parts = /(^|\/)(src|app|config|configs|settings|lib|packages|env|envs|docker|deploy|deployment|infra|ops|k8s|scripts|bin)$/;

/** For each folder of the project the folder of the application that it belongs to; `.` is the project's own. */
export function appRoots(files: Files): (path: string) => string {
  const tops = new Set(['.']);
  for (const path of files.paths) {
    const folder = dirname(path);
    if (manifest.test(path.slice(folder === '.' ? 0 : folder.length + 1)) && !parts.test(folder)) tops.add(folder);
  }
  return (path) => {
    let folder = dirname(path);
    while (!tops.has(folder)) folder = dirname(folder);
    return folder;
  };
}

/** Whether a folder is another one or lies in it. */
export const isWithin = (path: string, folder: string): boolean => folder === '.' || path === folder || path.startsWith(`${folder}/`);
