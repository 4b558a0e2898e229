import type { ProgramFact } from '../../facts/index.ts';
import { knownLoginOf, loginOf } from '../known-logins.ts';
import { maskArguments, maskSecrets, mayBeSecretName } from '../masks/index.ts';
import type { Files, Mount, Program, Variable } from '../reading.ts';
import { shapeOfSecret } from '../secret-shape.ts';
import { kindOfProgram } from './kind-of-program.ts';
import type { ServerSettings } from './server-settings.ts';

/** What facts of a program are about: its name alone may be another one's too. */
export const subjectOf = (program: Program): string => `${program.name} in ${program.place.file}`;

/** Values that tell what is configured, and are no secrets by their shape. */
const plain = /^(true|false|yes|no|on|off|null|none|\d{1,7}|[a-z][a-z0-9-]{0,40}|[a-z0-9.-]+\.(internal|local|com|net|io|cluster\.local)|\d{1,3}(\.\d{1,3}){3}|localhost)$/i;

/** A program as facts may keep it. `isLookedAt`: sources of bind mounts are files of this machine's project. */
export function programFact(program: Program, server: ServerSettings | null, files: Files): ProgramFact {
  const words = program.command === null ? null : maskArguments(program.command.value);
  return {
    name: program.name,
    format: program.format,
    place: program.place,
    group: program.group,
    runs: program.runs,
    variant: program.variant,
    kind: kindOfProgram(program),
    // In a torn file it may be anything.
    image: program.image && { ...program.image, value: maskSecrets(program.image.value) },
    command: program.command === null || words === null ? null : { value: words.shown, place: program.command.place },
    secretInCommand: words?.hasSecret ? (program.command?.place ?? null) : null,
    variables: effectiveVariables(program),
    login: knownLogin(program),
    ports: program.ports,
    networks: program.networks,
    hostNetwork: program.hostNetwork,
    mounts: program.mounts.map((mount) => lookedAt(mount, program, files)),
    healthCheck: program.healthCheck && { place: program.healthCheck.place, value: program.healthCheck.value && maskArguments(program.healthCheck.value).shown },
    restart: program.restart,
    memoryLimitBytes: program.memoryLimitBytes,
    user: program.user,
    replicas: program.replicas,
    dependsOn: program.dependsOn,
    reachedAs: program.reachedAs,
    server: server === null ? null : { settings: server.shown, isComplete: server.isComplete },
  };
}

/** The winning value of each variable. */
function effectiveVariables({ layers }: Program): ProgramFact['variables'] {
  const seen = new Set<string>();
  return layers.flatMap(({ variables }) => variables).flatMap((variable) => (seen.has(variable.name) || !seen.add(variable.name) ? [] : [shownVariable(variable)]));
}

/** Null where a setting's value stands elsewhere, or nothing gives it one. */
function knownLogin({ image, layers }: Program): ProgramFact['login'] {
  const row = image === null ? undefined : knownLoginOf(image.value);
  if (row === undefined) return null;
  const variables = layers.flatMap((layer) => layer.variables);
  const isUnknown = row.settings.some((name) => variables.some((each) => each.name === name && (each.value === null || (each.unset?.length ?? 0) > 0)));
  const is = loginOf(row, (name) => variables.find((each) => each.name === name)?.value ?? undefined);
  return isUnknown ? null : { is, setting: row.settings[0] ?? '' };
}

function shownVariable({ name, value, place, unset = [], from }: Variable): ProgramFact['variables'][number] {
  const isSecret = value !== null && (mayBeSecretName(name) ? !/^(true|false|yes|no|on|off|\d{1,5})$/i.test(value) : !plain.test(value));
  return { name, value: isSecret ? null : value, secret: isSecret ? shapeOfSecret(value, null) : null, place, unset, from: from?.what ?? null };
}

function lookedAt(mount: Mount, program: Program, files: Files): ProgramFact['mounts'][number] {
  const isLookedAt = mount.kind === 'bind' && mount.source !== null && program.runs !== 'pod' && !/[$~]/.test(mount.source);
  const kind = isLookedAt && mount.source !== null ? files.kind(mount.source) : null;
  return { ...mount, isLookedAt, sourceIs: kind };
}
