import { isStringifiedNothing, placeholderIn, variableIn } from '../placeholder.ts';
import { type Environment, leftover, readAddress, unexpanded } from './address.ts';
import { type Address, buildTarget, noParts, type Parts, type Problem, problem, type Source, shownName } from './build.ts';
import { type Login, percentDecoded, readLogin } from './login.ts';
import { type Options, readOptions } from './options.ts';
import { maskedWithEscapes, render } from './render.ts';
import { defaultPort, nearestScheme, plainServer, type Scheme, schemeNamed } from './schemes.ts';
import { type Split, split } from './split.ts';
import type { Target } from './types.ts';

/**
 * Reads a target of any form. Never throws: what is wrong stands in `fact.problems`, with the position in the raw text,
 * and the target holds what was most likely meant. `environment` only tells of an unexpanded `${NAME}` whether NAME has a value.
 */
export function parseTarget(raw: string, source: Source, environment: Environment = {}): Target {
  const parts = readParts(raw, source, environment);
  for (const entry of parts.problems) entry.place ??= source.place;
  return buildTarget(parts);
}

/** The URL of a cluster of two hundred nodes is shorter; what is longer is a torn file, and each of its parts would be a problem. */
const longest = 16 * 1024;

/** The same, before it is made a target. */
export function readParts(raw: string, source: Source, environment: Environment): Parts {
  const problems: Problem[] = [];
  const { text, offset } = unwrapped(raw, source, problems);
  const base: Parts = { ...noParts, scheme: plainServer, sources: [source], problems };
  const whole = wholeIsNothing(text, offset, environment);
  if (whole !== null) return { ...base, problems: [...problems, whole] };
  if (text.length > longest) return { ...base, problems: [...problems, problem('invalid-url', 'url', `a target of more than ${longest} characters is none`, { position: 0 })] };
  const { scheme, rest, at } = readScheme(text, offset, source, problems);
  const cut = split(rest, at);
  const login = readLogin(cut.userinfo, cut.reservedAt, environment);
  const options = readOptions(cut.query?.text ?? null);
  problems.push(...login.problems);
  const where = scheme.kind === 'unix' ? readSocket(cut, problems) : readHosts(cut, scheme, environment, problems);
  const parts: Parts = {
    ...base,
    scheme,
    ...where,
    primaryName: where.primaryName ?? options.primaryName,
    username: login.username ?? options.username,
    password: login.password ?? options.password,
    hideUsername: login.hideUsername,
    database: where.database ?? databaseOption(options, cut, problems),
    sentinelCredentials: options.sentinelCredentials,
    tls: options.tls,
  };
  if (scheme.kind === 'sentinel' && parts.primaryName === null)
    problems.push(problem('invalid-url', 'primary-name', 'a Sentinel target ends in the name of the primary that Sentinel watches', { position: cut.path.at }));
  judgeTlsOptions(parts, options, problems);
  correct(parts, login, problems);
  return parts;
}

