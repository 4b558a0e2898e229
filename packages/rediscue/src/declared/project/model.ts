import type { ConsumerFact, NotChecked, ProgramFact } from '../../facts/index.ts';
import { type Layer, targetsFromLayers } from '../environment/index.ts';
import type { Dangling, DeclaredObject, Files, Program, Reader, ReadingProblem } from '../reading.ts';
import { problem, type Target } from '../target/index.ts';
import { type Consumer, consumersOf, type Running } from './consumers.ts';
import { declaredFaults } from './declared-faults.ts';
import { kindOfProgram } from './kind-of-program.ts';
import { literalSecrets } from './literal-secrets.ts';
import { madeFrom } from './made-from.ts';
import { programFact, subjectOf } from './program-fact.ts';
import { readProject } from './read-project.ts';
import { declaredPassword, type ServerSettings, serverSettings } from './server-settings.ts';
import { shownObjects } from './shown-objects.ts';
import { hideStraySecrets, secretsIn } from './stray-secrets.ts';

/** A target with everybody who is told of it, and the declared server that it leads to. */
export interface DeclaredTarget {
  target: Target;
  consumers: Omit<ConsumerFact, 'looked'>[];
  /** The program that serves it, by the files. */
  server: Program | null;
  runs: Program['runs'];
  variant: string | null;
  /** Format of the file that starts the consumer; null for what runs from a folder. */
  format: string | null;
  /** Network and folder of the consumer: whether `localhost` is the host's. */
  hostNetwork: boolean;
  /** Its login stands where nobody here can read it. */
  isLoginUnknown: boolean;
}

/** All that a project's files say of Redis. Holds secrets: lives in memory only. */
export interface ProjectModel {
  targets: DeclaredTarget[];
  programs: { subject: string; fact: ProgramFact; program: Program }[];
  dangling: (Dangling & { madeFrom: string | null })[];
  /** Without secrets. */
  objects: DeclaredObject[];
  problems: ReadingProblem[];
}

/** `running`: the services of compose that run here, whose real variables beat the files. */
export function projectModel(files: Files, readers: readonly Reader[], running: readonly Running[] = []): ProjectModel {
  const reading = readProject(files, readers);
  const servers = new Map<Program, ServerSettings>();
  for (const program of reading.programs) {
    if (!isServer(program)) continue;
    const settings = serverSettings(program, files, reading.objects);
    // Variables of an env file that is not here, as it is not committed, may say anything.
    const lacks = reading.dangling.some(({ kind, by, place }) => kind === 'env-file' && by === program.name && place.file === program.place.file);
    servers.set(program, { ...settings, isComplete: settings.isComplete && !lacks });
  }
  const programs = reading.programs
    .filter((program) => program.format !== 'dockerfile')
    .map((program) => ({ subject: subjectOf(program), program, fact: programFact(program, servers.get(program) ?? null, files) }));
  const targets: DeclaredTarget[] = [];
  const secretsOf = secretsIn(
    files,
    [...reading.variables, ...reading.programs.flatMap(({ layers }) => layers)].flatMap(({ variables }) => variables),
  );
  for (const consumer of consumersOf(reading, files, running))
    for (const stack of consumer.stacks)
      for (const target of targetsFromLayers(stack)) {
        tellLeftOut(target, stack);
        hideStraySecrets(target, secretsOf);
        add(targets, declared(target, consumer, servers));
      }
  nameApart(targets);
  return {
    targets,
    programs,
    dangling: reading.dangling.map((each) => ({ ...each, madeFrom: madeFrom(each, files) })),
    objects: [...shownObjects([...reading.objects, ...declaredFaults(readers, reading)]), ...literalSecrets(reading.programs, reading.uses, files)],
    problems: reading.problems,
  };
}

/** Files, or lines of them, that could not be read, as the report tells them. */
export const unreadable = ({ problems }: Pick<ProjectModel, 'problems'>): NotChecked[] =>
  problems.map(({ place, why }) => ({ what: `${place.file}${place.line === undefined ? '' : `:${place.line}`}`, why }));

const isServer = (program: Program): boolean => ['redis', 'sentinel'].includes(kindOfProgram(program));

function declared(target: Target, consumer: Consumer, servers: ReadonlyMap<Program, ServerSettings>): DeclaredTarget {
  const way = serverBehind(target, consumer, servers);
  const fact: Omit<ConsumerFact, 'looked'> = {
    name: consumer.name,
    runs: consumer.runs,
    variant: consumer.variant,
    folder: consumer.folder,
    program: consumer.program === null ? null : subjectOf(consumer.program),
    unread: consumer.unread,
    envFiles: consumer.envFiles,
    server: way && {
      program: subjectOf(way.program),
      by: way.by,
      sharesNetwork: way.sharesNetwork,
      password: comparePasswords(target, servers.get(way.program), consumer.program),
    },
  };
  return {
    target,
    consumers: [fact],
    server: way?.program ?? null,
    runs: consumer.runs,
    variant: consumer.variant,
    format: consumer.program?.format ?? null,
    hostNetwork: consumer.program?.hostNetwork ?? false,
    isLoginUnknown: target.credentials.password === null && [...consumer.unknown].some((name) => loginName.test(name)),
  };
}

