import type { Setting } from '../environment/names.ts';
import type { ReadingProblem, Use } from '../reading.ts';
import { type ClientPart, type Lines, usesOfClient } from '../settings/index.ts';
import { itemsAt, type Property } from './application.ts';
import { canonical } from './keys.ts';
import { valueIn } from './placeholders.ts';
import { parseYaml } from './yaml-format.ts';

/** Redisson's own file, by name: `redisson.yaml`, `redisson-prod.yml`. */
export const redissonName = /(?:^|\/)redisson(?:-([\w.-]+))?\.ya?ml$/i;

const settings = new Map<string, Setting>([
  ['singleserverconfig.address', 'URL'],
  ['singleserverconfig.database', 'DB'],
  ['singleserverconfig.username', 'USERNAME'],
  ['singleserverconfig.password', 'PASSWORD'],
  ['sentinelserversconfig.sentineladdresses', 'SENTINELS'],
  ['sentinelserversconfig.mastername', 'SENTINEL_NAME'],
  ['sentinelserversconfig.database', 'DB'],
  ['sentinelserversconfig.username', 'USERNAME'],
  ['sentinelserversconfig.password', 'PASSWORD'],
  ['sentinelserversconfig.sentinelusername', 'SENTINEL_USERNAME'],
  ['sentinelserversconfig.sentinelpassword', 'SENTINEL_PASSWORD'],
  ['clusterserversconfig.nodeaddresses', 'CLUSTER_NODES'],
  ['clusterserversconfig.username', 'USERNAME'],
  ['clusterserversconfig.password', 'PASSWORD'],
  ['replicatedserversconfig.nodeaddresses', 'CLUSTER_NODES'],
  ['replicatedserversconfig.password', 'PASSWORD'],
  ['masterslaveserversconfig.masteraddress', 'URL'],
  ['masterslaveserversconfig.database', 'DB'],
  ['masterslaveserversconfig.password', 'PASSWORD'],
]);

/** The uses of Redisson's configuration, which stands in a file of its own or as a text in Spring's. */
export function usesOfRedisson(text: string, lines: Lines, problems: ReadingProblem[]): Use[] {
  const read = parseYaml(text);
  for (const { at, why } of read.problems) problems.push({ place: lines.at(at), why });
  return read.documents.flatMap((entries) => {
    const properties = new Map<string, Property>(entries.map(({ key, value, at }) => [canonical(key), { key, value, place: lines.at(at) }]));
    const parts = [...settings].flatMap(([key, setting]): ClientPart[] => {
      const found = properties.get(key);
      const list = found ? [found] : itemsAt(properties, key);
      const items = list.map(({ value, place }) => valueIn(value, place, () => null, 'redisson'));
      const [first] = list;
      return first ? [{ setting, value: items.length === 1 && items[0] ? items[0] : { kind: 'list', items, place: first.place } }] : [];
    });
    return usesOfClient({ parts, use: null, library: 'redisson' });
  });
}
