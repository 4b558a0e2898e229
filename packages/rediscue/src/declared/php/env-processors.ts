import type { Place } from '../../facts/index.ts';
import { joinedValue, none, orElse, textValue, unknown, type Value, variableValue } from '../settings/index.ts';

/** Parameters of all files of an application: as they are written, and what they stand for. */
export class Parameters {
  readonly #written = new Map<string, Value>();
  readonly #known = new Map<string, Value>();

  set(name: string, value: Value): void {
    if (!this.#written.has(name)) this.#written.set(name, value);
  }

  /** Each is resolved once; one that refers to itself is unknown. */
  get(name: string): Value | undefined {
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const written = this.#written.get(name);
    if (written === undefined || this.#known.size > maxParameters) return undefined;
    this.#known.set(name, unknown);
    const value = written.kind === 'text' ? parameterValue(written.text, written.place, this) : written;
    this.#known.set(name, value);
    return value;
  }
}

const maxParameters = 2_000;
/** Parameters that are made of each other grow without end; no address is as long. */
const maxLength = 4_000;
/** Processors that leave an address what it is. */
const keeps = /^(resolve|string|trim|url|urlencode|int|bool|csv|not)$/;

/** What a scalar of Symfony's settings stands for: `%env(int:REDIS_PORT)%`, `%redis.host%`, texts with such in them. */
export function parameterValue(text: string, place: Place, parameters: Parameters): Value {
  if (!text.includes('%')) return textValue(text, place);
  const pieces = text.split(/(%%|%[^%\s]{1,200}%)/).filter((piece) => piece !== '');
  if (pieces.length > 64) return unknown;
  const values = pieces.map((piece): Value => {
    if (piece === '%%') return textValue('%', place);
    const inner = /^%([^%\s]+)%$/.exec(piece)?.[1];
    if (inner === undefined) return textValue(piece, place);
    const variable = /^env\((.+)\)$/.exec(inner)?.[1];
    return variable === undefined ? (parameters.get(inner) ?? unknown) : environmentValue(variable, place, parameters);
  });
  const length = values.reduce((sum, value) => sum + (value.kind === 'text' ? value.text.length : 0), 0);
  return length > maxLength ? unknown : joinedValue(values, place);
}

/** `default:fallback:resolve:REDIS_URL` */
function environmentValue(whole: string, place: Place, parameters: Parameters): Value {
  const words = whole.split(':');
  const name = words.pop() ?? '';
  if (!/^\w+$/.test(name)) return unknown;
  const fixed = parameters.get(`env(${name})`);
  let otherwise: Value = fixed?.kind === 'text' ? fixed : none;
  let isWhole = true;
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    if (word === 'default') {
      const given = parameters.get(words[++at] ?? '');
      if (given !== undefined) otherwise = given;
    } else if (word === 'key' || word === 'enum' || word === 'const') {
      at++;
      isWhole = false;
    } else if (!keeps.test(word)) isWhole = false;
  }
  if (!isWhole) return variableValue(name, place);
  return orElse(variableValue(name, place), otherwise, 'unset');
}
