import { z } from 'zod';
import { Place, SecretShape } from './shared.ts';

/** What the application was told: one target as declared, before anything was contacted. */
export const TargetFact = z.object({
  /** The target without secrets, for example `redis://user:***@host:6379/0`. */
  name: z.string(),
  kind: z.enum(['server', 'unix', 'sentinel', 'cluster']),
  tls: z.boolean(),
  /** Where the servers stand that were named: one for a server, several for Sentinel and cluster. */
  addresses: z.array(z.object({ host: z.string(), port: z.number().int() })),
  path: z.string().nullable(),
  primaryName: z.string().nullable(),
  username: z.string().nullable(),
  password: SecretShape,
  /** Credentials towards the Sentinels themselves, where they differ from those for the primary. */
  sentinelPassword: SecretShape.nullable().default(null),
  database: z.number().int().nullable(),
  /** The use that the declaration names: `cache`, `session`, `queue`, `read`; null when it names none. */
  use: z.string().nullable(),
  /** The app only reads through it (`REDIS_READ_URL` and the like). */
  readOnly: z.boolean().default(false),
  /** Where it was declared, the winning place first. */
  sources: z.array(
    z.object({
      kind: z.enum(['argument', 'environment', 'file']),
      /** The variable or directive; null for an argument. */
      name: z.string().nullable(),
      place: Place.nullable(),
      /** Which part it gives, where it gives one alone. */
      part: z.enum(['host', 'port', 'username', 'password', 'database']).optional(),
    }),
  ),
  /** Why the declaration cannot be one, or is not what was meant. */
  problems: z.array(
    z.object({
      kind: z.enum(['invalid-url', 'placeholder', 'unset-variable', 'unexpanded-variable', 'tls-conflict', 'disabled']),
      /** Which part: `host`, `port`, `password`, `username`, `database`, `scheme`, `url`, `switch`. */
      part: z.string(),
      /** A sentence without secrets. */
      reason: z.string(),
      /** Position in the raw text where it goes wrong, counted from 0. */
      position: z.number().int().nullable(),
      /** The offending text where it is no secret. */
      text: z.string().nullable(),
      /** The corrected declaration without secrets. */
      corrected: z.string().nullable(),
      place: Place.nullable(),
      /** Widespread clients read it as it was meant, so that it is a fault only where the login or the connection fails. */
      tolerated: z.boolean().default(false),
    }),
  ),
  clientCertificate: z.object({ given: z.boolean(), file: z.string().nullable() }),
  authority: z.object({ given: z.boolean(), file: z.string().nullable() }),
  /** A second credential that may look further (`REDIS_ADMIN_URL`) was given for this target. */
  adminGiven: z.boolean().default(false),
  /** Name of the target that beats this declaration. Such a shadow is looked at to see whether it works, and never judged itself. */
  shadowOf: z.string().nullable().default(null),
});
export type TargetFact = z.infer<typeof TargetFact>;

/**
 * Declarations of the same use that lost by precedence and say something else. Where the winner cannot be used, each is looked
 * at as a shadow target under `name`, so that it can be seen whether the losing one works. Recorded for the winner's first entry.
 */
export const RivalsFact = z.object({
  overridden: z.array(
    z.object({
      name: z.string(),
      differs: z.enum(['endpoint', 'credentials']),
      place: Place.nullable(),
      /** The rule that let the other one win, as a clause: `the environment beats .env`. */
      rule: z.string(),
    }),
  ),
});
export type RivalsFact = z.infer<typeof RivalsFact>;
