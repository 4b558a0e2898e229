import { z } from 'zod';
import { logKinds } from './log-kinds.ts';
import { Place, SecretShape } from './shared.ts';

/** The local process that serves an endpoint, from /proc. Absent when the server is not on this machine. */
export const ProcessFact = z.object({
  pid: z.number(),
  /** How it was tied to the endpoint: its listening socket, the server's own INFO, or a configuration with the same port. */
  tiedBy: z.enum(['listener', 'info', 'config']),
  executable: z.string().nullable(),
  /** Arguments with secrets masked; those of the shell that started it, where the server has put a title in the place of its own. */
  arguments: z.array(z.string()),
  /** An argument holds a password (`--requirepass x`, `-a x`). */
  secretInArguments: z.boolean(),
  /** R running, S sleeping, D disk, T stopped, t traced, Z zombie. */
  state: z.string(),
  startedAt: z.string().nullable(),
  user: z.string().nullable(),
  uid: z.number().nullable(),
  residentBytes: z.number().nullable(),
  swapBytes: z.number().nullable(),
  openFiles: z.number().nullable(),
  openFilesLimit: z.number().nullable(),
  workingDirectory: z.string().nullable(),
  containerId: z.string().nullable(),
  /** It shares our network: false in a container or another network namespace, whose loopback is not ours; null when it cannot be seen. */
  ownNetwork: z.boolean().nullable(),
  /** Redis or Valkey by executable or arguments; false: something else owns the port. */
  isServer: z.boolean(),
  name: z.string(),
});
export type ProcessFact = z.infer<typeof ProcessFact>;

/** Every listening TCP socket of interest: those on the target's port and those of Redis-like processes. */
export const ListenersFact = z.object({
  onPort: z.array(z.object({ address: z.string(), port: z.number(), pid: z.number().nullable(), name: z.string().nullable() })),
  servers: z.array(z.object({ address: z.string(), port: z.number(), pid: z.number().nullable(), name: z.string().nullable() })),
});

/** A redis.conf, valkey.conf or sentinel.conf that belongs to the endpoint. Secrets as shapes. */
export const ConfigFileFact = z.object({
  file: z.string(),
  /** How it was found: the server's own word, its arguments, the project's folder, a common place. */
  foundBy: z.enum(['info', 'arguments', 'project', 'common-place']),
  readable: z.boolean(),
  /** The folder and file can be rewritten by the server's user; null when it cannot be judged. */
  writable: z.boolean().nullable(),
  /** The file itself is a mount point, so a rename over it fails. */
  singleFileMount: z.boolean(),
  modifiedAt: z.string().nullable(),
  directives: z.array(z.object({ name: z.string(), values: z.array(z.string()), place: Place, secret: SecretShape.nullable() })),
  sentinel: z.boolean(),
  /** What is wrong in it as far as a reader can tell, for example a directive that no version knows. */
  problems: z.array(z.object({ place: Place, reason: z.string() })),
  /**
   * The target's password against the one that this file (or the ACL file it names) gives the target's user, compared in
   * memory. `other` also when the user is off there. Null: one of the two sets none, or it cannot be compared.
   */
  declaredPassword: z
    .object({
      is: z.enum(['same', 'other']),
      place: Place,
      /** When the file of `place` was last written. */
      changedAt: z.string().nullable(),
    })
    .nullable()
    .default(null),
});
export type ConfigFileFact = z.infer<typeof ConfigFileFact>;

/** Lines of the server's log that say why: newest last. `since` the last start unless it never came up. */
export const LogFact = z.object({
  file: z.string(),
  foundBy: z.enum(['config', 'arguments', 'project', 'common-place', 'stdout']),
  modifiedAt: z.string().nullable(),
  /** Recognised lines, masked, at most 60; `kind` names what the line says. */
  events: z.array(
    z.object({
      kind: z.enum(logKinds),
      text: z.string(),
      at: z.string().nullable(),
      line: z.number().int().nullable(),
      afterLastStart: z.boolean(),
      /** Named parts of the line, as `log-kinds.ts` says for each kind: `errno`, `reason`, `path`, `port`, … Never a secret. */
      detail: z.record(z.string(), z.string()),
    }),
  ),
  /** The last line of the log says that it ended, is ready, or neither. */
  ended: z.enum(['ready', 'exited', 'crashed', 'shutdown', 'unknown']),
});
export type LogFact = z.infer<typeof LogFact>;

