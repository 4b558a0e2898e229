import type { Setting } from '../environment/names.ts';
import type { Asked, Use } from '../reading.ts';
import { type Meaning, meaningOf, meansOf } from './meaning.ts';
import { splitRow } from './split-row.ts';
import { type ClientPart, fixedText, type Value } from './value.ts';

/** What one constructor, or one set of settings, gives a client. */
export interface Client {
  parts: readonly ClientPart[];
  use: string | null;
  library: string | null;
}

const addresses = new Set<Setting>(['URL', 'HOST', 'SENTINELS', 'CLUSTER_NODES']);

/** How many entries of a list count. */
const maxItems = 64;

/**
 * The uses of one client. Where its address is only known while it runs, fixed parts say nothing: a port alone would be taken for
 * one of this machine.
 */
export function usesOfClient({ parts, use, library }: Client): Use[] {
  const isTls = parts.some(({ setting, value }) => setting === 'TLS' && fixedText(value) === 'true');
  const uses = parts.flatMap(({ setting, value }) => usesOf({ setting, use }, value, { library, isTls }));
  const hasAddress = uses.some(({ means }) => [...addresses].some((setting) => means === meansOf({ setting, use })));
  return hasAddress ? uses : uses.filter(({ variable }) => variable !== null);
}

/** The uses of a setting by itself. */
export const usesOfSetting = (meaning: Meaning, value: Value, library: string | null): Use[] => usesOf(meaning, value, { library, isTls: false });

/** What a variable's name calls a host is a whole address where its default shows a port: the code hands it on as one. */
export function meaningBeside(meaning: Meaning, value: Value): Meaning {
  const text = meaning.setting === 'HOST' ? fixedText(value) : null;
  return text !== null && /^[^:/]*:\d+$|:\/\//.test(text) ? { ...meaning, setting: 'URL' } : meaning;
}

interface Context {
  library: string | null;
  isTls: boolean;
  /** What the same expression asks before. */
  after?: readonly Asked[];
}

function usesOf(meaning: Meaning, value: Value, context: Context): Use[] {
  switch (value.kind) {
    case 'text':
      return fixedUse(meaning, value, context);
    case 'variable':
      return variableUses(meaning, value, context);
    case 'joined':
      return meaning.setting === 'URL' || meaning.setting === 'HOST' ? rowUses(meaning, value, context) : [];
    case 'list':
      return listUses(meaning, value, context);
    default:
      return [];
  }
}

function fixedUse(meaning: Meaning, value: Extract<Value, { kind: 'text' }>, { library, isTls }: Context): Use[] {
  const said = spoken(meaning, value.text, isTls);
  return said === null ? [] : [{ variable: null, means: meansOf(said.meaning), fallback: said.text, place: value.place, library }];
}

function variableUses(meaning: Meaning, value: Extract<Value, { kind: 'variable' }>, context: Context): Use[] {
  const { otherwise } = value;
  const said = otherwise.kind === 'text' ? spoken(meaning, otherwise.text, context.isTls) : null;
  // A database that is no number is another thing, such as the beginning of all keys.
  if (meaning.setting === 'DB' && otherwise.kind === 'text' && otherwise.text.trim() !== '' && said === null) return [];
  // A name such as REDIS_ADDR tells that host and port stand in one text, also where a URL is glued around it.
  const isAddress = meaning.setting === 'HOST' && meaningOf(value.name)?.setting === 'URL';
  const own = said?.meaning ?? (isAddress ? { ...meaning, setting: 'URL' as const } : meaning);
  const use: Use = {
    variable: value.name,
    means: meansOf(own),
    fallback: said?.text ?? null,
    place: otherwise.kind === 'text' ? otherwise.place : value.place,
    library: context.library,
    ...(context.after ? { after: context.after } : {}),
  };
  if (otherwise.kind === 'text') return [use];
  const { after: _, ...rest } = context;
  const after = value.yields === undefined ? undefined : [...(context.after ?? []), { variable: value.name, yields: value.yields }];
  return [use, ...usesOf(meaning, otherwise, after === undefined ? rest : { ...rest, after })];
}

/** Host, port, login and database of a URL that is glued from several values. */
function rowUses(meaning: Meaning, value: Extract<Value, { kind: 'joined' }>, context: Context): Use[] {
  const row = splitRow(value);
  if (row === null) return [];
  const parts = row.map(({ setting, value: part }) => ({ setting, value: part }));
  const hasPort = parts.some(({ setting }) => setting === 'PORT');
  const hasHost = parts.some(({ setting, value: part }) => setting === 'HOST' && part.kind !== 'unknown');
  const uses = parts.flatMap(({ setting, value: part }) => {
    // Beside a port of its own, what stands for the host is no whole address, whatever its name says.
    if (setting === 'HOST' && hasPort && part.kind === 'variable') {
      const own: Use = { variable: part.name, means: meansOf({ ...meaning, setting }), fallback: fixedText(part.otherwise), place: part.place, library: context.library };
      return part.otherwise.kind === 'variable' ? usesOf({ ...meaning, setting }, part, context) : [own];
    }
    return usesOf({ ...meaning, setting }, part, context);
  });
  return hasHost ? uses : uses.filter(({ variable }) => variable !== null);
}

function listUses(meaning: Meaning, { items, place }: Extract<Value, { kind: 'list' }>, context: Context): Use[] {
  const kept = items.slice(0, maxItems);
  const [only] = kept;
  if (kept.length === 1 && only) return usesOf(meaning, only, context);
  const setting = meaning.setting === 'URL' || meaning.setting === 'HOST' ? 'CLUSTER_NODES' : meaning.setting;
  const texts = kept.flatMap((item) => (item.kind === 'text' && item.text !== '' ? [item.text] : []));
  if (kept.length > 0 && texts.length === kept.length)
    return [{ variable: null, means: meansOf({ ...meaning, setting }), fallback: texts.join(','), place, library: context.library }];
  return kept.flatMap((item) => (item.kind === 'variable' ? usesOf({ ...meaning, setting }, item, context) : []));
}

/** A fixed text in the form that its meaning has; null where it says nothing. */
function spoken(meaning: Meaning, given: string, isTls: boolean): { meaning: Meaning; text: string } | null {
  const text = given.trim();
  const isSecret = meaning.setting === 'PASSWORD' || meaning.setting === 'SENTINEL_PASSWORD';
  if (text === '') return null;
  if (isSecret) return { meaning, text: given };
  switch (meaning.setting) {
    case 'URL':
      return addressIn(meaning, text, isTls);
    case 'HOST':
      return /\s/.test(text) ? null : { meaning, text };
    case 'DB':
      return /^\d+$/.test(text) ? { meaning, text } : null;
    case 'ENABLED':
    case 'TLS':
      return /^(true|false|yes|no|on|off|1|0)$/i.test(text) ? { meaning, text } : null;
    default:
      return { meaning, text };
  }
}

/** Addresses are given as URLs: `localhost:6379` becomes `redis://localhost:6379`. */
function addressIn(meaning: Meaning, text: string, isTls: boolean): { meaning: Meaning; text: string } | null {
  // `host:port:rack` belongs to others.
  if (/^https?:/i.test(text) || /\s/.test(text) || /^[^:@/[\],]+:\d+:[^@/,]*$/.test(text)) return null;
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return { meaning, text };
  if (text.startsWith('/')) return { meaning, text: `unix://${text}` };
  if (text.includes(',')) return { meaning: { ...meaning, setting: 'CLUSTER_NODES' }, text };
  return { meaning, text: `${isTls ? 'rediss' : 'redis'}://${text.startsWith(':') ? `localhost${text}` : text}` };
}
