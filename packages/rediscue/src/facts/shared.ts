import { z } from 'zod';

/**
 * The outcome of one question to a server. A refused or unknown command is a fact like any other:
 * missing knowledge is never an empty list and never a zero.
 */
export const asked = <T extends z.ZodType>(value: T) =>
  z.discriminatedUnion('state', [
    z.object({ state: z.literal('ok'), value }),
    /** The server answered with an error, such as NOPERM or a disabled command. */
    z.object({ state: z.literal('refused'), reply: z.string() }),
    /** The server does not have this command: renamed away, older, or a managed service. */
    z.object({ state: z.literal('unknown-command'), reply: z.string() }),
    z.object({ state: z.literal('timed-out'), afterMs: z.number() }),
    /** The connection broke or the reply was not understood. */
    z.object({ state: z.literal('failed'), why: z.string() }),
    z.object({ state: z.literal('not-asked'), why: z.string() }),
  ]);

export type Asked<T> =
  | { state: 'ok'; value: T }
  | { state: 'refused'; reply: string }
  | { state: 'unknown-command'; reply: string }
  | { state: 'timed-out'; afterMs: number }
  | { state: 'failed'; why: string }
  | { state: 'not-asked'; why: string };

/** What may be kept of a secret: its shape, never its text, length or hash. */
export const SecretShape = z.object({
  set: z.boolean(),
  /** The text of a template's placeholder that it is, for example `changeme`; these are no secrets. */
  placeholder: z.string().nullable().default(null),
  /** A literal variable reference such as `${REDIS_PASSWORD}` that nothing expanded. */
  variable: z.string().nullable().default(null),
  /** Why it is weak: `short`, `common`, `default`, `same-as-user`. */
  weak: z.enum(['short', 'common', 'default', 'same-as-user']).nullable().default(null),
  /** White space at an end: the classic stray newline of a secret file. */
  padded: z.boolean().default(false),
});
export type SecretShape = z.infer<typeof SecretShape>;

/** A place in a file, as `where` in the report. Lines and columns count from 1. */
export const Place = z.object({
  file: z.string(),
  line: z.number().int().positive().optional(),
  column: z.number().int().positive().optional(),
});
export type Place = z.infer<typeof Place>;
