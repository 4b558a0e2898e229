import type { Container } from './exposure.ts';
import { connectFailure, hostOf, isLoopback, portOf } from './reach.ts';
import type { EndpointView, ProgramView } from './view.ts';

/** A container that runs without a port that its compose file publishes on this host: it was made before the file said so. */
export interface UnappliedPort {
  box: Container;
  program: ProgramView;
  port: ProgramView['ports'][number];
}

/** Null also where the port is not refused on this host, or something else may be meant. */
export function unappliedPort(at: EndpointView): UnappliedPort | null {
  const outside = portOf(at);
  const all = at.get('containers')?.containers ?? [];
  if (connectFailure(at) !== 'refused' || !isLoopback(hostOf(at)) || all.some(({ part }) => part === 'consumer')) return null;
  // One that is to be published there and does not run is another code.
  if (all.some(({ part, state, tiedBy }) => part === 'server' && state !== 'running' && tiedBy.includes('published'))) return null;
  const found = all.flatMap((box): UnappliedPort[] => {
    if (box.part !== 'server' || box.state !== 'running' || box.service === null || box.published.some(({ hostPort }) => hostPort === outside)) return [];
    const program = at.target.project.programs.find((each) => isFileOf(each, box));
    const port = program?.ports.find((each) => each.outside === outside);
    return program && port ? [{ box, program, port }] : [];
  });
  const [one] = found;
  return found.length === 1 && one ? one : null;
}

const isFileOf = ({ format, variant, name, group }: ProgramView, { service, project }: Container): boolean =>
  format === 'compose' && variant === null && name === service && (project === null || group.slice(0, group.indexOf('@')) === project);
