import type { Place } from '../facts/index.ts';

/**
 * The one shape of all readers: a reader knows one format, says by a path's name whether a file may be its own, and tells what
 * those files declare, with their places. Values may be secrets: a reading lives in memory only.
 */
export interface Reader {
  /** The format's name, as reports show it: `compose`, `dotenv`, `python`. */
  id: string;
  /** By the name alone; nothing is opened. */
  detect(path: string): boolean;
  /**
   * Reads all files of the project that `detect` took, in one call: what belongs together (a compose file and its override, a
   * ConfigMap and the workload that uses it) is joined here, what does not (two compose projects, test and staging) is kept apart.
   * Never throws for what stands in a file: what cannot be read is told in `problems`, and the rest counts.
   */
  read(paths: readonly string[], files: Files): Reading;
  /**
   * What its declarations alone show to be wrong, once all readers have read: for what only values show that no fact may keep, and
   * what only its own parser can tell.
   */
  judge?(whole: { programs: readonly Program[]; objects: readonly DeclaredObject[] }): DeclaredFault[];
}

/** What files alone show to be wrong. Never with a value that may be a secret. Facts keep it as an object of the kind `declared-fault`. */
export interface DeclaredFault {
  /** Of the catalogue of causes. */
  code: string;
  place: Place;
  /** One sentence with the real names. */
  summary: string;
  /** Other places that belong to it. */
  also: Place[];
  /** What it is about: an address, a job, an alert. */
  subject: string;
  /** The change at its place that mends it, where it is known. */
  mend?: { find: string; replace: string };
}