/** One check of a data file: damaged with the offset, or well. */
const FileCheck = z.object({
  file: z.string(),
  bytes: z.number(),
  modifiedAt: z.string().nullable(),
  state: z.enum(['ok', 'damaged', 'truncated', 'format-too-new', 'unreadable', 'not-checked', 'missing']),
  /** Where the damage begins. */
  offset: z.number().nullable(),
  /** Bytes that a cut at the damage would lose. */
  lossBytes: z.number().nullable(),
  reason: z.string().nullable(),
  /** RDB version, or the kind of the part. */
  version: z.string().nullable(),
  keys: z.number().nullable(),
});

/** The data directory as seen from this machine. */
export const DataFact = z.object({
  directory: z.string(),
  state: z.enum(['ok', 'missing', 'not-a-directory', 'unreadable']),
  owner: z.string().nullable(),
  mode: z.string().nullable(),
  /** The server's user may write here; null when it cannot be judged. */
  writableByServer: z.boolean().nullable(),
  freeBytes: z.number().nullable(),
  totalBytes: z.number().nullable(),
  freeInodes: z.number().nullable(),
  readOnly: z.boolean().nullable(),
  snapshot: FileCheck.nullable(),
  appendOnly: z.object({ present: z.boolean(), manifest: z.string().nullable(), parts: z.array(FileCheck) }).nullable(),
});
export type DataFact = z.infer<typeof DataFact>;

/** The control group of the server's process. */
export const CgroupFact = z.object({
  version: z.union([z.literal(1), z.literal(2)]),
  path: z.string(),
  memoryLimitBytes: z.number().nullable(),
  memoryUsedBytes: z.number().nullable(),
  oomKills: z.number().nullable(),
  /** Cores that the quota grants; null without a quota. */
  cpuQuotaCores: z.number().nullable(),
  /** Increase over the window: periods in which the group was held back, of all periods. */
  throttledPeriods: z.number().nullable(),
  periods: z.number().nullable(),
});

/** CPU of the server's main thread over the window, as a share of one core (0 to 1). */
export const CpuFact = z.object({
  windowMs: z.number(),
  mainThreadShare: z.number().nullable(),
  /** Share of the window in which the main thread had work and no core ran it; null where the kernel does not count that. */
  mainThreadWaitShare: z.number().nullable(),
  processShare: z.number().nullable(),
});

/** Settings of the kernel and the memory of this machine. Subject `this machine`. */
export const KernelFact = z.object({
  platform: z.string(),
  overcommitMemory: z.number().nullable(),
  transparentHugePages: z.enum(['always', 'madvise', 'never']).nullable(),
  somaxconn: z.number().nullable(),
  memoryTotalBytes: z.number().nullable(),
  memoryAvailableBytes: z.number().nullable(),
  swapTotalBytes: z.number().nullable(),
  cores: z.number(),
  load1: z.number().nullable(),
});

/** A service manager's, unit's or Procfile's word on a server that should run here. */
export const ExpectedFact = z.object({ by: z.array(z.object({ kind: z.enum(['redis.conf', 'unit', 'procfile', 'container']), place: Place, text: z.string() })) });

