import type { SyntaxNode } from '@lezer/common';
import type { Use } from '../reading.ts';
import { type ClientKind, clientKind, clientNames } from './client-table.ts';
import type { Evaluator } from './evaluator.ts';
import { namedSetting } from './named-settings.ts';
import { calledName } from './project.ts';
import type { Found, Source } from './source.ts';
import { argumentsOf } from './syntax.ts';
import { mapParts, type Part, settingOfKey, socketOf, usesOf } from './uses.ts';
import { type At, type Of, unknown, type Value } from './value.ts';

/** Where the project makes clients, with what they connect to. */
export function clientUses(source: Source, own: Evaluator, useOfCall: (call: SyntaxNode) => string | null): Use[] {
  return source.calls.flatMap((found) => {
    const name = calledName(found.node, source.text);
    if (!clientNames.has(name) && !/Redis|Valkey|^from_/.test(name)) return [];
    const at = { scope: found.scope, frame: null };
    const kind = kindOf(found, name, at, own);
    return kind ? usesOfCall(kind, found.node, at, own, useOfCall(found.node)) : [];
  });
}

function kindOf({ node }: Found, name: string, at: At, own: Evaluator): ClientKind | null {
  const callee = node.firstChild ? own.value(node.firstChild, at) : unknown;
  if (callee.kind === 'foreign') return clientKind(callee.name);
  // Methods of a Sentinel, even where nothing shows that it is one: nothing else has them.
  if (name === 'master_for') return clientKind('redis.Sentinel().master_for');
  return callee.kind === 'member' && callee.of.kind === 'made' ? clientKind(`${callee.of.by}().${callee.name}`) : null;
}

/** What one call of a client connects to. */
function usesOfCall(kind: ClientKind, call: SyntaxNode, at: At, own: Evaluator, use: string | null): Use[] {
  const { positional, named, options, rest } = argumentsOf(call, at.scope.source.text);
  const parts: Part[] = [];
  const put = (setting: Part['setting'] | null | undefined, value: Value) => {
    if (setting) parts.push({ setting, value });
  };
  for (const [index, node] of positional.slice(0, kind.positional.length).entries()) put(kind.positional[index], own.value(node, at));
  for (const [key, node] of named) {
    if (key === 'unix_socket_path' || (key === 'path' && kind.positional.length === 0)) put('URL', socketOf(own.value(node, at)));
    else if (key === 'sentinel_kwargs') parts.push(...sentinelLogin(own.value(node, at)));
    else put(kind.named?.[key] ?? (kind.isOpen ? null : settingOfKey(key)), own.value(node, at));
  }
  const maps = options.map((node) => own.value(node, at));
  for (const map of maps) if (map.kind === 'map') parts.push(...mapParts(map));
  const isOpenCall = rest.length > 0 || maps.some((map) => map.kind !== 'map' || !map.isWhole);
  if (kind.isLocal && !isOpenCall && !parts.some(({ setting }) => setting === 'URL' || setting === 'HOST') && !named.has('connection_pool') && !named.has('connection'))
    put('HOST', { kind: 'text', text: 'localhost', place: own.place(call, at) });
  const others = Object.entries(kind.others ?? {}).flatMap(([key, other]) => {
    const node = named.get(key);
    return node ? usesOf({ parts: [{ setting: 'URL', value: own.value(node, at) }], use: other, library: kind.library, isOpen: kind.isOpen ?? false }) : [];
  });
  return [...usesOf({ parts: addressesFirst(parts.map(addressTuple)), use: use ?? kind.use, library: kind.library, isOpen: kind.isOpen ?? false }), ...others];
}

/** `create_redis(("localhost", 6379))`. */
function addressTuple(part: Part): Part {
  if (part.setting !== 'URL' || part.value.kind !== 'list' || part.value.items.length !== 2) return part;
  const [host, port] = part.value.items;
  if (!host || !port || host.kind === 'list' || (host.kind === 'text' && host.text.includes('://'))) return part;
  const place = part.value.place;
  return { setting: 'URL', value: { kind: 'map', entries: new Map([['host', host], ['port', port]]), isWhole: true, place } }; // biome-ignore format: one line
}

const addressesFirst = (parts: readonly Part[]): Part[] =>
  parts.toSorted((a, b) => Number(b.setting === 'URL' || b.setting === 'HOST') - Number(a.setting === 'URL' || a.setting === 'HOST'));

function sentinelLogin(value: Value): Part[] {
  if (value.kind !== 'map') return [];
  const { entries }: Of<'map'> = value;
  const of = (key: string, setting: Part['setting']): Part[] => (entries.get(key) ? [{ setting, value: entries.get(key) ?? unknown }] : []);
  return [...of('username', 'SENTINEL_USERNAME'), ...of('password', 'SENTINEL_PASSWORD')];
}

/** Arguments that are called after Redis, of whatever is called: `Queue(redis_url=…)`. */
export function argumentUses(source: Source, own: Evaluator): Use[] {
  return source.calls.flatMap(({ node, scope }) => {
    const list = node.lastChild;
    if (!list || list.to - list.from > 20_000 || !/redis|valkey/i.test(source.text.slice(list.from, list.to))) return [];
    const at = { scope, frame: null };
    const groups = new Map<string | null, Part[]>();
    for (const [key, each] of argumentsOf(node, source.text).named) {
      const meaning = namedSetting(key);
      if (!meaning || meaning.isOpen || !/redis|valkey/i.test(key)) continue;
      groups.set(meaning.use, [...(groups.get(meaning.use) ?? []), { setting: meaning.setting, value: own.value(each, at) }]);
    }
    return [...groups].flatMap(([use, parts]) => usesOf({ parts, use, library: null }));
  });
}
