import { type ClientPart, textValue, unknown, type Value } from './value.ts';

/** Stands for a value that is no fixed text: one sign each, of the private area, so that no name or secret can hold it. */
const firstSign = 0xe000;
const sign = /[\uE000-\uE0FF]/;

/**
 * Splits `"redis://:" + password + "@" + host + ":" + port + "/0"` into its parts. A part that is glued from several values itself
 * is unknown. Null when the row is no address.
 */
export function splitRow({ parts, place }: Extract<Value, { kind: 'joined' }>): ClientPart[] | null {
  if (parts.some((part) => part.kind === 'text' && sign.test(part.text))) return null;
  const row = parts.map((part, index) => (part.kind === 'text' ? part.text : String.fromCharCode(firstSign + index))).join('');
  const scheme = /^([^:/@]*):\/\//.exec(row);
  let rest = scheme ? row.slice(scheme[0].length) : row;
  if (/\s/.test(rest) || /^https?$/i.test(scheme?.[1] ?? '')) return null;
  rest = rest.replace(/[?#].*$/s, '');
  const at = rest.lastIndexOf('@');
  const login = at === -1 ? null : rest.slice(0, at);
  rest = rest.slice(at + 1);
  const slash = rest.indexOf('/');
  const authority = slash === -1 ? rest : rest.slice(0, slash);
  const database = slash === -1 ? '' : rest.slice(slash + 1);
  const colon = authority.startsWith('[') ? authority.indexOf(':', authority.indexOf(']')) : authority.indexOf(':');
  if (authority.includes(',')) return null;
  const found: ClientPart[] = [];
  const put = (setting: ClientPart['setting'], text: string) => {
    if (text !== '') found.push({ setting, value: valueIn(text) });
  };
  const valueIn = (text: string): Value => {
    if (text.length === 1 && sign.test(text)) return parts[text.charCodeAt(0) - firstSign] ?? unknown;
    return sign.test(text) ? unknown : textValue(text, placeOf(text));
  };
  const placeOf = (text: string) => {
    const holder = parts.find((part) => part.kind === 'text' && part.text.includes(text));
    return holder?.kind === 'text' ? holder.place : place;
  };
  const host = colon === -1 ? authority : authority.slice(0, colon);
  put('HOST', host);
  if (colon !== -1) put('PORT', authority.slice(colon + 1));
  if (login !== null) {
    const split = login.indexOf(':');
    put('USERNAME', split === -1 ? login : login.slice(0, split));
    if (split !== -1) put('PASSWORD', login.slice(split + 1));
  }
  put('DB', database);
  if (/^(rediss|valkeys)$/i.test(scheme?.[1] ?? '')) found.push({ setting: 'TLS', value: textValue('true', parts[0]?.kind === 'text' ? parts[0].place : place) });
  return found;
}
