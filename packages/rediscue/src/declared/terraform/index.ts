import { basename, dirname } from 'node:path/posix';
import { distinctProblems } from '../distinct-problems.ts';
import { isForeign, isTemplateName } from '../path-kinds.ts';
import type { DeclaredObject, Files, Program, Reader, Reading, ReadingProblem } from '../reading.ts';
import { findingsOfTerraform } from './findings/index.ts';
import { rootInstance } from './instances.ts';
import { type Module, readModule, readValues, variantOfFolder, variantOfValues } from './modules.ts';
import { objectsOf } from './objects.ts';
import { planOf } from './plan.ts';
import { programsOf } from './programs.ts';
import { providersOf } from './providers.ts';

export { findingsOfTerraform } from './findings/index.ts';
export * from './types.ts';
export type { TerraformValue } from './values.ts';

/** Modules have their own. */
const tests = /(^|\/)tests\//;
/** Beside the name of an interface that a project switches on. */
const matters = /(?:redis|valkey|memorystore|elasticache|memorydb|keydb)(?!\.googleapis)/i;

const maxFiles = 4000;
const maxVariants = 12;
const maxPlans = 300;

/** Terraform and OpenTofu: `*.tf`, `*.tf.json`, `*.tfvars`. */
export const terraformReader: Reader = {
  id: 'terraform',
  detect: (path) => /\.(tf|tofu)(\.json)?$|\.tfvars(\.json)?$/.test(path) && !isForeign(path) && !tests.test(path) && !isTemplateName(basename(path)),
  read: (paths, files) => {
    const mine = paths.slice(0, maxFiles);
    // Most projects with Terraform have nothing of Redis in it: nothing is parsed then.
    if (!mine.some((path) => matters.test(files.text(path) ?? ''))) return { problems: [] };
    return readAll(mine, files);
  },
  judge: ({ objects }) => findingsOfTerraform(objects),
};

function readAll(paths: readonly string[], files: Files): Reading {
  const problems: ReadingProblem[] = [];
  const isValues = (path: string) => /\.tfvars(\.json)?$/.test(path);
  const folders = Map.groupBy(
    paths.filter((path) => !isValues(path)),
    (path) => dirname(path),
  );
  const modules = new Map([...folders].map(([folder, own]): [string, Module] => [folder, readModule(folder, own, files, problems)]));
  const concerned = concernedFolders(modules, paths, files);
  const called = new Set([...modules.values()].flatMap((module) => module.calls.flatMap(({ folder }) => (folder === null || folder === module.folder ? [] : folder))));
  const values = Map.groupBy(paths.filter(isValues), (path) => ownerOf(path, modules));
  const programs: Program[] = [];
  const objects: DeclaredObject[] = [
    ...providersOf(
      [...modules.values()].filter(({ folder }) => concerned.has(folder)),
      files,
    ),
  ];
  let plans = 0;
  for (const module of modules.values()) {
    // What another module calls runs only as a part of that.
    if (called.has(module.folder) || !concerned.has(module.folder)) continue;
    for (const { variant, given } of variantsOf(module, values.get(module.folder) ?? [])) {
      plans += 1;
      if (plans > maxPlans) break;
      const read = given.map((path) => readValues(path, files, problems));
      const plan = planOf(rootInstance(module, modules, variant, read, files));
      const found = objectsOf(plan);
      objects.push(...found.objects);
      programs.push(...programsOf(found, plan));
    }
  }
  return { programs, objects, problems: distinctProblems(problems) };
}

/** Folders whose files speak of Redis, all that call them and all that these call. */
function concernedFolders(modules: ReadonlyMap<string, Module>, paths: readonly string[], files: Files): Set<string> {
  const own = new Set(paths.filter((path) => matters.test(files.text(path) ?? '')).map((path) => ownerOf(path, modules) ?? ''));
  const callers = new Map<string, string[]>();
  for (const { folder, calls } of modules.values()) for (const call of calls) if (call.folder !== null) callers.set(call.folder, [...(callers.get(call.folder) ?? []), folder]);
  const above = reach(own, (folder) => callers.get(folder) ?? []);
  return reach(above, (folder) => modules.get(folder)?.calls.flatMap((call) => call.folder ?? []) ?? []);
}

function reach(from: ReadonlySet<string>, next: (folder: string) => readonly string[]): Set<string> {
  const seen = new Set(from);
  for (const folder of seen) for (const each of next(folder)) seen.add(each);
  return seen;
}

/** The folder with code that a tfvars file is for: its own or the nearest above. */
function ownerOf(path: string, modules: ReadonlyMap<string, Module>): string | null {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    if (modules.has(folder)) return folder;
    if (folder === '.' || folder === '/') return null;
  }
}

/** The ways in which a root is run: with what Terraform reads by itself, and once for each file that is given by hand. */
function variantsOf(module: Module, paths: readonly string[]): { variant: string | null; given: string[] }[] {
  const own = variantOfFolder(module.folder);
  const automatic = paths.filter((path) => variantOfValues(path, module.folder) === null).toSorted(automaticOrder);
  const named = Map.groupBy(
    paths.filter((path) => variantOfValues(path, module.folder) !== null),
    (path) => variantOfValues(path, module.folder),
  );
  const byHand = [...named].slice(0, maxVariants).map(([variant, files]) => ({ variant, given: [...files, ...automatic] }));
  return byHand.length === 0 || automatic.length > 0 ? [{ variant: own, given: automatic }, ...byHand] : byHand;
}

/** `*.auto.tfvars` beat `terraform.tfvars`, the last in the alphabet most. */
const automaticOrder = (a: string, b: string): number => {
  const strength = (path: string) => (basename(path).includes('.auto.tfvars') ? 1 : 0);
  return strength(b) - strength(a) || b.localeCompare(a);
};