/** White space and quotation marks around a value belong to the file that it came from, not to the URL. */
function unwrapped(raw: string, source: Source, problems: Problem[]): { text: string; offset: number } {
  let text = raw.trim();
  let offset = raw.length - raw.trimStart().length;
  if (raw !== text && source.kind !== 'argument')
    problems.push(problem('invalid-url', 'url', 'white space stands around the URL', { position: offset === 0 ? text.length : 0, tolerated: true }));
  if (/^(["']).*\1$/s.test(text) && text.length > 1) {
    problems.push(
      problem('invalid-url', 'url', 'quotation marks are part of the value; an env file read by a container engine keeps them', { position: offset, text: text[0] ?? null }),
    );
    text = text.slice(1, -1);
    offset += 1;
  }
  return { text, offset };
}

function wholeIsNothing(text: string, position: number, environment: Environment): Problem | null {
  if (text === '') return problem('invalid-url', 'url', 'the target is empty', { position });
  if (text.includes('://') || text.includes('@')) return null;
  const variable = variableIn(text);
  if (variable === text) return problem('unexpanded-variable', 'url', unexpanded('target', variable, environment), { position, text: variable });
  if (isStringifiedNothing(text))
    return problem('unset-variable', 'url', `the target is the text \`${text}\`, which a program writes where a variable has no value`, { position, text });
  if (placeholderIn(text) !== null && !text.includes(':') && /ur[il]/i.test(text))
    return problem('placeholder', 'url', `the target is still the placeholder \`${text}\``, { position, text });
  return null;
}

function readScheme(text: string, offset: number, source: Source, problems: Problem[]): { scheme: Scheme; rest: string; at: number } {
  const full = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text);
  if (full) {
    const name = (full[1] ?? '').toLowerCase();
    const scheme = schemeNamed(name);
    if (scheme === undefined) problems.push(problem('invalid-url', 'scheme', `\`${name}\` is no scheme of a Redis target`, { position: offset, text: name }));
    return { scheme: scheme ?? nearestScheme(name), rest: text.slice(full[0].length), at: offset + full[0].length };
  }
  const unix = schemeNamed('unix') ?? plainServer;
  if (/^\.{0,2}\//.test(text)) return { scheme: unix, rest: text, at: offset };
  if (/^unix:\//i.test(text)) return { scheme: unix, rest: text.slice(5), at: offset + 5 };
  const slash = /^([a-z][a-z0-9+-]*):\/?(?![\d/])/i.exec(text);
  const scheme = slash && schemeNamed((slash[1] ?? '').toLowerCase());
  if (slash && scheme) {
    problems.push(problem('invalid-url', 'scheme', `after \`${slash[1]}\` belongs \`://\``, { position: offset + (slash[1]?.length ?? 0) }));
    return { scheme, rest: text.slice(slash[0].length), at: offset + slash[0].length };
  }
  if (source.kind !== 'argument')
    problems.push(problem('invalid-url', 'scheme', 'the scheme is missing; some clients refuse a URL without one', { position: offset, tolerated: true }));
  return { scheme: plainServer, rest: text, at: offset };
}

interface Where {
  addresses: Address[];
  path: string | null;
  primaryName: string | null;
  database: number | null;
}

function readSocket(cut: Split, problems: Problem[]): Where {
  const path = percentDecoded(cut.hosts.text + cut.path.text).text;
  const missing = path === '' || path === '/';
  if (missing) problems.push(problem('invalid-url', 'path', "the socket's path is missing", { position: cut.hosts.at }));
  else if (cut.hosts.text !== '' && !cut.hosts.text.startsWith('.'))
    problems.push(problem('invalid-url', 'path', "a socket's path begins with a slash, so three stand in a row", { position: cut.hosts.at, text: path }));
  return { addresses: [], path: missing ? null : cut.hosts.text !== '' && !cut.hosts.text.startsWith('.') ? `/${path}` : path, primaryName: null, database: null };
}

function readHosts(cut: Split, scheme: Scheme, environment: Environment, problems: Problem[]): Where {
  const addresses: Address[] = [];
  let at = cut.hosts.at;
  const texts = cut.hosts.text.split(',');
  for (const text of texts) {
    // Some clients repeat the login for each host.
    const own = text.lastIndexOf('@') + 1;
    const read = readAddress({ text: text.slice(own), at: at + own }, defaultPort(scheme.kind), environment, cut.userinfo !== null || texts.length > 1);
    const isLocalDefault = read.address === null && text === '' && cut.userinfo === null && /^\/\d*$/.test(cut.path.text) && scheme.kind === 'server';
    // `redis:///0` means this machine to widespread clients.
    for (const entry of read.problems) problems.push(isLocalDefault ? { ...entry, tolerated: true } : entry);
    if (isLocalDefault) addresses.push({ host: 'localhost', port: defaultPort(scheme.kind) });
    else if (read.address) addresses.push(read.address);
    at += text.length + 1;
  }
  if (texts.length > 1 && scheme.kind === 'server')
    problems.push(problem('invalid-url', 'host', 'several hosts need `sentinel://` or `cluster://`', { position: cut.hosts.at + (texts[0]?.length ?? 0), text: ',' }));
  const segments = cut.path.text.replace(/^\//, '').split('/');
  const nameText = scheme.kind === 'sentinel' ? (segments.shift() ?? '') : '';
  const primaryName = nameText === '' ? null : percentDecoded(nameText).text;
  if (primaryName !== null) {
    const left = leftover('primary-name', { text: primaryName, at: cut.path.at + 1 }, environment);
    if (left) problems.push(left);
  }
  return {
    addresses,
    path: null,
    primaryName,
    database: readDatabase(segments.join('/'), cut.path.at + 1 + (nameText === '' ? 0 : nameText.length + 1), addresses.length > 0, environment, problems),
  };
}

/** The number of a database; null where none is given, and for what is none, which becomes a problem. `show`: the text can hold no secret. */
export function readDatabase(text: string, position: number, show: boolean, environment: Environment, problems: Problem[]): number | null {
  if (text === '') return null;
  if (/^\d{1,9}$/.test(text)) return Number(text);
  const left = leftover('database', { text, at: position }, environment);
  problems.push(left ?? problem('invalid-url', 'database', 'the database is not a number', { position, text: show && !/[:@]/.test(text) ? text : null }));
  return null;
}

function databaseOption(options: Options, cut: Split, problems: Problem[]): number | null {
  if (options.database === null) return null;
  return readDatabase(options.database, cut.query?.at ?? 0, true, {}, problems);
}

function judgeTlsOptions({ scheme, tls }: Parts, { tlsSwitch }: Options, problems: Problem[]): void {
  const files = ['authorityFile', 'certificateFile', 'keyFile'] as const;
  if (tlsSwitch !== null && tlsSwitch.on !== scheme.tls)
    problems.push(
      problem('tls-conflict', 'switch', `the option \`${tlsSwitch.name}\` says ${tlsSwitch.on ? 'TLS' : 'plain text'}, the scheme \`${scheme.name}\` the opposite`, {
        text: tlsSwitch.name,
      }),
    );
  else if (!scheme.tls && scheme.kind !== 'unix' && files.some((file) => tls[file] !== undefined))
    problems.push(problem('tls-conflict', 'scheme', `options name TLS files, the scheme \`${scheme.name}\` is plain text`, { text: scheme.name }));
}

/** Gives every problem of form the whole declaration as it should be. */
function correct(parts: Parts, login: Login, problems: Problem[]): void {
  if (parts.addresses.length === 0 && parts.path === null) return;
  const corrected = login.escape
    ? render({
        ...parts,
        scheme: parts.scheme.name,
        username: login.hideUsername ? null : parts.username,
        password: parts.password === null ? '***' : maskedWithEscapes(parts.password),
      })
    : shownName(parts.scheme.kind === 'sentinel' && parts.primaryName === null ? { ...parts, primaryName: 'mymaster' } : parts);
  // A text that long is torn: thousands of problems would each repeat it.
  if ((corrected?.length ?? 0) <= 4_000) for (const entry of problems) if (entry.kind === 'invalid-url') entry.corrected ??= corrected;
}
