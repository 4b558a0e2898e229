import type { DeclaredObject, Reader, ReadingProblem, Use } from '../reading.ts';
import { impliedUses, isGemfile } from './implied.ts';
import { applicationOf, environmentOf, isSettings, isSource, isTest } from './paths.ts';
import { type EnvironmentUse, readSettings } from './rails-yaml.ts';
import { readSource } from './source.ts';

/**
 * What one environment of a Rails application connects to, as `data` of an object of the kind `rails-environment`. The reading's
 * own uses say for which environment they are.
 */
export interface RailsEnvironment {
  /** Folder of the application. */
  folder: string;
  /** `development`, `production`, …. Tests are left out. */
  environment: string;
  /** The one that `RAILS_ENV` names, else production: the settings that are deployed. */
  counts: boolean;
  uses: Use[];
}

/** Ruby sources, and the settings of Rails applications in YAML. */
export const rubyReader: Reader = {
  id: 'ruby',
  detect: (path) => isSource(path) || isSettings(path) || (isGemfile(path) && isSource(`${path}.rb`)),
  read(paths, files) {
    const problems: ReadingProblem[] = [];
    const applications = new Map<string, EnvironmentUse[]>();
    for (const path of paths) {
      if (isGemfile(path)) continue;
      const found = isSettings(path) ? readSettings(path, files) : sourceUses(path, files.text(path));
      problems.push(...found.problems);
      if (found.uses.length === 0) continue;
      const folder = applicationOf(path);
      const own = applications.get(folder);
      if (own === undefined) applications.set(folder, found.uses);
      else own.push(...found.uses);
    }
    const objects: DeclaredObject[] = [];
    const uses: Use[] = [];
    const named = files.environment.RAILS_ENV ?? files.environment.RACK_ENV ?? null;
    for (const [folder, own] of applications) {
      const counting = countingEnvironment(own, named);
      uses.push(...own.map(({ environment, use }) => (environment === null ? use : { ...use, environment })));
      for (const [environment, of] of Map.groupBy(own, (each) => each.environment)) {
        const [first] = of;
        if (environment === null || first === undefined) continue;
        const data: RailsEnvironment = { folder, environment, counts: environment === counting, uses: of.map(({ use }) => use) };
        objects.push({ kind: 'rails-environment', name: environment, place: first.use.place, data });
      }
    }
    const told = [...applications.values()].flat().map(({ use }) => use);
    uses.push(...impliedUses(paths.filter(isGemfile), paths.filter(isSource), told, files));
    return { uses, objects, problems };
  },
};

function sourceUses(path: string, text: string | null): { uses: EnvironmentUse[]; problems: ReadingProblem[] } {
  const environment = environmentOf(path);
  if (text === null || (environment !== null && isTest(environment))) return { uses: [], problems: [] };
  const { uses, problems } = readSource(path, text);
  return { uses: uses.map((use) => ({ environment, use })), problems };
}

/** The environment that runs where nothing says which: production's settings are those that are deployed. */
function countingEnvironment(uses: readonly EnvironmentUse[], named: string | null): string | null {
  if (named !== null) return named;
  const known = uses.flatMap(({ environment }) => environment ?? []);
  return known.find((environment) => environment === 'production') ?? known[0] ?? null;
}
