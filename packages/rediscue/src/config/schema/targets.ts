import { z } from 'zod';
import { filePath, flag, text, variable } from './text.ts';

const url = () => text('a URL such as redis://cache.internal:6379/0');
const port = () => z.int({ error: 'a port from 1 to 65535' }).min(1, { error: 'a port from 1 to 65535' }).max(65_535, { error: 'a port from 1 to 65535' });
const addresses = (example: string) => {
  const allowed = `a list of addresses such as [${example}]`;
  return z.array(text(allowed).regex(/^(\[[0-9a-fA-F:.%]+\]|[^\s:/@[\]]+)(:\d{1,5})?$/, { error: allowed }), { error: allowed }).min(1, { error: allowed });
};

const Tls = z
  .strictObject(
    {
      caFile: filePath().optional().meta({ description: 'The authority that signed the certificate of the server; without it those of the system count.' }),
      certFile: filePath().optional().meta({ description: 'The certificate with which the client shows who it is, where the server asks for one.' }),
      keyFile: filePath().optional().meta({ description: 'The private key of that certificate.' }),
      serverName: text('the name of a host').optional().meta({ description: 'The name that the certificate of the server has to hold. Default: the host.' }),
    },
    { error: 'true, false, or a map of TLS files' },
  )
  .refine(({ certFile, keyFile }) => (certFile === undefined) === (keyFile === undefined), { error: 'both certFile and keyFile, or neither' });

/** The one of these that is given says where the server is. */
const placeKeys = ['url', 'urlEnv', 'host', 'sentinels', 'nodes'] as const;
const passwordKeys = ['passwordEnv', 'passwordFile', 'password'] as const;

const TargetSettings = z
  .strictObject(
    {
      url: url().optional().meta({ description: 'Where it is, without its password: redis://, rediss://, unix://, sentinel://, cluster:// and their kin.' }),
      urlEnv: variable().optional().meta({ description: 'The variable that holds the whole URL, in the environment or in .env.local or .env beside this file.' }),
      host: text('the name or address of a host')
        .regex(/^[^\s/@]+$/, { error: 'the name or address of a host' })
        .optional()
        .meta({ description: 'Name or address of the server, in place of a URL.' }),
      port: port().optional().meta({ description: 'Beside host.', default: 6379 }),
      sentinels: addresses('s1:26379, s2:26379').optional().meta({ description: 'The Sentinels that know where the primary is, in place of a URL.' }),
      primary: text('the name of the primary, as the Sentinels know it').optional().meta({ description: 'Beside sentinels: the name of the primary.', default: 'mymaster' }),
      nodes: addresses('n1:7000, n2:7001').optional().meta({ description: 'Some nodes of a cluster, in place of a URL.' }),
      database: z
        .int({ error: 'the number of a database, from 0' })
        .min(0, { error: 'the number of a database, from 0' })
        .max(999_999_999, { error: 'the number of a database, from 0' })
        .optional()
        .meta({ description: 'The database of the application.', default: 0 }),
      username: text('a text').optional().meta({ description: 'The ACL user of the application.', default: 'default' }),
      passwordEnv: variable().optional().meta({ description: 'The variable that holds the password, in the environment or in .env.local or .env beside this file.' }),
      passwordFile: filePath().optional().meta({ description: 'The file that holds the password; its last line break is no part of it.' }),
      password: text('a text, in quotation marks where it looks like a number').optional().meta({ description: 'The password itself. Better: passwordEnv or passwordFile.' }),
      sentinelUsername: text('a text').optional().meta({ description: 'The user towards the Sentinels, where they have one of their own.' }),
      sentinelPasswordEnv: variable().optional().meta({ description: 'The variable that holds the password towards the Sentinels, where they have one of their own.' }),
      tls: z
        .union([flag(), Tls], { error: 'true, false, or a map of TLS files' })
        .optional()
        .meta({ description: 'Whether the connection is encrypted, or the files for it. A URL says it by its scheme.', default: false }),
      readOnly: flag().optional().meta({ description: 'The application only reads through it: nothing is written there, and a replica is well.', default: false }),
      use: text('a word such as cache, session or queue').optional().meta({ description: 'What the application uses it for.' }),
    },
    { error: 'a URL, or a map of settings' },
  )
  .superRefine((target, context) => {
    const issue = (path: string[], allowed: string) => context.addIssue({ code: 'custom', path, message: allowed });
    const [first, second] = placeKeys.filter((key) => target[key] !== undefined);
    if (first === undefined) issue([], `one of ${placeKeys.join(', ')}, which says where it is`);
    if (second !== undefined) issue([second], `left out beside ${first}: one of them says where it is`);
    const [, again] = passwordKeys.filter((key) => target[key] !== undefined);
    if (again !== undefined) issue([again], `left out: one of ${passwordKeys.join(', ')} says the password`);
    if (first !== undefined && target.port !== undefined && target.host === undefined) issue(['port'], 'left out, or beside host');
    if (first !== undefined && target.primary !== undefined && target.sentinels === undefined) issue(['primary'], 'left out, or beside sentinels');
  })
  .meta({ description: 'One Redis, as the application is told of it.' });
export type TargetSettings = z.infer<typeof TargetSettings>;

const targetName = 'a name of letters, digits, dots, hyphens and underscores';

export const Targets = z
  .record(z.string().regex(/^[A-Za-z0-9][\w.-]*$/, { error: targetName }), z.union([url(), TargetSettings], { error: 'a URL, or a map of settings' }), {
    error: 'a map: the name of each target, and its URL or settings',
  })
  .meta({ description: 'What the application connects to, by names of your own: `rediscue diagnose NAME`. They win over whatever else declares a Redis.' });
