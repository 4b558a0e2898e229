import { type Parts, readParts, type Source, schemeOf } from '../target/index.ts';
import { partsBesideUrl } from './beside-url.ts';
import { isReadOnlyUse } from './names.ts';
import { partsOfHost, type Reader, switchOf } from './read-group.ts';

/** Every server that the group declares, by precedence: URL, Sentinels, cluster nodes, host and port. */
export function formsOf(reader: Reader): Parts[] {
  const url = partsOfUrl(reader);
  const forms = [url, partsOfList(reader, 'SENTINELS'), partsOfList(reader, 'CLUSTER_NODES'), url === null ? partsOfHost(reader) : partsBesideUrl(url, reader)];
  const { use } = reader.group;
  return forms.filter((parts) => parts !== null).map((parts) => ({ ...parts, use: isReadOnlyUse(use) ? 'read' : use, readOnly: isReadOnlyUse(use) }));
}

/** What the group declares; null when it names no server. */
export const partsOfGroup = (reader: Reader): Parts | null => formsOf(reader)[0] ?? null;

function partsOfUrl({ group, environment, value, source }: Reader): Parts | null {
  const url = value('URL');
  const from = source('URL');
  if (url === null || from === null) return null;
  // A web address under a name such as CACHE_REDIS_URL is another service's; under REDIS_URL itself it is a mistake.
  if (group.use !== null && /^\s*["']?https?:/i.test(url)) return null;
  return placed(readParts(url, from, environment), from);
}

const placed = (parts: Parts, from: Source): Parts => ({ ...parts, problems: parts.problems.map((entry) => ({ ...entry, place: entry.place ?? from.place })) });

function partsOfList(reader: Reader, setting: 'SENTINELS' | 'CLUSTER_NODES'): Parts | null {
  const text = reader.value(setting);
  const from = reader.source(setting);
  if (text === null || from === null) return null;
  const scheme = schemeOf(setting === 'SENTINELS' ? 'sentinel' : 'cluster', switchOf(reader)?.on ?? false);
  // Lists are written with commas, semicolons, spaces or as JSON, with or without schemes.
  const hosts = text.split(/[\s,;[\]"']+/).map((entry) => entry.replace(/^[a-z]+:\/\//i, '').replace(/\/.*$/, '')).filter((entry) => entry !== ''); // biome-ignore format: one chain
  const list = `${scheme.name}://${hosts.join(',')}${setting === 'SENTINELS' ? `/${primaryName(reader)}` : ''}`;
  const parts = placed(readParts(list, from, reader.environment), from);
  return { ...parts, problems: parts.problems.map((entry) => ({ ...entry, position: null })) };
}

/** Sentinel's own manual calls the primary `mymaster`, and clients default to it. */
const primaryName = ({ value }: Reader): string => encodeURIComponent(value('SENTINEL_NAME') ?? value('SENTINEL_MASTER') ?? value('MASTER_NAME') ?? 'mymaster');
