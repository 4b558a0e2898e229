import type { Place } from '../../facts/index.ts';
import type { Placed, Variable } from '../reading.ts';

/** A command in a form that a child stage can take over. */
export interface Command extends Placed<string[]> {
  /** A shell runs it, which takes no arguments from `CMD`. */
  isShell: boolean;
}

/** A build argument; null without a default: its value comes from whoever builds. */
interface Argument {
  value: string | null;
  place: Place;
}

export interface Copy {
  sources: string[];
  target: string;
  /** Stage or image that it comes from; null: the build's folder. */
  from: string | null;
  /** Content that stands in the Dockerfile itself. */
  inline: string | null;
  place: Place;
}

/** One `FROM` with what stands behind it and what it takes over from the stage that it goes on from. */
export interface Stage {
  name: string | null;
  /** Image outside of the file that it comes from in the end; null where it depends on a build argument. */
  image: Placed<string> | null;
  env: Map<string, Variable>;
  args: Map<string, Argument>;
  shell: string[] | null;
  entrypoint: Command | null;
  command: Command | null;
  /** A `CMD` of this stage itself outlives an `ENTRYPOINT` behind it; a taken over one does not. */
  hasOwnCommand: boolean;
  user: Placed<string> | null;
  healthCheck: Placed<string[] | null> | null;
  exposed: Placed<number>[];
  volumes: Placed<string>[];
  copies: Copy[];
  place: Place;
}

export function childStage(parent: Stage | null, name: string | null, image: Placed<string> | null, place: Place): Stage {
  return {
    name,
    image: parent?.image ?? image,
    env: new Map(parent?.env),
    args: new Map(parent?.args),
    shell: parent?.shell ?? null,
    entrypoint: parent?.entrypoint ?? null,
    command: parent?.command ?? null,
    hasOwnCommand: false,
    user: parent?.user ?? null,
    healthCheck: parent?.healthCheck ?? null,
    exposed: [...(parent?.exposed ?? [])],
    volumes: [...(parent?.volumes ?? [])],
    copies: [...(parent?.copies ?? [])],
    place,
  };
}

/** What a container of the stage runs; null where the image's own command counts. */
export function startedBy(stage: Stage): Placed<string[]> | null {
  const { entrypoint, command } = stage;
  if (entrypoint === null) return command === null ? null : { value: command.value, place: command.place };
  // `CMD` behind a shell's line is dropped.
  const rest = entrypoint.isShell ? [] : (command?.value ?? []);
  const value = [...entrypoint.value, ...rest];
  return value.length === 0 ? null : { value, place: rest.length > 0 && command ? command.place : entrypoint.place };
}
