import { z } from 'zod';
import { Place, SecretShape } from './shared.ts';

const placed = <T extends z.ZodType>(value: T) => z.object({ value, place: Place });

/** A setting or variable as it may be shown: a value that may be a secret is only told by its shape. */
const ShownValue = z.object({
  name: z.string(),
  /** Null for a secret, and for a value that stands elsewhere. */
  value: z.string().nullable(),
  secret: SecretShape.nullable(),
  place: Place,
  /** Names that it refers to and that are set nowhere. */
  unset: z.array(z.string()),
  /** Where the value stands when it is not here: `secret shop/redis`, `the value of a pipeline's secret`. */
  from: z.string().nullable(),
});

/** Something that a file of the project starts, from the file alone. Subject: `NAME in FILE`. */
export const ProgramFact = z.object({
  name: z.string(),
  format: z.string(),
  place: Place,
  /** What belongs together and sees each other by name. */
  group: z.string(),
  runs: z.enum(['host', 'container', 'pod']),
  variant: z.string().nullable(),
  kind: z.enum(['redis', 'sentinel', 'neighbour', 'application']),
  image: placed(z.string()).nullable(),
  /** Masked. */
  command: placed(z.array(z.string())).nullable(),
  /** Some word of the command, or a variable in an image, holds a password. */
  secretInCommand: Place.nullable(),
  variables: z.array(ShownValue),
  /** Login of an image whose manual prints one: still that, none at all, or another by this setting; null for other images, or where it cannot be known. */
  login: z
    .object({ is: z.enum(['default', 'none', 'changed']), setting: z.string() })
    .nullable()
    .default(null),
  ports: z.array(z.object({ inside: z.number(), outside: z.number().nullable(), address: z.string().nullable(), place: Place })),
  networks: z.array(z.object({ name: z.string(), aliases: z.array(z.string()), place: Place })),
  hostNetwork: z.boolean(),
  mounts: z.array(
    z.object({
      kind: z.enum(['bind', 'volume', 'tmpfs', 'config', 'secret']),
      source: z.string().nullable(),
      target: z.string(),
      readOnly: z.boolean(),
      place: Place,
      /** What stands at a bind's source; null: nothing, or it was not looked at (`isLookedAt` false). */
      sourceIs: z.enum(['file', 'folder', 'empty-folder']).nullable(),
      isLookedAt: z.boolean(),
    }),
  ),
  healthCheck: placed(z.array(z.string()).nullable()).nullable(),
  restart: placed(z.string()).nullable(),
  memoryLimitBytes: placed(z.number()).nullable(),
  user: placed(z.string()).nullable(),
  replicas: z.number().nullable(),
  dependsOn: z.array(z.object({ name: z.string(), condition: z.string().nullable(), place: Place })),
  reachedAs: z.array(z.string()),
  /** What it will be as a server: directives of its mounted configuration, its command and its image's variables, the winning one each. */
  server: z
    .object({
      settings: z.array(z.object({ name: z.string(), values: z.array(z.string()), secret: SecretShape.nullable(), place: Place })),
      /** A configuration that it reads and that could not be had: what is absent from `settings` is then unknown. */
      isComplete: z.boolean(),
    })
    .nullable(),
});
export type ProgramFact = z.infer<typeof ProgramFact>;

/** A name that is used and declared nowhere. Subject: the file. */
export const DanglingFact = z.object({
  names: z.array(
    z.object({
      kind: z.enum(['network', 'volume', 'secret', 'config', 'service', 'mount-source', 'env-file', 'script', 'config-map', 'extends']),
      name: z.string(),
      by: z.string(),
      place: Place,
      /** What tells that a file which is not here is made where the project runs: a template beside it, or `.gitignore`. */
      madeFrom: z.string().nullable().default(null),
    }),
  ),
});

/** Other things that files declare, by kind; each kind's `data` is what its reader exports, without secrets. Subject: the file. */
export const ObjectsFact = z.object({ objects: z.array(z.object({ kind: z.string(), name: z.string(), place: Place, data: z.unknown() })) });

/** Who is told of a target, and what the files say of the way there. */
export const ConsumerFact = z.object({
  /** `api in docker-compose.yml`, `the application in backend`. */
  name: z.string(),
  runs: z.enum(['host', 'container', 'pod']),
  variant: z.string().nullable(),
  /** Folder of its sources, `.` for the project's. */
  folder: z.string(),
  /** Subject of its `program` fact; null for what runs from a folder. */
  program: z.string().nullable(),
  /** Env files that it, or the tool that starts it, reads. */
  envFiles: z.array(z.string()).default([]),
  /** Variables that are set for it and that its code does not read. */
  unread: z.array(
    z.object({
      name: z.string(),
      place: Place.nullable(),
      /** A variable of the same meaning (`means`: `REDIS_PASSWORD`) that the code does read, and that nothing sets. */
      instead: z.object({ name: z.string(), means: z.string(), place: Place }).nullable().default(null),
    }),
  ),
  /** The declared server that the address leads to, by the files. */
  server: z
    .object({
      program: z.string(),
      /** By which of its names or published ports. */
      by: z.enum(['name', 'published']),
      sharesNetwork: z.boolean(),
      /** The declared login against the one that the files give the server; null where one of them cannot be known. */
      password: z.enum(['same', 'other', 'server-has-none', 'none-given']).nullable(),
    })
    .nullable(),
  /** How it was looked at: from here, by the way that stands in for the application's place, or not at all. `in-place`: only from its own container, without a login. `absent`: an engine answers, and no such container runs. */
  looked: z.enum(['here', 'by-container-address', 'by-published-port', 'by-port-forward', 'in-place', 'absent', 'not']),
});
export type ConsumerFact = z.infer<typeof ConsumerFact>;

/** All who are told of one target. Recorded for the target's first entry. */
export const ConsumersFact = z.object({ consumers: z.array(ConsumerFact) });
