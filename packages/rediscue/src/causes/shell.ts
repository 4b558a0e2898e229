import { quoted } from './quoted.ts';
import { directive, serverContainer } from './server-state.ts';
import type { EndpointView } from './view.ts';

export { quoted };

/** The runtime's own program: `docker` or `podman`. */
export const runtimeCommand = (at: EndpointView): string => (at.get('containers')?.runtime.startsWith('podman') ? 'podman' : 'docker');

/** How this server is started again, as far as its files tell. */
export function startCommand(at: EndpointView): string {
  const expected = at.get('expected')?.by ?? [];
  const unit = expected.find(({ kind }) => kind === 'unit');
  if (unit !== undefined) return `systemctl start ${quoted(unit.place.file.slice(unit.place.file.lastIndexOf('/') + 1))}`;
  const container = serverContainer(at);
  if (container !== undefined) return `${runtimeCommand(at)} start ${quoted(container.name)}`;
  const file = at.get('configFile')?.file ?? expected.find(({ kind }) => kind === 'redis.conf')?.place.file;
  // A server that was found on the search path reports its folder with the program's name behind it: a file that is not there.
  const told = at.info('executable');
  const isReal = at.get('process') === undefined || told === at.get('process')?.executable;
  const program = (isReal ? told : told?.slice(told.lastIndexOf('/') + 1)) ?? (file?.includes('valkey') ? 'valkey-server' : 'redis-server');
  if (file === undefined) return '<start the server>';
  return `${quoted(program)} ${quoted(file)}${at.get('configFile')?.sentinel ? ' --sentinel' : ''}`;
}

/** The user that runs the server, for `chown`. */
export const serverUser = (at: EndpointView): string => at.get('process')?.user ?? '<the user that runs the server>';

/** The data directory: as seen, as the server says, or as its file says. */
export const dataDirectory = (at: EndpointView): string | undefined => at.get('data')?.directory || at.config('dir') || directive(at, 'dir') || undefined;
