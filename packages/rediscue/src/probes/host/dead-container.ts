import type { FactData } from '../../facts/index.ts';
import type { ProbeContext } from '../context.ts';

type Container = FactData<'containers'>['containers'][number];

/** The container that is proven to be meant for an endpoint which nothing serves: its files are inside it, or mounted. */
export function deadContainer(context: ProbeContext, subject: string, target: string): Container | undefined {
  return context
    .get('containers', subject, target)
    ?.containers.find(({ part, tiedBy }) => part === 'server' && tiedBy.some((tie) => tie === 'published' || tie === 'address' || tie === 'name'));
}

/** Where a path inside a container is on this machine; null when it is not mounted from there. */
export function pathOnHost({ mounts }: Container, path: string): string | null {
  const fitting = mounts
    .filter(({ type, destination }) => type !== 'tmpfs' && (path === destination || path.startsWith(`${destination.replace(/\/$/, '')}/`)))
    .toSorted((a, b) => b.destination.length - a.destination.length);
  const [mount] = fitting;
  return mount === undefined ? null : mount.source + path.slice(mount.destination.replace(/\/$/, '').length);
}
