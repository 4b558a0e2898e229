import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { buildTarget, noParts, type Parts, type Problem, problem, readParts, type Source, schemeOf, secretLeftover, type Target, type TlsFiles } from '../declared/target/index.ts';
import type { Place } from '../facts/index.ts';
import type { Config } from './read.ts';
import type { TargetSettings } from './schema/index.ts';

/** What the settings of a target may refer to. */
export interface Around {
  /** The folder of the file, from which its paths count. */
  folder: string;
  environment: Readonly<Record<string, string | undefined>>;
  /** Value of a variable, in the environment or in an env file. */
  variable(name: string): string | undefined;
}

/** A target of the file, by its name there. Never throws: what does not lead anywhere stands in the target's problems. */
export function targetOf(name: string, config: Config, around: Around): Target | null {
  const targets = config.settings.targets ?? {};
  const given = Object.hasOwn(targets, name) ? targets[name] : undefined;
  if (given === undefined) return null;
  const settings: TargetSettings = typeof given === 'string' ? { url: given } : given;
  const place = config.place(['targets', name]);
  const at = (key: keyof TargetSettings): Place => config.place(['targets', name, key]);
  const source: Source = { kind: 'file', name: `targets.${name}`, place };
  const parts = placeOf(settings, source, at, around);
  for (const entry of parts.problems) entry.place ??= source.place;
  const secret = passwordOf(settings, at, around);
  const sentinelPassword = settings.sentinelPasswordEnv === undefined ? null : fromVariable(settings.sentinelPasswordEnv, at('sentinelPasswordEnv'), 'sentinel-password', around);
  const username = settings.username ?? parts.username;
  const hasSentinelLogin = settings.sentinelUsername !== undefined || sentinelPassword !== null;
  return buildTarget({
    ...parts,
    username,
    password: secret?.password ?? parts.password,
    hideUsername: parts.hideUsername && settings.username === undefined && secret === null,
    database: settings.database ?? parts.database,
    sentinelCredentials: hasSentinelLogin ? { username: settings.sentinelUsername ?? null, password: sentinelPassword?.password ?? null } : parts.sentinelCredentials,
    tls: { ...parts.tls, ...tlsFiles(settings, around) },
    use: settings.use ?? null,
    readOnly: settings.readOnly ?? false,
    problems: [...parts.problems, ...(secret?.problems ?? []), ...(sentinelPassword?.problems ?? []), ...tlsProblems(settings, parts, at)],
  });
}

function placeOf(settings: TargetSettings, source: Source, at: (key: keyof TargetSettings) => Place, { environment, variable }: Around): Parts {
  const { url, urlEnv, host, port, sentinels, primary, nodes, tls } = settings;
  const isEncrypted = tls !== undefined && tls !== false;
  const read = (text: string, key: keyof TargetSettings) => {
    const parts = readParts(text, source, environment);
    // Positions count in a URL that somebody wrote; of one that is put together here they mean nothing.
    return { ...parts, problems: parts.problems.map((entry) => ({ ...entry, place: at(key), ...(key === 'url' ? {} : { position: null }) })) };
  };
  if (url !== undefined) return read(url, 'url');
  if (sentinels !== undefined) return read(`${schemeOf('sentinel', isEncrypted).name}://${sentinels.join(',')}/${encodeURIComponent(primary ?? 'mymaster')}`, 'sentinels');
  if (nodes !== undefined) return read(`${schemeOf('cluster', isEncrypted).name}://${nodes.join(',')}`, 'nodes');
  if (host !== undefined) return read(`${schemeOf('server', isEncrypted).name}://${host.includes(':') && !host.startsWith('[') ? `[${host}]` : host}:${port ?? 6379}`, 'host');
  const text = urlEnv === undefined ? undefined : variable(urlEnv);
  if (text !== undefined && text !== '') return read(text, 'urlEnv');
  const unset = problem('unset-variable', 'url', `${urlEnv} is set neither in the environment nor in an env file beside rediscue.yaml`, {
    text: urlEnv ?? null,
    place: at('urlEnv'),
  });
  return { ...noParts, scheme: schemeOf('server', isEncrypted), sources: [source], problems: [unset] };
}

interface Secret {
  password: string | null;
  problems: Problem[];
}

function passwordOf({ password, passwordEnv, passwordFile }: TargetSettings, at: (key: keyof TargetSettings) => Place, around: Around): Secret | null {
  if (passwordEnv !== undefined) return fromVariable(passwordEnv, at('passwordEnv'), 'password', around);
  if (passwordFile !== undefined) return fromFile(passwordFile, at('passwordFile'), around);
  return password === undefined ? null : { password, problems: placed(secretLeftover('password', password, null, around.environment), at('password')) };
}

const placed = (problems: readonly Problem[], place: Place): Problem[] => problems.map((entry) => ({ ...entry, place }));

function fromVariable(name: string, place: Place, part: string, { environment, variable }: Around): Secret {
  const password = variable(name);
  if (password !== undefined && password !== '') return { password, problems: placed(secretLeftover(part, password, null, environment), place) };
  const reason = `${name}, which holds the password, is set neither in the environment nor in an env file beside rediscue.yaml`;
  return { password: null, problems: [problem('unset-variable', part, reason, { text: name, place })] };
}

const maxPasswordBytes = 65_536;

/** The last line break is no part of it. */
function fromFile(path: string, place: Place, { folder, environment }: Around): Secret {
  const file = resolve(folder, path);
  try {
    // A pipe or a device could be waited for without end.
    const found = statSync(file);
    if (!found.isFile() || found.size > maxPasswordBytes) throw Object.assign(new Error('no password file'), { code: 'no regular file of at most 64 KiB' });
    const password = readFileSync(file, 'utf8').replace(/\r?\n$/, '');
    return { password, problems: placed(secretLeftover('password', password, null, environment), place) };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unreadable';
    return { password: null, problems: [problem('unset-variable', 'password', `the password's file ${path} cannot be read (${code})`, { text: path, place })] };
  }
}

function tlsFiles({ tls }: TargetSettings, { folder, environment }: Around): Partial<TlsFiles> {
  const files: Partial<TlsFiles> = environment.NODE_EXTRA_CA_CERTS ? { extraAuthorityFile: environment.NODE_EXTRA_CA_CERTS } : {};
  if (typeof tls !== 'object') return files;
  if (tls.caFile !== undefined) files.authorityFile = resolve(folder, tls.caFile);
  if (tls.certFile !== undefined) files.certificateFile = resolve(folder, tls.certFile);
  if (tls.keyFile !== undefined) files.keyFile = resolve(folder, tls.keyFile);
  if (tls.serverName !== undefined) files.serverName = tls.serverName;
  return files;
}

/** A URL says by its scheme whether the connection is encrypted. */
function tlsProblems({ url, urlEnv, tls }: TargetSettings, { scheme }: Parts, at: (key: keyof TargetSettings) => Place): Problem[] {
  if (tls === undefined || (url ?? urlEnv) === undefined || scheme.kind === 'unix' || (tls !== false) === scheme.tls) return [];
  const says = tls === false ? 'plain text' : 'TLS';
  return [problem('tls-conflict', 'switch', `\`tls\` says ${says}, the scheme \`${scheme.name}\` the opposite`, { text: 'tls', place: at('tls') })];
}
