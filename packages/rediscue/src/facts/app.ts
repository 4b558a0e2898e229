import { z } from 'zod';
import { Place } from './shared.ts';

/** What the application's own URLs answer. Subject: this machine; one fact holds all that were looked at. */
export const AppFact = z.object({
  looks: z.array(
    z.object({
      /** Variable that gives the URL, or from whose address it was derived. */
      name: z.string(),
      place: Place.nullable(),
      /** A file may speak of an application that does not run now; the environment speaks of this one. */
      from: z.enum(['environment', 'file']),
      role: z.enum(['base', 'health', 'ready', 'metrics']),
      /** A usual path under a given address, not a given URL. */
      isGuess: z.boolean(),
      /** Without user, password and values of the query. */
      url: z.string(),
      /** `answered` by HTTP, `upgraded` to a web socket. */
      state: z.enum(['answered', 'upgraded', 'refused', 'timed-out', 'name-not-found', 'reset', 'unreachable', 'tls-failed', 'not-http', 'failed']),
      status: z.number().int().nullable(),
      ms: z.number(),
      /** What the body says in a few words, masked; null where it says nothing readable. */
      body: z.string().nullable(),
      /** A JSON body that tells of health. */
      health: z
        .object({
          isOk: z.boolean().nullable(),
          status: z.string().nullable(),
          dependencies: z.array(z.object({ name: z.string(), state: z.string(), isOk: z.boolean().nullable(), text: z.string().nullable() })),
        })
        .nullable(),
      /** How a web socket was closed by the application. */
      close: z.object({ code: z.number().int(), reason: z.string().nullable() }).nullable(),
    }),
  ),
});
export type AppFact = z.infer<typeof AppFact>;
export type AppLook = AppFact['looks'][number];

/** Other servers that the application is told of and that are asked whether they are ready, without a login. Subject: this machine. */
export const NeighboursFact = z.object({
  neighbours: z.array(
    z.object({
      kind: z.enum(['postgresql']),
      name: z.string(),
      place: Place.nullable(),
      address: z.string(),
      /** `ready` takes logins; `starting` and `full` refuse them for now; `other` answers and is no PostgreSQL. */
      state: z.enum(['ready', 'starting', 'full', 'refused', 'timed-out', 'name-not-found', 'unreachable', 'other', 'failed']),
      reply: z.string().nullable(),
      ms: z.number(),
    }),
  ),
});
export type NeighboursFact = z.infer<typeof NeighboursFact>;

const appLogKinds = [
  'refused',
  'name-not-found',
  'timed-out',
  'connection-lost',
  'no-auth',
  'wrong-password',
  'no-password-configured',
  'denied',
  'read-only',
  'misconf',
  'out-of-memory',
  'loading',
  'moved',
  'cross-slot',
  'cluster-down',
  'max-clients',
  'tls',
  'pool-exhausted',
  'readiness-timeout',
  'websocket-closed',
  'http-5xx',
] as const;

/** What the application's log or stack trace tells of failures. Texts are masked. Subject: this machine. */
export const AppLogFact = z.object({
  /** Path, `-` for standard input, or the command that shows the log of a container. */
  file: z.string(),
  /** The container that wrote it, and its state. Of one that runs only what it wrote since it was started counts. */
  container: z.object({ name: z.string(), runtime: z.string(), state: z.string() }).optional(),
  format: z.enum(['text', 'json']),
  /** Lines that were read, and bytes before them that were not. */
  lines: z.number().int(),
  skippedBytes: z.number(),
  events: z.array(
    z.object({
      kind: z.enum(appLogKinds),
      /** First and last line of those alike; null where the lines before are too many to count. */
      line: z.number().int().nullable(),
      lastLine: z.number().int().nullable(),
      count: z.number().int(),
      /** ISO time of the last one. */
      at: z.string().nullable(),
      /** What failed, in the log's own word: `redis`, `postgres`, `conversation-memory`. */
      dependency: z.string().nullable(),
      isRedis: z.boolean(),
      /** `host:port` as the log names it. */
      address: z.string().nullable(),
      module: z.string().nullable(),
      source: Place.nullable(),
      elapsedMs: z.number().nullable(),
      text: z.string(),
      /** A later line says that it works again. */
      isOver: z.boolean(),
    }),
  ),
});
export type AppLogFact = z.infer<typeof AppLogFact>;
export type AppLogEvent = AppLogFact['events'][number];
