import { dirname } from 'node:path/posix';
import { groupsOf } from '../environment/names.ts';
import type { DeclaredObject, Files, FolderVariables, Use } from '../reading.ts';
import type { SpringProfile } from '../spring/index.ts';
import type { RawLayer } from './effective.ts';

/** Variables by which an environment says which variant it is. */
const modeVariables = [
  'APP_ENV',
  'ENVIRONMENT',
  'NODE_ENV',
  'RAILS_ENV',
  'RACK_ENV',
  'DJANGO_ENV',
  'FLASK_ENV',
  'SPRING_PROFILES_ACTIVE',
  'ASPNETCORE_ENVIRONMENT',
  'DEPLOY_ENV',
  'ENV',
  'STAGE',
];

/** The variant that an environment names for itself; null where it names none. */
export function modeOf(environment: Files['environment']): string | null {
  for (const name of modeVariables) if (environment[name]) return environment[name].toLowerCase();
  return null;
}

/** What somebody is given says for which environment it runs, and else where Django's entry point says it. */
export function environmentIn(layers: readonly RawLayer[], folder: string | null, files: Files): string | null {
  const given = (name: string) => layers.flatMap(({ variables }) => variables).find((variable) => variable.name === name && variable.value)?.value ?? null;
  const module = given('DJANGO_SETTINGS_MODULE') ?? settingsModule(folder, files);
  const last = module?.split('.').at(-1) ?? null;
  if (last !== null && canonical(last) !== null) return canonical(last);
  for (const name of modeVariables) {
    const value = given(name);
    if (value !== null) return canonical(value) ?? value.toLowerCase();
  }
  return null;
}

function settingsModule(folder: string | null, files: Files): string | null {
  const text = folder === null ? null : files.text(folder === '.' || folder === '' ? 'manage.py' : `${folder}/manage.py`);
  return /DJANGO_SETTINGS_MODULE['"]\s*,\s*['"]([\w.]+)['"]/.exec(text ?? '')?.[1] ?? null;
}

const spellings: Readonly<Record<string, string>> = {
  production: 'production', prod: 'production', live: 'production',
  staging: 'staging', stage: 'staging', stg: 'staging', preprod: 'staging', uat: 'staging',
  development: 'development', develop: 'development', dev: 'development', local: 'development',
  testing: 'test', test: 'test', ci: 'test', qa: 'qa', sandbox: 'sandbox', preview: 'preview', docker: 'docker',
}; // biome-ignore format: a table to read

/** `prod` and `live` are `production`; null for a word that names no usual environment. */
const canonical = (word: string): string | null => (Object.hasOwn(spellings, word.toLowerCase()) ? (spellings[word.toLowerCase()] ?? null) : null);

const words = Object.keys(spellings).join('|');
const ofFile = new RegExp(`(?:^|[/._-])(${words})(?:/__init__)?\\.(?:py|[cm]?[jt]s|json5?|ya?ml|toml|ini|php|exs)$`, 'i');
const ofFolder = new RegExp(`(?:^|/)(?:config|configs|conf|settings|environments)/(${words})/[^/]+$`, 'i');

/** Environment that a settings file is for, by its path: `settings/production.py`, `config/staging.json`. */
function environmentOfPath(path: string): string | null {
  const word = ofFile.exec(path)?.[1] ?? ofFolder.exec(path)?.[1];
  return word === undefined ? null : canonical(word);
}

const environmentOf = (use: Use): string | null =>
  use.environment === undefined ? environmentOfPath(use.place.file) : use.environment && (canonical(use.environment) ?? use.environment);

/** Environments for which some of the uses are. */
const environmentsOf = (uses: readonly Use[]): string[] => [...new Set(uses.flatMap((use) => environmentOf(use) ?? []))];