/** The project's files: the narrow door of all readers. Paths are relative to the project's folder, with `/`, never outside it. */
export interface Files {
  /** All files of the project that are looked at, sorted: without `.git`, `node_modules`, build outputs and what is ignored. */
  readonly paths: readonly string[];
  /** Text of a file (at most 1 MiB), null when there is none or it cannot be had; asked again, it is not read again. */
  text(path: string): string | null;
  /** What stands there, `..` and absolute paths included; null for nothing. */
  kind(path: string): 'file' | 'folder' | 'empty-folder' | null;
  /** Name of the project's folder: compose names a project after it. */
  readonly name: string;
  /** Its absolute path: what a variable such as `REDIS_PASSWORD_FILE` names may lie there. */
  readonly root: string;
  /** Variables of the process that would run the format's own tool, for interpolation: `docker compose up` sees the shell's. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** What the files of one format declare. */
export interface Reading {
  /** What they start, or would have started. */
  programs?: Program[];
  /** Variables for whatever runs in a folder: env files. */
  variables?: FolderVariables[];
  /** Where code or a framework's settings read what they connect to. */
  uses?: Use[];
  /** Names that are used and declared nowhere. */
  dangling?: Dangling[];
  /** Services, secrets, pipelines, scrape targets, … : things that only some causes look at. */
  objects?: DeclaredObject[];
  problems: ReadingProblem[];
}

/** A file, or a part of it, that could not be read. The rest counts all the same. */
export interface ReadingProblem {
  place: Place;
  /** A clause without secrets: what is wrong, and what would be right where that is known. */
  why: string;
}

/** One variable with its value. */
export interface Variable {
  /** As the file spells it. */
  name: string;
  /** As the program will see it, by the format's own rules. Null: it is set, but its value stands elsewhere (a secret store, another repository). */
  value: string | null;
  place: Place;
  /** Names that its value refers to and that are set nowhere. What stands in their place in `value` is what the format leaves there. */
  unset?: string[];
  /** Where the value comes from when it does not stand at `place`: a Secret, a file. */
  from?: { what: string; place: Place | null };
}

/** Variables of a file that is read by whatever runs in its folder. */
export interface FolderVariables {
  /** The file. */
  file: string;
  /** Folder that it is for, `.` for the project's. */
  folder: string;
  /** `test`, `staging`, `production`, … of `.env.staging`; `local` of `.env.local`; null for `.env`. Templates and examples are not given at all. */
  variant: string | null;
  variables: Variable[];
}

/** Variables that one place gives a program. */
export interface VariableLayer {
  /** As a rule names it: `environment of api`, `env_file .env`, `ENV of Dockerfile`. */
  label: string;
  variables: Variable[];
}

/**
 * Something that a file starts: a service of compose, a container of a workload, a unit, a process of a Procfile, a script, the
 * service container of a pipeline. Whether it is a server or an application is judged later, by image, command and variables.
 */
export interface Program {
  /** Name in its file: `api`, `web/redis` for a container of a pod with several. */
  name: string;
  /** Reader that found it. */
  format: string;
  place: Place;
  /** What belongs together and sees each other by name: a compose project, a namespace, a pipeline's job, a folder. */
  group: string;
  runs: 'host' | 'container' | 'pod';
  /** `test`, `staging`, `production`, … when the file or an overlay is for one; null: for all. Profiles of compose are variants too. */
  variant: string | null;
  image: Placed<string> | null;
  /** Folder of its sources (compose's `build`, the folder of a Procfile), to tie code and Dockerfile to it. */
  folder: string | null;
  /** File that its image is built from. */
  dockerfile: string | null;
  /** Entry point and arguments as words; null where the image's own count. A shell's line is one word behind `sh`, `-c`. */
  command: Placed<string[]> | null;
  /** The stronger first. */
  layers: VariableLayer[];
  ports: Port[];
  /** Networks by name, with the names it has there beside its own. Empty: it uses its host's, or the format has none. */
  networks: { name: string; aliases: string[]; place: Place }[];
  /** It shares the network of its host. */
  hostNetwork: boolean;
  mounts: Mount[];
  /** `command` as words with `CMD-SHELL` or `CMD` left out: a shell's line is one word. Null: switched off. */
  healthCheck: Placed<string[] | null> | null;
  restart: Placed<string> | null;
  memoryLimitBytes: Placed<number> | null;
  user: Placed<string> | null;
  /** How many of it run; null: the format does not say. */
  replicas: number | null;
  dependsOn: { name: string; condition: string | null; place: Place }[];
  /** Names by which others in its group reach it, its own among them: services, aliases, host names. */
  reachedAs: string[];
}

export interface Placed<T> {
  value: T;
  place: Place;
}

export interface Port {
  /** Port inside; null where it cannot be told. */
  inside: number;
  /** On its host; null: not published. */
  outside: number | null;
  /** Host address it is published on; null: all. */
  address: string | null;
  place: Place;
}

export interface Mount {
  kind: 'bind' | 'volume' | 'tmpfs' | 'config' | 'secret';
  /** Path (relative to the project's folder where it lies inside it) or name; null for an anonymous volume. */
  source: string | null;
  target: string;
  readOnly: boolean;
  place: Place;
}

/** Code or a framework's settings that read what they connect to, with what they fall back to. */
export interface Use {
  /** Variable that is read; null: the value is fixed. */
  variable: string | null;
  /**
   * What it is to the application, as the variable that would say the same: `REDIS_URL`, `REDIS_QUEUE_URL`, `REDIS_CACHE_HOST`,
   * `REDIS_PASSWORD`, `REDIS_ENABLED`, ….
   */
  means: string;
  /** Value where the variable is not set, or the fixed one; null: none, the program fails or goes without. */
  fallback: string | null;
  place: Place;
  /** Variables that the same expression asks before this one, in its order: `A_URL` for `REDIS_URL` in `A_URL ?? REDIS_URL`. */
  after?: readonly Asked[];
  /** What uses it, where the code shows: `bullmq`, `celery`, `ioredis`, `redis-py`, `spring`. */
  library: string | null;
  /** The one environment in which it counts, where the reader knows: a section of a file. Where it is left out, the file's path says it. */
  environment?: string | null;
  /** File of settings over which this one's are laid. */
  within?: string;
}

/** A variable that code asks before another one. */
export interface Asked {
  variable: string;
  /** When the next one is asked: where this one is not set (`??`), or also where it is empty (`||`). */
  yields: Yields;
}

export type Yields = 'unset' | 'empty';

export interface Dangling {
  kind: 'network' | 'volume' | 'secret' | 'config' | 'service' | 'mount-source' | 'env-file' | 'script' | 'config-map' | 'extends';
  name: string;
  /** Who refers to it. */
  by: string;
  place: Place;
}

/** Any other declared thing. Each kind has its own type, in the folder of the reader that finds it. */
export interface DeclaredObject {
  kind: string;
  name: string;
  place: Place;
  data: unknown;
}
