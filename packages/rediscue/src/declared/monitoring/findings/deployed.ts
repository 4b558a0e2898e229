import { repositoryOf } from '../../../image-name.ts';
import type { DeclaredObject, Program } from '../../reading.ts';

const plain = (path: string): string => path.replace(/^\.\//, '').replace(/\/$/, '');

/** Programs of the project that run one of these images or tools. */
export const programsNamed = (programs: readonly Program[], pattern: RegExp): Program[] =>
  programs.filter(({ image, name, runs }) => runs === 'container' && (image ? pattern.test(repositoryOf(image.value)) : pattern.test(name)));

/** Where a file of the project stands inside a program; null where it does not come there. */
export function insideOf(program: Program, path: string): string | null {
  for (const { kind, source, target } of program.mounts) {
    if (kind !== 'bind' || source === null) continue;
    const from = plain(source);
    const to = target.replace(/\/$/, '');
    if (from === path) return to;
    if (from === '.' || from === '') return `${to}/${path}`;
    if (path.startsWith(`${from}/`)) return `${to}${path.slice(from.length)}`;
  }
  return null;
}

/**
 * What a path inside a program is in the project: a path of it, `outside` for a volume or what lies beyond the project, `image`
 * where nothing is mounted there.
 */
export function projectPath(program: Program, inside: string): { kind: 'project'; path: string } | { kind: 'outside' } | { kind: 'image' } {
  const covering = program.mounts
    .filter(({ target }) => inside === target.replace(/\/$/, '') || inside.startsWith(`${target.replace(/\/$/, '')}/`))
    .toSorted((a, b) => b.target.length - a.target.length);
  const [mount] = covering;
  if (!mount) return { kind: 'image' };
  if (mount.kind !== 'bind' || mount.source === null || /^[/~$]|^\.\.\//.test(mount.source)) return { kind: 'outside' };
  const rest = inside.slice(mount.target.replace(/\/$/, '').length).replace(/^\//, '');
  const from = plain(mount.source);
  return { kind: 'project', path: rest === '' ? from : from === '' || from === '.' ? rest : `${from}/${rest}` };
}

/** A program that can be reached by names which no file of the project tells. */
export function hasUnknownNeighbours(program: Program, objects: readonly DeclaredObject[]): boolean {
  const own = (object: DeclaredObject) => (object.data as { group?: string }).group === program.group;
  const networks = objects.filter((object) => object.kind === 'compose-network' && own(object));
  const external = program.networks.some(({ name }) => networks.some((network) => network.name === name && (network.data as { external?: boolean }).external === true));
  return external || objects.some((object) => object.kind === 'compose-shared-network' && own(object) && object.name === program.name);
}

/** Names that a program is given by hand: `extra_hosts`. */
export function extraHosts(program: Program, objects: readonly DeclaredObject[]): string[] {
  return objects
    .filter((object) => object.kind === 'compose-extra-hosts' && object.name === program.name && (object.data as { group?: string }).group === program.group)
    .flatMap((object) => (object.data as { hosts?: { name: string }[] }).hosts?.map(({ name }) => name) ?? []);
}
