import type { TargetFact } from '../../facts/index.ts';
import { shapeOfSecret } from '../secret-shape.ts';
import { render } from './render.ts';
import { plainServer, type Scheme, schemeNamed } from './schemes.ts';
import type { Credentials, Target, TlsFiles } from './types.ts';

export type Problem = TargetFact['problems'][number];
export type Source = TargetFact['sources'][number];
export type Address = TargetFact['addresses'][number];

/** What was read of a declaration, whatever its form: the one way to a Target. */
export interface Parts {
  scheme: Scheme;
  addresses: Address[];
  path: string | null;
  primaryName: string | null;
  username: string | null;
  password: string | null;
  database: number | null;
  sentinelCredentials: Credentials | null;
  tls: Partial<TlsFiles>;
  use: string | null;
  readOnly: boolean;
  sources: Source[];
  problems: Problem[];
  /** The name before `@` may be a password that lacks its colon: it is not shown. */
  hideUsername: boolean;
}

export const noParts: Omit<Parts, 'scheme' | 'sources'> = {
  addresses: [],
  path: null,
  primaryName: null,
  username: null,
  password: null,
  database: null,
  sentinelCredentials: null,
  tls: {},
  use: null,
  readOnly: false,
  problems: [],
  hideUsername: false,
};

export const noTlsFiles: TlsFiles = { authorityFile: null, extraAuthorityFile: null, certificateFile: null, keyFile: null, serverName: null, insecure: false, anyName: false };

/** A torn value may be as long as its file, and each of its parts a problem. */
const maxShown = 1_000;

/** A problem of a target; what is not given is not known of it. */
export function problem(kind: Problem['kind'], part: string, reason: string, more: Partial<Problem> = {}): Problem {
  const found = { kind, part, reason, position: null, text: null, corrected: null, place: null, tolerated: false, ...more };
  return { ...found, reason: found.reason.slice(0, maxShown), text: found.text?.slice(0, maxShown) ?? null };
}

/** Without a password of its own the name may be one, and beside one that came from elsewhere it may hold the same. */
function hidesUsername({ hideUsername, username, password }: Parts): boolean {
  if (username === null) return false;
  if (password === null) return hideUsername;
  // A user named like a weak password is a user.
  return password !== '' && username.includes(password) && (hideUsername || username !== password);
}

/** The target as it is shown and named in reports. */
export function shownName(parts: Parts): string {
  return render({
    scheme: parts.scheme.name,
    username: hidesUsername(parts) ? '***' : parts.username,
    password: parts.password === null ? null : '***',
    addresses: parts.addresses,
    path: parts.path,
    primaryName: parts.primaryName,
    database: parts.database,
  }).replace(/%2A%2A%2A|\*\*\*(?=@)/, '***');
}

export function buildTarget(parts: Parts): Target {
  const tls = parts.scheme.tls ? { ...noTlsFiles, ...parts.tls } : null;
  const fact: TargetFact = {
    name: shownName(parts),
    kind: parts.scheme.kind,
    tls: parts.scheme.tls,
    addresses: parts.addresses,
    path: parts.path,
    primaryName: parts.primaryName,
    username: hidesUsername(parts) ? null : parts.username,
    password: shapeOfSecret(parts.password, parts.username),
    sentinelPassword: parts.sentinelCredentials === null ? null : shapeOfSecret(parts.sentinelCredentials.password, parts.sentinelCredentials.username),
    database: parts.database,
    use: parts.use,
    readOnly: parts.readOnly,
    sources: parts.sources,
    problems: parts.problems,
    clientCertificate: { given: tls !== null && tls.certificateFile !== null, file: tls?.certificateFile ?? null },
    authority: { given: tls !== null && (tls.authorityFile ?? tls.extraAuthorityFile) !== null, file: tls?.authorityFile ?? tls?.extraAuthorityFile ?? null },
    adminGiven: false,
    shadowOf: null,
  };
  return { fact, credentials: { username: parts.username, password: parts.password }, sentinelCredentials: parts.sentinelCredentials, admin: null, tls, rivals: [] };
}

/** The way back: what a target was made of. */
export function partsOfTarget({ fact, credentials, sentinelCredentials, tls }: Target): Parts {
  return {
    scheme: schemeNamed(fact.name.slice(0, fact.name.indexOf('://'))) ?? plainServer,
    addresses: fact.addresses,
    path: fact.path,
    primaryName: fact.primaryName,
    username: credentials.username,
    password: credentials.password,
    database: fact.database,
    sentinelCredentials,
    tls: tls ?? {},
    use: fact.use,
    readOnly: fact.readOnly,
    sources: fact.sources,
    problems: fact.problems,
    hideUsername: fact.username === null && credentials.username !== null,
  };
}
