import type { FactData } from '../../facts/index.ts';
import type { Inspected } from './inspect.ts';

type Neighbour = FactData<'containers'>['neighbours'][number];

/** Images whose manual prints a login, and the settings that replace it. */
const known: readonly { image: RegExp; settings: readonly string[]; printed: readonly string[]; login: 'default' | 'none' }[] = [
  {
    image: /(^|\/)grafana(-oss|-enterprise)?$/,
    settings: ['GF_SECURITY_ADMIN_PASSWORD', 'GF_SECURITY_ADMIN_PASSWORD__FILE', 'GF_AUTH_DISABLE_LOGIN_FORM'],
    printed: ['admin'],
    login: 'default',
  },
  { image: /(^|\/)redis-commander$/, settings: ['HTTP_PASSWORD', 'HTTP_PASSWORD_FILE', 'HTTP_PASSWORD_HASH'], printed: ['qwerty'], login: 'none' },
  { image: /(^|\/)minio$/, settings: ['MINIO_ROOT_PASSWORD', 'MINIO_ROOT_PASSWORD_FILE', 'MINIO_SECRET_KEY'], printed: ['minioadmin'], login: 'default' },
];

/** Services beside the endpoint's containers, in one of their networks or their project, that have a well-known login. Values are compared and dropped. */
export function neighboursOf(servers: readonly Inspected[], all: readonly Inspected[]): Neighbour[] {
  const networks = new Set(servers.flatMap(({ entry }) => entry.networks.map(({ name }) => name)));
  const projects = new Set(servers.flatMap(({ entry }) => entry.project ?? []));
  return all.flatMap((box) => {
    const { entry, environment } = box;
    const image = entry.image.replace(/@.*$/, '').replace(/:[^/:]*$/, '');
    const row = known.find((one) => one.image.test(image));
    const isNear = (entry.project !== null && projects.has(entry.project)) || entry.networks.some(({ name }) => networks.has(name));
    if (!row || !isNear || servers.includes(box) || entry.state !== 'running') return [];
    const set = environment
      .map((line) => ({ name: line.slice(0, line.indexOf('=')), value: line.slice(line.indexOf('=') + 1) }))
      .find(({ name, value }) => row.settings.includes(name) && value !== '');
    const login: Neighbour['login'] = set === undefined ? row.login : row.printed.includes(set.value) ? 'default' : 'changed';
    return [{ name: entry.name, image: entry.image, published: entry.published, login, setting: row.settings[0] as string }];
  });
}
