import type { Credentials, TlsFiles } from './types.ts';

/** What a URL's query says, in the spellings of widespread clients. Unknown options are the client's own affair. */
export interface Options {
  tls: Partial<TlsFiles>;
  database: string | null;
  username: string | null;
  password: string | null;
  sentinelCredentials: Credentials | null;
  primaryName: string | null;
  /** `?ssl=true` and the like: a switch beside the scheme. */
  tlsSwitch: { name: string; on: boolean } | null;
}

const spellings = {
  database: ['db', 'database', 'virtualhost'],
  username: ['username', 'user'],
  password: ['password'],
  sentinelUsername: ['sentinelusername'],
  sentinelPassword: ['sentinelpassword'],
  primaryName: ['primaryname', 'mastername', 'servicename', 'sentinelmasterid', 'master', 'primary'],
  authorityFile: ['sslcacerts', 'sslcacertfile', 'tlscafile', 'tlsca', 'cafile', 'cacert', 'sslca'],
  certificateFile: ['sslcertfile', 'tlscertfile', 'certfile', 'tlscert', 'sslcert'],
  keyFile: ['sslkeyfile', 'tlskeyfile', 'keyfile', 'tlskey', 'sslkey'],
  serverName: ['servername', 'tlsservername', 'sni'],
  tlsSwitch: ['tls', 'ssl', 'usetls', 'usessl', 'tlsenabled'],
} as const;

/** `ssl_cert_reqs=none`, `skip_verify=true`, `rejectUnauthorized=false`: each a name and the values that switch verification off. */
const insecureBy: Readonly<Record<string, RegExp>> = {
  sslcertreqs: /^(none|cert_none|0)$/i,
  verifypeer: /^(none|false|0|no)$/i,
  sslverify: /^(none|false|0|no)$/i,
  skipverify: /^(true|1|yes)$/i,
  tlsinsecure: /^(true|1|yes)$/i,
  insecure: /^(true|1|yes)$/i,
  rejectunauthorized: /^(false|0|no)$/i,
};

/** What the query of a URL says, under the names that clients give their options; case, `-`, `_` and `.` do not count. */
export function readOptions(query: string | null): Options {
  const values = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(query ?? '')) values.set(name.toLowerCase().replaceAll(/[-_.]/g, ''), value);
  const take = (names: readonly string[]): string | null => {
    const name = names.find((candidate) => (values.get(candidate) ?? '') !== '');
    return name === undefined ? null : (values.get(name) ?? null);
  };
  const tls: Partial<TlsFiles> = {};
  for (const file of ['authorityFile', 'certificateFile', 'keyFile', 'serverName'] as const) {
    const value = take(spellings[file]);
    if (value !== null) tls[file] = value;
  }
  if (Object.entries(insecureBy).some(([name, off]) => off.test(values.get(name) ?? ''))) tls.insecure = true;
  if (/^(false|0|no)$/i.test(values.get('sslcheckhostname') ?? '') || /^ca$/i.test(values.get('verifypeer') ?? '')) tls.anyName = true;
  const sentinelPassword = take(spellings.sentinelPassword);
  const switchName = spellings.tlsSwitch.find((name) => /^(true|false|1|0|yes|no|on|off)$/i.test(values.get(name) ?? ''));
  return {
    tls,
    database: take(spellings.database),
    username: take(spellings.username),
    password: take(spellings.password),
    sentinelCredentials: sentinelPassword === null ? null : { username: take(spellings.sentinelUsername), password: sentinelPassword },
    primaryName: take(spellings.primaryName),
    tlsSwitch: switchName === undefined ? null : { name: switchName, on: /^(true|1|yes|on)$/i.test(values.get(switchName) ?? '') },
  };
}
