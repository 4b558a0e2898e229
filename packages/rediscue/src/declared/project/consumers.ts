import { dirname, isAbsolute, join } from 'node:path/posix';
import type { Layer } from '../environment/layers.ts';
import type { Files, FolderVariables, Program, Use } from '../reading.ts';
import { appRoots, isWithin } from './app-root.ts';
import { type Effective, effectiveLayers, type RawLayer, type Unread } from './effective.ts';
import { environmentIn, modeOf, usesFor, variantsOf, withProfiles } from './environments.ts';
import { asFrameworkReads } from './framework-rules.ts';
import { kindOfProgram } from './kind-of-program.ts';
import type { ProjectReading } from './read-project.ts';

/** Something that is told of a Redis: a service, a workload, a unit, or what runs from a folder. */
export interface Consumer {
  /** As reports name it: `api in docker-compose.yml`, `the application in backend`. */
  name: string;
  /** Null for what runs from a folder without a file that starts it. */
  program: Program | null;
  folder: string;
  runs: Program['runs'];
  /** `test`, `staging`, …; null: what runs without more being said. */
  variant: string | null;
  stacks: Layer[][];
  unread: Unread[];
  /** Names whose value stands where nobody here can read it. */
  unknown: ReadonlySet<string>;
  /** Env files that it, or the tool that starts it, reads. */
  envFiles: string[];
}

/** A container that runs for a service of compose, with the variables that its process has. */
export interface Running {
  container: string;
  service: string;
  project: string | null;
  variables: ReadonlyMap<string, string>;
}

/** How the rule by which a running container beats its file begins. */
const runningLabel = 'the running container';

/** Everybody in the project who may be told of a Redis. */
export function consumersOf(reading: ProjectReading, files: Files, running: readonly Running[] = []): Consumer[] {
  const rootOf = appRoots(files);
  const usesOf = (folder: string) => reading.uses.filter(({ place }) => rootOf(place.file) === folder);
  const applications = reading.programs.filter((program) => program.format !== 'dockerfile' && kindOfProgram(program) === 'application');
  const programs = applications.map((program) => ofProgram(program, usesOf(folderOf(program)), reading, files, running));
  return [...programs, ...ofFolders(reading, files, applications, rootOf)];
}

const folderOf = (program: Program): string => program.folder ?? '';

function ofProgram(program: Program, uses: readonly Use[], { programs, variables, objects }: ProjectReading, files: Files, running: readonly Running[]): Consumer {
  const image = programs.find(({ format, place }) => format === 'dockerfile' && place.file === program.dockerfile);
  const written: RawLayer[] = [...program.layers, ...(image?.layers ?? [])];
  const layers: RawLayer[] = [...runningLayer(program, written, running), ...written];
  // What runs on the host from a folder reads the folder's env files itself; an image rarely has them.
  if (program.runs === 'host' && program.folder !== null) layers.push(...envFiles(program.folder, program.variant, variables));
  const chosen = usesFor(
    environmentIn(layers, program.folder, files) ?? program.variant ?? (program.runs === 'host' ? null : 'docker'),
    withProfiles(uses, layers, objects, (use) => uses.includes(use) || isWithin(use.place.file, program.folder ?? '.')),
  );
  const { stacks, unread, unknown } = effective(withFiles(layers, program.folder ?? '.', program, files), chosen, files, program.folder);
  return {
    name: `${program.name} in ${program.place.file}`,
    program,
    folder: program.folder ?? '.',
    runs: program.runs,
    variant: program.variant,
    stacks,
    unread,
    unknown,
    envFiles: filesFor(dirname(program.place.file), variables),
  };
}

/**
 * The variables that the running container has and that the files do not give it, or give it otherwise: they are what counts until
 * it is made anew.
 */
function runningLayer(program: Program, written: readonly RawLayer[], running: readonly Running[]): RawLayer[] {
  if (program.format !== 'compose' || program.variant !== null) return [];
  const project = program.group.slice(0, program.group.indexOf('@'));
  const own = running.find((each) => each.service === program.name && (each.project === null || each.project === project));
  if (!own) return [];
  const inFiles = (name: string) =>
    written.find(({ variables }) => variables.some((variable) => variable.name === name))?.variables.find((variable) => variable.name === name)?.value;
  const other = [...own.variables].filter(([name, value]) => inFiles(name) !== value);
  return [{ label: `${runningLabel} ${own.container}`, variables: other.map(([name, value]) => ({ name, value, place: null })) }];
}