/** One container as the runtime knows it. */
const ContainerEntry = z.object({
  id: z.string(),
  name: z.string(),
  image: z.string(),
  /** created, running, paused, restarting, removing, exited or dead. */
  state: z.string(),
  /** How it is tied to the endpoint. `published` (its port is, or is to be, published where the endpoint points), `address`, `name` (a network
   *  name of it is the endpoint's host) and `process` prove it; `port` (a Redis that exposes that port) and `image` (a Redis at all) only suggest it. */
  tiedBy: z.array(z.enum(['published', 'address', 'name', 'process', 'port', 'image'])),
  exitCode: z.number().nullable(),
  oomKilled: z.boolean(),
  /** The kernel's log names an out-of-memory kill in this container's group; null when the log cannot be read. */
  kernelOomKill: z.boolean().nullable(),
  /** What the runtime says of a failed start; masked. */
  error: z.string().nullable(),
  /** Its start was tried, also where it failed: the engine has written files for it (`resolv.conf`), which one that was only made has not. */
  startTried: z.boolean(),
  health: z.string().nullable(),
  /** The health check's command, empty without one. Secrets masked. */
  healthCommand: z.array(z.string()),
  /** The last run of the health check, its output masked and at most 300 characters. */
  healthLast: z.object({ exitCode: z.number(), output: z.string() }).nullable(),
  restartCount: z.number(),
  restartPolicy: z.string().nullable(),
  createdAt: z.string().nullable(),
  startedAt: z.string().nullable(),
  finishedAt: z.string().nullable(),
  memoryLimitBytes: z.number().nullable(),
  published: z.array(z.object({ hostAddress: z.string(), hostPort: z.number(), containerPort: z.number() })),
  exposed: z.array(z.number()),
  networks: z.array(z.object({ name: z.string(), address: z.string().nullable() })),
  mounts: z.array(
    z.object({
      type: z.string(),
      source: z.string(),
      destination: z.string(),
      /** What stands at the source on this machine; null when it was not looked at (a volume, another host). */
      sourceIs: z.enum(['file', 'folder', 'empty-folder', 'missing']).nullable(),
    }),
  ),
  /** Entry point and arguments, secrets masked. */
  command: z.array(z.string()),
  /** User of the configuration; empty: the image's default, which is root. */
  user: z.string().nullable(),
  pid: z.number().nullable(),
  /** `server`: it serves the endpoint, or is to; `consumer`: its environment declares this target. */
  part: z.enum(['server', 'consumer', 'other']),
  /** The compose service it was made for, and its project. */
  service: z.string().nullable(),
  project: z.string().nullable(),
  /** Where it is in a cluster of Kubernetes; null for a container of an engine. */
  pod: z
    .object({
      context: z.string(),
      namespace: z.string(),
      pod: z.string(),
      container: z.string(),
      workload: z.object({ kind: z.string(), name: z.string() }).nullable(),
    })
    .nullable()
    .default(null),
});

/** Containers that publish or serve the endpoint, from the runtime's API. Not recorded when no runtime answers. */
export const ContainerFact = z.object({
  /** `docker` or `podman`, and the socket that answered. */
  runtime: z.string(),
  containers: z.array(ContainerEntry),
  /** Services around Redis, in its networks or project, whose image has a well-known login. */
  neighbours: z.array(
    z.object({
      name: z.string(),
      image: z.string(),
      published: z.array(z.object({ hostAddress: z.string(), hostPort: z.number(), containerPort: z.number() })),
      /** `default`: the login that its manual prints works, as nothing sets another; `none`: it asks for no login. */
      login: z.enum(['default', 'none', 'changed']),
      /** The setting that would change it. */
      setting: z.string(),
    }),
  ),
});
export type ContainerFact = z.infer<typeof ContainerFact>;

/**
 * Asked only after the declared port was refused: other ports of the same host where a Redis answers, tried with
 * the declared credential. `accepted` counts only where the server wants a login and takes this one.
 */
export const ElsewhereFact = z.object({
  candidates: z.array(
    z.object({
      host: z.string(),
      port: z.number(),
      login: z.enum(['accepted', 'rejected', 'open', 'not-tried']),
      /** Its configuration file stands in the project's folder; null when it does not say which file that is. */
      configInProject: z.string().nullable(),
      /** Null where it does not tell. */
      role: z.enum(['primary', 'replica']).nullable(),
    }),
  ),
  /** Ports of further servers of this machine that were not asked, or did not answer in time: nothing is known of them. */
  unknown: z.array(z.number()).default([]),
});
