import { isIP } from 'node:net';

/** A piece of the text and where it begins, counted from 0. */
export interface Piece {
  text: string;
  at: number;
}

export interface Split {
  /** What stands before `@`; null without one. */
  userinfo: Piece | null;
  hosts: Piece;
  /** Path after the hosts with its slash; empty without one. */
  path: Piece;
  query: Piece | null;
  /** Position of the first character of the password that a URL cannot hold unescaped, so that clients cut the URL there. */
  reservedAt: number | null;
}

/** A text of the same length without what would mislead: references and placeholders may hold `:`, `/` or `@`, as in `${REDIS_PORT:-6379}`: for splitting they count as one word. */
export function shadowOf(text: string): string {
  return text.replace(/\$\{[^{}]*\}|\{\{[^{}]*\}\}|<[^<>@/]*>|\$\([A-Za-z0-9_]*\)/g, (word) => 'V'.repeat(word.length));
}

const hostList = /^(\[[^\]]*\]|[^:@/?#,[\]]+)(:\d{1,5}|:V+)?(,(\[[^\]]*\]|[^:@/?#,[\]]+)(:\d{1,5}|:V+)?)*$/;

/**
 * Splits what follows `scheme://` the way its author meant it: as RFC 3986 does, unless an `@` behind the first
 * `/`, `?` or `#` shows that these belong to a password that nobody escaped.
 */
export function split(text: string, offset: number): Split {
  const shadow = shadowOf(text);
  const end = authorityEnd(shadow, 0);
  const meantAt = misplacedAt(shadow, end);
  const at = meantAt ?? shadow.lastIndexOf('@', end - 1);
  const hostsFrom = at + 1;
  const hostsTo = authorityEnd(shadow, hostsFrom);
  const rest = text.slice(hostsTo);
  const hash = rest.indexOf('#');
  const body = hash === -1 ? rest : rest.slice(0, hash);
  const mark = body.indexOf('?');
  const piece = (from: number, to: number): Piece => ({ text: text.slice(from, to), at: offset + from });
  const pathTo = hostsTo + (mark === -1 ? body.length : mark);
  return {
    userinfo: at === -1 ? null : piece(0, at),
    hosts: piece(hostsFrom, hostsTo),
    path: piece(hostsTo, pathTo),
    query: mark === -1 ? null : piece(pathTo + 1, hostsTo + body.length),
    reservedAt: meantAt === null ? null : offset + end,
  };
}

function authorityEnd(text: string, from: number): number {
  const length = text.slice(from).search(/[/?#]/);
  return length === -1 ? text.length : from + length;
}

/** Position of the `@` that was meant to end the password, when it stands behind the authority's end. */
function misplacedAt(shadow: string, end: number): number | null {
  const tail = shadow.slice(end);
  if (!tail.includes('@')) return null;
  const query = tail.indexOf('?');
  const before = query === -1 ? tail : tail.slice(0, query);
  const authority = shadow.slice(shadow.lastIndexOf('@', end - 1) + 1, end);
  // `redis://host:6379/0?name=me@place` is well formed: the sign belongs to an option's value.
  const isOption = query !== -1 && /^[\w.-]+=[^@]*(@[^@:/?#]*)*$/.test(tail.slice(query + 1));
  if (!before.includes('@') && hostList.test(authority) && isOption) return null;
  // A query may hold the sign too: the last one that a host follows ends the password.
  for (let at = shadow.lastIndexOf('@'); at > end; at = shadow.lastIndexOf('@', at - 1)) if (hostList.test(shadow.slice(at + 1, authorityEnd(shadow, at + 1)))) return at;
  return shadow.lastIndexOf('@');
}

/** `host`, `host:port`, `[v6]`, `[v6]:port`; `brackets` when an IPv6 address lacks them. */
export function splitHost(piece: Piece): { host: Piece; port: Piece | null; brackets: boolean } {
  const shadow = shadowOf(piece.text);
  const part = (from: number, to: number): Piece => ({ text: piece.text.slice(from, to), at: piece.at + from });
  if (shadow.startsWith('[')) {
    const close = shadow.indexOf(']');
    const end = close === -1 ? shadow.length : close;
    const colon = close !== -1 && shadow[close + 1] === ':' ? close + 2 : -1;
    return { host: part(1, end), port: colon === -1 ? null : part(colon, shadow.length), brackets: false };
  }
  const colons = shadow.split(':').length - 1;
  const colon = shadow.lastIndexOf(':');
  if (colons > 1 && /^[0-9a-f:.]+$/i.test(shadow)) {
    // `::1:6379` is an address by itself, but four or five digits at the end were meant as a port.
    const isPort = /^\d{4,5}$/.test(shadow.slice(colon + 1)) && isIP(shadow.slice(0, colon)) === 6;
    if (isPort || isIP(shadow) === 6)
      return isPort ? { host: part(0, colon), port: part(colon + 1, shadow.length), brackets: true } : { host: part(0, shadow.length), port: null, brackets: true };
  }
  if (colon === -1) return { host: part(0, shadow.length), port: null, brackets: false };
  return { host: part(0, colon), port: part(colon + 1, shadow.length), brackets: false };
}