/** What runs from a folder of the project by hand or by what no file tells: its env files, its code, and the process's environment. */
function ofFolders(reading: ProjectReading, files: Files, applications: readonly Program[], rootOf: (path: string) => string): Consumer[] {
  const folders = new Set(['.', ...reading.uses.map(({ place }) => rootOf(place.file)), ...reading.variables.map(({ folder }) => folder)]);
  return [...folders].flatMap((folder) => {
    const uses = reading.uses.filter(({ place }) => rootOf(place.file) === folder);
    const own = reading.variables.filter((each) => each.folder === folder);
    if (isStartedElsewhere(folder, own, applications, files)) return [];
    const name = folder === '.' ? 'the application' : `the application in ${folder}`;
    const consumer = (variant: string | null): Consumer => {
      const layers = withFiles([environmentLayer(files), ...envFiles(folder, variant, reading.variables)], folder, null, files);
      return {
        name: variant === null ? name : `${name} (${variant})`,
        program: null,
        folder,
        runs: 'host',
        variant,
        envFiles: filesFor(folder, reading.variables),
        ...effective(
          layers,
          usesFor(
            variant ?? environmentIn(layers, folder, files),
            withProfiles(uses, layers, reading.objects, ({ place }) => rootOf(place.file) === folder),
          ),
          files,
          folder,
        ),
      };
    };
    const mode = modeOf(files.environment);
    const variants = variantsOf(own, uses);
    const base = consumer(mode !== null && variants.includes(mode) ? mode : null);
    return [{ ...base, variant: null }, ...variants.filter((variant) => variant !== mode).map(consumer)];
  });
}

/** The folder's env file is compose's, or its code runs in a container: nothing tells that it also runs on the host. */
function isStartedElsewhere(folder: string, own: readonly FolderVariables[], applications: readonly Program[], files: Files): boolean {
  const builders = applications.filter((program) => program.runs !== 'host' && program.folder !== null && isWithin(folder, program.folder));
  const names = own.flatMap(({ variables }) => variables.map((variable) => variable.name)).filter((name) => /REDIS|VALKEY/.test(name));
  const around = applications.filter((program) => program.format === 'compose' && program.variant === null);
  // An address that compose never asks for is for what runs beside it.
  const addresses = names.filter((name) => /_(URL|URI|HOST|ADDR|ADDRESS|DSN)$/.test(name));
  const asked = addresses.length > 0 ? addresses : names;
  const isInterpolated = names.length > 0 && around.some((program) => asked.some((name) => files.text(program.place.file)?.includes(`\${${name}`) === true));
  const isEnvFile = own.some(({ file }) => around.some((program) => program.layers.some(({ label }) => label.split(' ').includes(file))));
  return own.length > 0 ? isInterpolated || isEnvFile : builders.length > 0;
}

/** `REDIS_PASSWORD_FILE` and its like name a file: in a container the one that is mounted there, elsewhere one beside the application. */
function withFiles(layers: readonly RawLayer[], folder: string, program: Program | null, files: Files): RawLayer[] {
  const resolved = (value: string): string => {
    const mount = program?.mounts.find(({ source, target }) => source !== null && target === value);
    if (mount?.source) return isAbsolute(mount.source) ? mount.source : join(files.root, mount.source);
    return isAbsolute(value) ? value : join(files.root, folder, value);
  };
  return layers.map(({ label, variables }) => ({
    label,
    variables: variables.map((variable) =>
      variable.place !== null && variable.value && variable.name.endsWith('_FILE') ? { ...variable, value: resolved(variable.value) } : variable,
    ),
  }));
}

const environmentLayer = ({ environment }: Files): RawLayer => ({
  label: 'the environment',
  variables: Object.entries(environment).flatMap(([name, value]) => (value === undefined ? [] : [{ name, value, place: null }])),
});

/** The env files that count in a folder, the stronger first; those of the folders above it last. */
function envFiles(folder: string, variant: string | null, all: readonly FolderVariables[]): RawLayer[] {
  const strength = (file: string) => (file.endsWith('.local') ? 0 : 2);
  const here = all
    .filter((each) => each.folder === folder && (each.variant === null || each.variant === 'local' || each.variant === variant))
    .toSorted((a, b) => strength(a.file) - strength(b.file) || Number(a.variant === null) - Number(b.variant === null))
    .map(({ file, variables }) => ({ label: file, variables }));
  return folder === '.' ? here : [...here, ...envFiles(join(folder, '..'), variant, all)];
}

const filesFor = (folder: string, all: readonly FolderVariables[]): string[] => all.filter((each) => each.folder === folder).map(({ file }) => file);

/** Code is read by names; where the readers know nothing of a name that stands in the sources all the same, it counts as read. */
function effective(layers: readonly RawLayer[], uses: readonly Use[], files: Files, folder: string | null): Effective {
  const read = asFrameworkReads(layers, uses, files, folder);
  const sources = [...new Set(uses.map(({ place }) => place.file))];
  const isSource = (path: string) => folder !== null && isWithin(path, folder) && /\.(py|[cm]?[jt]sx?|java|kt|rb|php|go|ya?ml|toml|properties|ini|json|sh)$/.test(path);
  const mentions = (name: string) =>
    [...sources, ...files.paths.filter(isSource)].some((path) => !/(^|\/)(docker-)?compose[^/]*\.ya?ml$/.test(path) && mentionsName(files.text(path), name));
  return effectiveLayers(read.layers, read.uses, mentions);
}

const wordCharacter = /[A-Za-z0-9_]/;

/** Whether a name stands in a text as a word of its own. */
function mentionsName(text: string | null, name: string): boolean {
  if (text === null || name === '') return false;
  for (let at = text.indexOf(name); at !== -1; at = text.indexOf(name, at + 1))
    if (!wordCharacter.test(text[at - 1] ?? ' ') && !wordCharacter.test(text[at + name.length] ?? ' ')) return true;
  return false;
}