/** Compose leaves a reference empty that nobody sets: the text does not show any more what is missing. */
function tellLeftOut({ fact, credentials }: Target, stack: readonly Layer[]): void {
  for (const { name, place } of [...fact.sources]) {
    if (name === null || place === null) continue;
    for (const layer of stack)
      for (const [own, value] of Object.entries(layer.values)) {
        if (value === undefined || (layer.shown?.(own) ?? own) !== name || layer.place(own) !== place) continue;
        for (const missing of layer.leftOut?.(own) ?? []) {
          if (value.includes(`\${${missing}`) || fact.problems.some(({ kind, text }) => kind === 'unset-variable' && text?.includes(missing))) continue;
          const isPassword = /PASSWORD$/.test(own) || (!credentials.password && /:\/\/[^/@]*:?@/.test(value));
          const part = isPassword ? 'password' : fact.addresses.length === 0 || /:\/\/[^/]*@?:/.test(value) ? 'host' : 'url';
          fact.problems.push(
            problem('unset-variable', part, `${missing} is set neither in the environment nor in an env file, so the ${part} is left empty`, { text: `\${${missing}}`, place }),
          );
        }
      }
  }
}

const loginName = /(REDIS|VALKEY).*(PASS|AUTH|USER|SECRET|TOKEN)/;

interface Way {
  program: Program;
  by: 'name' | 'published';
  sharesNetwork: boolean;
}

/** The declared server to which the address leads: by one of its names in the consumer's group, or by the port that it publishes on the host. */
function serverBehind({ fact }: Target, { program, runs, folder }: Consumer, servers: ReadonlyMap<Program, ServerSettings>): Way | null {
  const [address] = fact.addresses;
  if (!address) return null;
  const candidates = [...servers.keys()].filter((server) => server.format !== 'redis-conf');
  const host = address.host.toLowerCase();
  if (program !== null) {
    const named = candidates.find((server) => server.group === program.group && server.reachedAs.some((name) => name.toLowerCase() === host));
    if (named) return { program: named, by: 'name', sharesNetwork: shareNetwork(program, named) };
  }
  const isHostItself = /^(localhost|127\.\d+\.\d+\.\d+|::1|0\.0\.0\.0|host\.docker\.internal|host\.containers\.internal)$/.test(host);
  const isOnHost = runs === 'host' || program?.hostNetwork === true || host.startsWith('host.');
  if (isHostItself && isOnHost) {
    const published = candidates.filter((server) => server.variant === null && server.ports.some(({ outside }) => outside === address.port));
    const nearest = published.find((server) => server.place.file.startsWith(folder === '.' ? '' : folder)) ?? published[0];
    if (nearest) return { program: nearest, by: 'published', sharesNetwork: true };
  }
  return null;
}

function shareNetwork(one: Program, other: Program): boolean {
  if (one.networks.length === 0 || other.networks.length === 0) return true;
  return one.networks.some(({ name }) => other.networks.some((each) => each.name === name));
}

/** Variables under which an application may get its password by a name of its own. */
const ownPassword = /(REDIS|VALKEY|CACHE|BROKER|QUEUE|SESSION|KV).*(AUTH|PASS|PWD|SECRET|TOKEN|CREDENTIAL)|^(REDISCLI_AUTH|REDIS_CONN.*|REDIS_OPT.*)$/i;

function comparePasswords({ credentials, fact }: Target, server: ServerSettings | undefined, program: Program | null): NonNullable<ConsumerFact['server']>['password'] {
  // What is given beside Sentinels is for the primary that they name.
  if (server === undefined || fact.kind === 'sentinel' || (fact.username !== null && fact.username !== 'default')) return null;
  const theirs = declaredPassword(server);
  if (theirs === undefined) return null;
  const own = credentials.password;
  if (theirs === null) return own === null || own === '' ? null : 'server-has-none';
  if (own === null || own === '') return program?.layers.some(({ variables }) => variables.some(({ name }) => ownPassword.test(name))) ? null : 'none-given';
  return own === theirs ? 'same' : 'other';
}

/** Two consumers of the same server with the same login, who see it from the same kind of place, have one target. */
function add(targets: DeclaredTarget[], one: DeclaredTarget): void {
  const isTwin = (other: DeclaredTarget) =>
    other.target.fact.name === one.target.fact.name &&
    other.target.credentials.password === one.target.credentials.password &&
    other.target.fact.readOnly === one.target.fact.readOnly &&
    other.server === one.server &&
    other.runs === one.runs &&
    other.variant === one.variant;
  const twin = targets.find(isTwin);
  if (!twin) {
    targets.push(one);
    return;
  }
  twin.consumers.push(...one.consumers.filter(({ name }) => !twin.consumers.some((consumer) => consumer.name === name)));
  const known = new Set(twin.target.fact.sources.map(({ name, place }) => JSON.stringify([name, place])));
  twin.target.fact.sources.push(...one.target.fact.sources.filter(({ name, place }) => !known.has(JSON.stringify([name, place]))));
}

/** Names are how reports tell targets apart: the same address for others is named with who is told of it. */
function nameApart(targets: readonly DeclaredTarget[]): void {
  const taken = new Set<string>();
  for (const { target, consumers } of targets) {
    const { name } = target.fact;
    const candidates = [name, `${name} (${consumers[0]?.name})`, ...Array.from({ length: targets.length }, (_, index) => `${name} (${consumers[0]?.name}, ${index + 2})`)];
    const chosen = candidates.find((candidate) => !taken.has(candidate)) ?? name;
    taken.add(chosen);
    for (const rival of target.rivals) if (rival.target.fact.shadowOf === name) rival.target.fact.shadowOf = chosen;
    target.fact.name = chosen;
  }
}
