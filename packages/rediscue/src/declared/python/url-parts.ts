import type { Setting } from '../environment/names.ts';
import type { Of, Value } from './value.ts';

/** Stands for a value inside a row: one sign each, of the private area. */
const firstSign = 0xe000;
const sign = /[\uE000-\uE0FF]/;

interface UrlPart {
  setting: Setting;
  value: Value;
}

interface UrlParts {
  parts: UrlPart[];
  /** Null where it is a value itself. */
  scheme: string | null;
}

/** What a value contributes to a row: `f":{password}@" if password else ""` is the longer of both. */
function spread(value: Value, depth = 0): Value[] {
  if (depth > 8) return [value];
  if (value.kind === 'row') return value.parts.flatMap((part) => spread(part, depth + 1));
  if (value.kind !== 'either') return [value];
  const rows = value.values.filter((each) => each.kind === 'row');
  const isAside = value.values.every((each) => each.kind === 'row' || each.kind === 'none' || (each.kind === 'text' && each.text === ''));
  return rows[0] && isAside ? spread(rows[0], depth + 1) : [value];
}

/** Splits `f"redis://:{password}@{host}:{port}/{db}"`. A part that is glued from several values itself is left out. Null: no address. */
export function urlParts(row: Of<'row'>): UrlParts | null {
  const pieces = spread(row);
  if (pieces.length > 200 || pieces.some((piece) => piece.kind === 'text' && sign.test(piece.text))) return null;
  const text = pieces.map((piece, index) => (piece.kind === 'text' ? piece.text : String.fromCharCode(firstSign + index))).join('');
  const match = /^([^:/@\s]*):\/\/(?:([^/?#\s]*)@)?([^/?#\s@]*)(?:\/([^?#\s]*))?(?:[?#]\S*)?$/d.exec(text);
  if (!match || match[3]?.includes(',')) return null;
  const parts: UrlPart[] = [];
  const starts = startsOf(pieces);
  /** The piece that an offset of the row stands in. */
  const pieceAt = (offset: number) => pieces[starts.findLastIndex((start) => start <= offset)];
  const put = (setting: Setting, piece: string | undefined, from: number | undefined) => {
    if (!piece || from === undefined) return;
    const own = pieceAt(from);
    if (piece.length === 1 && sign.test(piece)) parts.push({ setting, value: own ?? { kind: 'unknown' } });
    else if (!sign.test(piece)) parts.push({ setting, value: { kind: 'text', text: piece, place: own?.kind === 'text' ? own.place : row.place } });
  };
  const [, scheme = '', login, authority = '', path] = match;
  const [, schemeRange, loginRange, authorityRange, pathRange] = match.indices ?? [];
  const address = /^(\[[^\]]*\]|[^:]*)(?::(.*))?$/.exec(authority);
  const host = address?.[1] ?? authority;
  const hostFrom = authorityRange?.[0] ?? 0;
  put('HOST', host.replace(/^\[|\]$/g, ''), hostFrom);
  put('PORT', address?.[2], hostFrom + host.length + 1);
  if (login !== undefined) {
    const colon = login.indexOf(':');
    put('USERNAME', colon === -1 ? login : login.slice(0, colon), loginRange?.[0]);
    if (colon !== -1) put('PASSWORD', login.slice(colon + 1), (loginRange?.[0] ?? 0) + colon + 1);
  }
  put('DB', path, pathRange?.[0]);
  const own = pieceAt(schemeRange?.[0] ?? 0);
  const isValue = sign.test(scheme);
  // `"rediss" if settings.REDIS_SSL else "redis"`: what decides is the switch.
  if (isValue && own?.kind === 'either' && own.values.some((each) => each.kind === 'text' && /^(rediss|valkeys)$/.test(each.text))) parts.push({ setting: 'TLS', value: own.test });
  else if (/^(?:rediss|valkeys)$/i.test(scheme)) parts.push({ setting: 'TLS', value: { kind: 'text', text: 'true', place: own?.kind === 'text' ? own.place : row.place } });
  return { parts, scheme: isValue ? null : scheme };
}

/** Where each piece begins in the row; a value takes one sign. */
function startsOf(pieces: readonly Value[]): number[] {
  let at = 0;
  return pieces.map((piece) => {
    const start = at;
    at += piece.kind === 'text' ? piece.text.length : 1;
    return start;
  });
}
