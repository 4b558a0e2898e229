import { knownLoginOf, loginOf } from '../../declared/known-logins.ts';
import type { FactData } from '../../facts/index.ts';
import type { Inspected } from './inspect.ts';

type Neighbour = FactData<'containers'>['neighbours'][number];

/** Services beside the endpoint's containers, in one of their networks or their project, that have a well-known login. Values are compared and dropped. */
export function neighboursOf(servers: readonly Inspected[], all: readonly Inspected[]): Neighbour[] {
  const networks = new Set(servers.flatMap(({ entry }) => entry.networks.map(({ name }) => name)));
  const projects = new Set(servers.flatMap(({ entry }) => entry.project ?? []));
  return all.flatMap((box) => {
    const { entry, environment } = box;
    const row = knownLoginOf(entry.image);
    const isNear = (entry.project !== null && projects.has(entry.project)) || entry.networks.some(({ name }) => networks.has(name));
    if (!row || !isNear || servers.includes(box) || entry.state !== 'running') return [];
    const values = new Map(environment.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
    const login = loginOf(row, (name) => values.get(name));
    return [{ name: entry.name, image: entry.image, published: entry.published, login, setting: row.settings[0] as string }];
  });
}
