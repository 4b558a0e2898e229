import type { Config } from '../config/read.ts';
import { type Around, targetOf } from '../config/targets.ts';
import type { SettingsLayer } from '../declared/app/index.ts';
import { applyEnvironment } from '../declared/environment/index.ts';
import type { DeclaredTarget, ProjectModel } from '../declared/project/index.ts';
import { buildTarget, partsOfTarget, type Target } from '../declared/target/index.ts';

/** Targets of rediscue.yaml, seen from where the project's files say that the application runs. */
export function configuredTargets(names: readonly string[], config: Config, around: Around, model: ProjectModel): { target: Target; declared: DeclaredTarget | null }[] {
  const found = names.flatMap((name) => {
    // The password may stand where only the application's own declaration gives it.
    const variable = (variableName: string) => around.variable(variableName) ?? passwordNamed(variableName, model);
    const plain = targetOf(name, config, { ...around, variable });
    if (plain === null) return [];
    const twin = model.targets.find(({ target }) => isSame(target, plain)) ?? null;
    const ofEnvironment = hasLogin(plain) ? plain : applyEnvironment(plain, around.environment);
    const target = twin === null ? ofEnvironment : completedBy(twin.target, ofEnvironment, saysTls(name, config));
    return [{ name, target, declared: twin && { ...twin, target, isLoginUnknown: twin.isLoginUnknown && !hasLogin(target) } }];
  });
  // Names are how reports tell targets apart.
  const taken = new Set<string>();
  for (const { name, target } of found) {
    if (taken.has(target.fact.name)) target.fact.name += ` (${name})`;
    taken.add(target.fact.name);
  }
  return found;
}

/** The model with these targets in place of those that the other files declare. */
export function modelWith(found: readonly { declared: DeclaredTarget | null }[], model: ProjectModel, isWhole: boolean): ProjectModel {
  const targets = found.flatMap(({ declared }) => declared ?? []);
  if (isWhole) return { ...model, targets };
  // Who names one target asks of it alone.
  const concerned = new Set(targets.flatMap(({ consumers }) => consumers.flatMap(({ program, server }) => [program, server?.program ?? null])));
  return { ...model, targets, programs: model.programs.filter(({ subject }) => concerned.has(subject)), dangling: [], objects: [] };
}

/** What the file says of the application itself. */
export function configuredApp(config: Config | null | undefined): SettingsLayer[] {
  const app = config?.settings.app;
  if (!config || app === undefined) return [];
  // The names under which the rest of the program knows them.
  const names = { url: 'APP_URL', health: 'HEALTH_URL', metrics: 'METRICS_URL', log: 'APP_LOG' } as const;
  const variables = (Object.keys(names) as (keyof typeof names)[]).flatMap((key) => {
    const value = app[key];
    return value === undefined ? [] : [{ name: names[key], value, place: config.place(['app', key]) }];
  });
  return [{ from: 'file', folder: null, variables }];
}

/** Variables of the environment, and of the env files beside rediscue.yaml. */
export function variablesOf(environment: Around['environment'], layers: readonly SettingsLayer[]): (name: string) => string | undefined {
  const beside = layers.filter(({ folder }) => folder === '.').flatMap(({ variables }) => variables);
  return (name) => environment[name] ?? beside.find((variable) => variable.name === name && (variable.unset ?? []).length === 0)?.value ?? undefined;
}

const hasLogin = ({ credentials, fact }: Target): boolean =>
  credentials.password !== null || credentials.username !== null || fact.problems.some(({ part, kind }) => part === 'password' && kind === 'unset-variable');

function isSame({ fact }: Target, { fact: other }: Target): boolean {
  if (fact.kind !== other.kind) return false;
  if (other.path !== null || fact.path !== null) return fact.path === other.path;
  return other.addresses.some(({ host, port }) => fact.addresses.some((each) => each.host.toLowerCase() === host.toLowerCase() && each.port === port));
}

const saysTls = (name: string, { settings }: Config): boolean => {
  const given = settings.targets?.[name];
  return typeof given === 'object' && given.tls !== undefined;
};

/** What the file leaves open is as it is declared for the very same server. */
function completedBy(twin: Target, target: Target, hasTls: boolean): Target {
  const parts = partsOfTarget(target);
  const login = hasLogin(target) ? {} : { username: twin.credentials.username, password: twin.credentials.password };
  const tls = hasTls || twin.tls === null ? {} : { tls: twin.tls };
  const built = buildTarget({ ...parts, ...login, ...tls, sentinelCredentials: parts.sentinelCredentials ?? twin.sentinelCredentials });
  return { ...built, fact: { ...built.fact, adminGiven: target.fact.adminGiven }, admin: target.admin };
}

/** A password that a container is given under that name. */
const passwordNamed = (name: string, { targets }: ProjectModel): string | undefined =>
  targets.find(({ target }) => target.credentials.password !== null && target.fact.sources.length > 1 && target.fact.sources.some((source) => source.name === name))?.target
    .credentials.password ?? undefined;
