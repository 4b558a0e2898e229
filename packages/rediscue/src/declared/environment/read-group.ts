import { readFileSync, statSync } from 'node:fs';
import {
  type Address,
  type Environment,
  noParts,
  type Parts,
  type Problem,
  problem,
  readAddress,
  readDatabase,
  readParts,
  type Source,
  schemeOf,
  secretLeftover,
  type TlsFiles,
} from '../target/index.ts';
import type { Origin } from './layers.ts';
import { type Group, type Setting, switchValue } from './names.ts';

/** A group with its values at hand. */
export interface Reader {
  group: Group;
  environment: Environment;
  origin: Origin;
  value(setting: Setting): string | null;
  source(setting: Setting): Source | null;
}

export function readerOf(group: Group, environment: Environment, origin: Origin): Reader {
  return {
    group,
    environment,
    origin,
    value: (setting) => {
      const name = group.names.get(setting);
      return name === undefined ? null : (environment[name] ?? null);
    },
    source: (setting) => {
      const name = group.names.get(setting);
      const part = parts[setting];
      return name === undefined ? null : { ...origin(name), ...(part && { part }) };
    },
  };
}

/** Settings that give one part of a target alone. */
const parts: Partial<Record<Setting, NonNullable<Source['part']>>> = {
  HOST: 'host',
  PORT: 'port',
  USERNAME: 'username',
  PASSWORD: 'password',
  PASSWORD_FILE: 'password',
  DB: 'database',
};

/** A server by host, port, database and login, each in a variable of its own; null when neither host nor port is given. */
export function partsOfHost(reader: Reader): Parts | null {
  const { value, source, environment } = reader;
  const host = value('HOST');
  const port = value('PORT');
  // Kubernetes sets REDIS_PORT=tcp://… for a Service named redis, beside which no host was meant.
  if (host === null && (port === null || !/^\d+$/.test(port))) return null;
  const from = source('HOST') ?? source('PORT');
  if (from === null) return null;
  const scheme = schemeOf('server', switchOf(reader)?.on ?? false);
  const parts: Parts = { ...noParts, scheme, sources: sourcesOf(reader, ['HOST', 'PORT', 'DB', 'USERNAME', 'PASSWORD', 'PASSWORD_FILE']), problems: [] };
  parts.addresses = hostAddresses(host ?? 'localhost', port, reader, parts);
  const database = value('DB');
  if (database !== null) parts.database = readDatabase(database, 0, true, environment, parts.problems);
  const own = { port: source('PORT'), database: source('DB') };
  for (const entry of parts.problems) entry.place ??= (own[entry.part as keyof typeof own] ?? from).place;
  return parts;
}

function hostAddresses(host: string, port: string | null, { group, environment }: Reader, parts: Parts): Address[] {
  const trimmed = host.trim();
  const isUrl = /^[a-z][a-z0-9+]*:\/\//i.test(trimmed);
  // Read as a URL also without a scheme, so that a password before the sign is never taken for a part of the name.
  if (isUrl || trimmed.includes('@')) {
    const inner = readParts(isUrl ? trimmed : `redis://${trimmed}`, parts.sources[0] ?? { kind: 'environment', name: null, place: null }, environment);
    parts.problems.push(
      problem('invalid-url', 'host', `${group.names.get('HOST')} holds ${isUrl ? 'a whole URL' : 'a login too'}, where the name of a host belongs`, {
        position: 0,
        corrected: inner.addresses[0]?.host ?? null,
      }),
    );
    return inner.addresses;
  }
  const isAddress = /^[0-9a-f:.]+$/i.test(trimmed) && trimmed.split(':').length > 2;
  const { address, problems } = readAddress({ text: isAddress ? `[${trimmed}]` : trimmed, at: 0 }, 6379, environment, true);
  parts.problems.push(...problems);
  if (address === null) return [];
  if (!isAddress && /:\d+$/.test(trimmed))
    parts.problems.push(
      problem('invalid-url', 'host', `${group.names.get('HOST')} holds a port, which belongs into a variable of its own`, {
        position: trimmed.lastIndexOf(':'),
        corrected: address.host,
      }),
    );
  if (port === null) return [address];
  const number = readAddress({ text: `x:${port.trim()}`, at: -2 }, 6379, environment, true);
  const service = /^tcp:\/\//.test(port);
  if (service)
    parts.problems.push(
      problem('invalid-url', 'port', `${group.names.get('PORT')} was set by Kubernetes for a Service of that name, and is no number`, { position: 0, text: port }),
    );
  else parts.problems.push(...number.problems);
  return [{ host: address.host, port: service ? 6379 : (number.address?.port ?? 6379) }];
}

/** The variables of these settings that have a value, in this order. */
export function sourcesOf(reader: Reader, wanted: readonly Setting[]): Source[] {
  return wanted.flatMap((setting) => reader.source(setting) ?? []);
}

/** The TLS switch and the variable that sets it. */
export function switchOf({ value, source }: Reader): { on: boolean; source: Source } | null {
  for (const setting of ['TLS', 'TLS_ENABLED', 'SSL'] as const) {
    const on = switchValue(value(setting) ?? undefined);
    const from = source(setting);
    if (on !== null && from !== null) return { on, source: from };
  }
  return null;
}

const maxPasswordBytes = 65_536;

/** The password that the group sets apart from a URL. Of a file the last line break is no part of it. */
export function passwordOf({ value, source, environment }: Reader, problems: Problem[]): string | null {
  const given = value('PASSWORD');
  const place = (source('PASSWORD') ?? source('PASSWORD_FILE'))?.place ?? null;
  if (given !== null) {
    problems.push(...secretLeftover('password', given, null, environment).map((entry) => ({ ...entry, place })));
    return given;
  }
  const file = value('PASSWORD_FILE');
  if (file === null) return null;
  try {
    // A pipe or a device could be waited for without end.
    const found = statSync(file);
    if (!found.isFile() || found.size > maxPasswordBytes) throw Object.assign(new Error('no password file'), { code: 'no regular file of at most 64 KiB' });
    const password = readFileSync(file, 'utf8').replace(/\r?\n$/, '');
    problems.push(...secretLeftover('password', password, null, environment).map((entry) => ({ ...entry, place })));
    return password;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unreadable';
    problems.push(problem('unset-variable', 'password', `the password's file ${file} cannot be read (${code})`, { text: file, place }));
    return null;
  }
}

export function tlsFilesOf({ value, environment }: Reader): Partial<TlsFiles> {
  const files: Partial<TlsFiles> = {};
  const put = (key: 'authorityFile' | 'certificateFile' | 'keyFile' | 'extraAuthorityFile', path: string | null | undefined) => {
    if (path) files[key] = path;
  };
  put('authorityFile', value('TLS_CA_FILE'));
  put('certificateFile', value('TLS_CERT_FILE'));
  put('keyFile', value('TLS_KEY_FILE'));
  put('extraAuthorityFile', environment.NODE_EXTRA_CA_CERTS);
  return files;
}