/** Variants of a folder: those of its env files, and the environments that its settings are for. Nobody's tests are among the latter. */
export function variantsOf(files: readonly FolderVariables[], uses: readonly Use[]): string[] {
  const named = files.flatMap(({ variant }) => (variant === null || variant === 'local' ? [] : [variant]));
  const covered = new Set(named.map((name) => canonical(name) ?? name));
  return [...new Set([...named, ...environmentsOf(uses).filter((name) => !isAtHome(name) && name !== 'test' && !covered.has(name))])];
}

/** An environment is named, or a person's own machine is meant. */
const isAtHome = (environment: string | null): boolean => environment === null || environment === 'development';

/**
 * The uses that count in an environment. Where none is named, those for all and for development count, and of the others the names of
 * the variables that they read: what production's file writes down is not contacted from a person's machine. Where there is no other
 * Redis, production's settings are the ones that are meant.
 */
export function usesFor(named: string | null, uses: readonly Use[]): Use[] {
  const environment = named && (canonical(named) ?? named);
  if (uses.every((use) => environmentOf(use) === null)) return [...uses];
  if (environment !== null && environmentsOf(uses).includes(environment)) return layered(uses.filter((use) => [null, environment].includes(environmentOf(use))));
  const home = uses.filter((use) => isAtHome(environmentOf(use)));
  if (!home.some(isAddress)) {
    const known = environmentsOf(uses).filter((name) => !isAtHome(name));
    const instead = known.includes('production') ? 'production' : known[0];
    return layered(uses.filter((use) => isAtHome(environmentOf(use)) || environmentOf(use) === instead));
  }
  const read = uses.filter((use) => !isAtHome(environmentOf(use)) && environmentOf(use) !== 'test' && use.variable !== null).map((use) => ({ ...use, fallback: null }));
  return [...layered(home), ...read];
}

const settingOf = ({ means }: Use): string | null => {
  const [group] = groupsOf({ [means]: 'x' });
  return group ? ([...group.names.keys()][0] ?? null) : null;
};
const isAddress = (use: Use): boolean => ['URL', 'HOST', 'SENTINELS', 'CLUSTER_NODES'].includes(settingOf(use) ?? '');

/** Settings of an environment are laid over those beside them that count for all: `production.json` over `default.json`. */
function layered(uses: readonly Use[]): Use[] {
  const over = uses.filter((use) => environmentOf(use) !== null);
  if (over.length === 0) return [...uses];
  return uses.flatMap((use): Use[] => {
    if (environmentOf(use) !== null || !/(^|\/)(default|defaults|base|common|settings|config|__init__)\.[^/]+$/.test(use.place.file)) return [use];
    const beside = over.filter((each) => dirname(each.place.file) === dirname(use.place.file));
    const [first] = beside;
    if (!first || beside.some(({ means }) => means === use.means)) return first ? [] : [use];
    return [{ ...use, within: first.place.file }];
  });
}

/** Variables that switch profiles on. */
const profileVariables = ['SPRING_PROFILES_ACTIVE', 'QUARKUS_PROFILE', 'MICRONAUT_ENVIRONMENTS'];

/** The uses with those of the profiles that the layers switch on, in place of what the files alone switch on. */
export function withProfiles(uses: readonly Use[], layers: readonly RawLayer[], objects: readonly DeclaredObject[], isOf: (use: Use) => boolean): Use[] {
  const named = layers.flatMap(({ variables }) => variables).find(({ name, value }) => profileVariables.includes(name) && value)?.value;
  if (!named) return [...uses];
  const profiles = objects.filter(({ kind }) => kind === 'spring-profile').map(({ data }) => data as SpringProfile);
  const chosen = named.split(',').flatMap((name) => profiles.find(({ profile, uses: own }) => profile?.split(',').includes(name.trim()) && own.some(isOf)) ?? []);
  if (chosen.length === 0) return [...uses];
  const own = chosen.toReversed().flatMap((profile) => profile.uses);
  const first = own.filter((use, index) => own.findIndex(({ means, variable }) => means === use.means && variable === use.variable) === index);
  return [...uses.filter(({ library }) => library === null || !/^(spring|quarkus|micronaut)/.test(library)), ...first];
}
