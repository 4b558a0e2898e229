import type { Program } from '../reading.ts';
import type { Neighbour, SettingsLayer } from './settings.ts';

const isOwnHost = (host: string): boolean => /^(localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0|\[::1\]|::1)$/.test(host);

interface Published {
  host: string;
  port: number;
}

/** Where this machine reaches what a container calls `host:port`; `same` for what everybody calls so, null for what is not published. */
function publishedAt(host: string, port: number, of: Program, all: readonly Program[]): Published | 'same' | null {
  if (of.hostNetwork || of.runs === 'host') return 'same';
  const name = host.toLowerCase();
  const server = isOwnHost(name) ? of : all.find((each) => each.group === of.group && each.reachedAs.some((known) => known.toLowerCase() === name));
  if (server === undefined) return name.includes('.') || name.includes(':') ? 'same' : null;
  const own = server.ports.find(({ inside, outside }) => inside === port && outside !== null) ?? server.ports.find(({ outside }) => outside === port);
  if (own?.outside == null) return null;
  const address = own.address === null || own.address === '0.0.0.0' || own.address === '::' ? '127.0.0.1' : own.address;
  return { host: address, port: own.outside };
}

/** What files that start an application tell it of itself: its URLs as this machine reaches them. Paths inside a container mean nothing here. */
export function programLayers(applications: readonly Program[], all: readonly Program[]): SettingsLayer[] {
  return applications
    .filter(({ variant, format, runs }) => variant === null && runs !== 'pod' && ['compose', 'systemd', 'procfile'].includes(format))
    .flatMap((program) =>
      program.layers.map(({ variables }) => ({
        from: 'file' as const,
        folder: `${program.name} in ${program.place.file}`,
        variables: variables.flatMap((variable) => {
          if (variable.name === 'APP_LOG' || (variable.name === 'METRICS_PORT' && program.runs !== 'host')) return [];
          if (!/^(APP|HEALTHCHECK|HEALTH|METRICS)_URL$/.test(variable.name)) return [variable];
          const value = reachable(variable.value, program, all);
          return value === null ? [] : [{ ...variable, value }];
        }),
      })),
    );
}

function reachable(value: string | null, program: Program, all: readonly Program[]): string | null {
  if (value === null || !URL.canParse(value)) return null;
  const url = new URL(value);
  const way = publishedAt(url.hostname, Number(url.port || (/^(https|wss):$/.test(url.protocol) ? 443 : 80)), program, all);
  if (way === null) return null;
  if (way === 'same') return value;
  url.host = `${way.host.includes(':') ? `[${way.host}]` : way.host}:${way.port}`;
  return url.href;
}

/** Neighbours by a name that only containers know, with the port at which this machine reaches them. */
export function reachedFromHere(neighbours: readonly Neighbour[], all: readonly Program[]): Neighbour[] {
  return neighbours.map((neighbour) => {
    const server = all.find((program) => program.runs === 'container' && program.variant === null && program.reachedAs.includes(neighbour.host));
    const way = server && publishedAt(neighbour.host, neighbour.port, server, all);
    return way && way !== 'same' ? { ...neighbour, via: way } : neighbour;
  });
}
