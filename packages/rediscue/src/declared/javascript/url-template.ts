import type { SettingValue } from './connection.ts';
import type { Node } from './tree.ts';
import { chainsOf, joined, type Value } from './value.ts';
import type { Setting } from './words.ts';

type Piece = string | Value;

/** Whether a template begins as an address of a Redis does. */
export const isAddressTemplate = (value: Value): value is Extract<Value, { kind: 'template' }> => value.kind === 'template' && schemeOf(value.parts) !== null;

/** Length of the scheme and its `://`, and the values that decide on TLS. */
function schemeOf(parts: readonly Piece[]): { tls: Value | 'true' | null; rest: Piece[] } | null {
  const [first, second, ...others] = parts;
  if (typeof first === 'string') {
    const scheme = /^(?:redis|valkey)(s?):\/\//i.exec(first);
    if (scheme) return { tls: scheme[1] ? 'true' : null, rest: [first.slice(scheme[0].length), ...parts.slice(1)] };
    // `redis${tls ? 's' : ''}://`
    const open = /^(?:redis|valkey)$/i.test(first) && second && typeof second !== 'string' && typeof others[0] === 'string' && others[0].startsWith('://');
    return open ? { tls: switchedBy(second), rest: [(others[0] as string).slice(3), ...others.slice(1)] } : null;
  }
  // `${tls ? 'rediss' : 'redis'}://`
  if (!first || typeof second !== 'string' || !second.startsWith('://') || first.kind !== 'either') return null;
  const names = [first.met, first.unmet].map((value) => (value.kind === 'text' ? value.text : ''));
  if (!names.every((name) => /^(?:redis|valkey)s?$/.test(name))) return null;
  return { tls: isSecure(names[0]) && !isSecure(names[1]) ? first.test : null, rest: [second.slice(3), ...others] };
}

const isSecure = (name = ''): boolean => /^(?:rediss|valkeys)$/.test(name);

const switchedBy = (value: Value): Value | null => (value.kind === 'either' && value.met.kind === 'text' && value.met.text === 's' ? value.test : null);

/** Takes an address that is put together apart into what its parts say; null when it is none. */
export function settingsOfTemplate(parts: readonly Piece[], at: Node): SettingValue[] | null {
  const scheme = schemeOf(parts);
  if (scheme === null) return ofBase(parts, at);
  const found: SettingValue[] = [];
  const put = (setting: Setting, pieces: readonly Piece[]): void => {
    const useful = pieces.filter((piece) => piece !== '');
    if (useful.length === 0) return;
    const value = joined(useful, at);
    if (value.kind !== 'unknown' && value.kind !== 'nothing') found.push({ setting, value });
  };
  if (scheme.tls) found.push({ setting: 'TLS', value: scheme.tls === 'true' ? { kind: 'text', text: 'true', at } : scheme.tls });
  const [beforeQuery] = cut(scheme.rest, '?');
  const [authority, path] = cut(beforeQuery, '/');
  const [left, right] = cutLast(authority, '@');
  const server = right ?? left;
  const login = right ? (conditionalLogin(left) ?? left) : (conditionalLogin(server) ?? []);
  const [user, password] = cut(login, ':');
  if (password) {
    put('USERNAME', user);
    put('PASSWORD', password);
  }
  // `redis://${login}${host}`: where one ends and the other begins cannot be told.
  const readable = withoutLogin(server);
  if (!readable) return found;
  const [host, port] = cut(readable, ':');
  if (!readable.some((piece) => typeof piece === 'string' && piece.includes(','))) {
    if (port || !mayHoldPort(host)) put('HOST', host);
    if (port) put('PORT', port);
  }
  if (path) put('DB', path);
  return found;
}

/** `${process.env.REDIS_URL}/1` */
function ofBase(parts: readonly Piece[], at: Node): SettingValue[] | null {
  const [first, second] = parts;
  if (parts.length > 3 || typeof first !== 'object' || typeof second !== 'string' || !/^\/(?:\d{1,4})?(?:\?|$)/.test(second)) return null;
  if (chainsOf(first).length === 0) return null;
  const rest: Piece[] = [second.slice(1).replace(/\?.*$/, ''), ...parts.slice(2)].filter((piece) => piece !== '');
  const database = rest.length > 0 ? joined(rest, at) : null;
  return [{ setting: 'URL', value: first }, ...(database && database.kind !== 'unknown' ? [{ setting: 'DB' as const, value: database }] : [])];
}

/** A variable alone in the place of the server may hold a port too: only one that is called a host surely has none. */
function mayHoldPort(pieces: readonly Piece[]): boolean {
  const [only] = pieces.filter((piece) => piece !== '');
  if (typeof only !== 'object') return false;
  return chainsOf(only).some(({ variables, fixed }) => variables.some(({ name }) => !/HOST(?:NAME)?$/i.test(name)) || fixed?.text.includes(':'));
}

/** The login in `${password ? `:${password}@` : ''}`; null where it is written otherwise. */
function conditionalLogin(pieces: readonly Piece[]): Piece[] | null {
  const [first] = pieces.filter((piece) => piece !== '');
  const inner = typeof first !== 'object' ? null : first.kind === 'either' ? (first.met.kind === 'template' ? first.met : first.unmet) : first.kind === 'when' ? first.value : null;
  return inner?.kind === 'template' ? inner.parts.map((part) => (typeof part === 'string' ? part.replace(/@$/, '') : part)) : null;
}

/** The server behind a login that is put in only where there is a password. */
function withoutLogin(pieces: readonly Piece[]): Piece[] | null {
  const useful = pieces.filter((piece) => piece !== '');
  const [first, second] = useful;
  if (typeof first === 'object' && second !== undefined && typeof second === 'object')
    return first.kind === 'either' || first.kind === 'when' || first.kind === 'choice' ? useful.slice(1) : null;
  return typeof first === 'object' && typeof second === 'string' && !/^[:/?]/.test(second) ? (first.kind === 'either' || first.kind === 'when' ? useful.slice(1) : null) : useful;
}

/** Cuts at a sign's first place in the texts. */
function cut(pieces: readonly Piece[], sign: string): [Piece[], Piece[] | null] {
  for (const [index, piece] of pieces.entries()) {
    const at = typeof piece === 'string' ? piece.indexOf(sign) : -1;
    if (typeof piece === 'string' && at !== -1)
      return [
        [...pieces.slice(0, index), piece.slice(0, at)],
        [piece.slice(at + 1), ...pieces.slice(index + 1)],
      ];
  }
  return [[...pieces], null];
}

function cutLast(pieces: readonly Piece[], sign: string): [Piece[], Piece[] | null] {
  for (let index = pieces.length - 1; index >= 0; index -= 1) {
    const piece = pieces[index];
    const at = typeof piece === 'string' ? piece.lastIndexOf(sign) : -1;
    if (typeof piece === 'string' && at !== -1)
      return [
        [...pieces.slice(0, index), piece.slice(0, at)],
        [piece.slice(at + 1), ...pieces.slice(index + 1)],
      ];
  }
  return [[...pieces], null];
}
