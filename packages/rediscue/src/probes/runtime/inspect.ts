import { maskArguments, maskText } from '../../declared/masks/index.ts';
import type { FactData } from '../../facts/index.ts';
import { type Fields, fields, instant, list, number, text, texts } from './json.ts';

type Entry = FactData<'containers'>['containers'][number];

/** A container as inspected, before it is tied to an endpoint. `environment` and `aliases` stay in memory. */
export interface Inspected {
  entry: Omit<Entry, 'tiedBy' | 'part' | 'kernelOomKill'>;
  environment: string[];
  /** Names by which its networks know it. */
  aliases: string[];
}

/** Reads `GET /containers/{id}/json`, as Docker and Podman write it. Null when it is no container. */
export function readInspect(value: unknown): Inspected | null {
  const whole = fields(value);
  const id = text(whole.Id);
  if (id === null) return null;
  const config = fields(whole.Config);
  const host = fields(whole.HostConfig);
  const state = fields(whole.State);
  const network = fields(whole.NetworkSettings);
  const labels = fields(config.Labels);
  const label = (name: string) => text(labels[`com.docker.compose.${name}`]) ?? text(labels[`io.podman.compose.${name}`]);
  const command = [...texts(config.Entrypoint), ...texts(config.Cmd)];
  // Podman repeats the entry point in Path and Args and leaves it out of Config when the image has none.
  const started = command.length > 0 ? command : [...texts(whole.Path), ...texts(whole.Args)];
  const status = text(state.Status) ?? 'unknown';
  const isUp = status === 'running' || status === 'paused';
  const name = (text(whole.Name) ?? id.slice(0, 12)).replace(/^\//, '');
  const memory = number(host.Memory);
  const finishedAt = instant(state.FinishedAt);
  const startedAt = instant(state.StartedAt);
  const error = text(state.Error);
  return {
    entry: {
      id,
      name,
      image: text(config.Image) ?? text(whole.ImageName) ?? '',
      state: status,
      exitCode: isUp || (startedAt === null && finishedAt === null && !error) ? null : number(state.ExitCode),
      oomKilled: state.OOMKilled === true,
      error: error ? maskText(error) : null,
      startTried: startedAt !== null || [whole.ResolvConfPath, whole.HostsPath, whole.HostnamePath].some((path) => !!text(path)),
      ...health(config, state),
      restartCount: number(whole.RestartCount) ?? number(state.RestartCount) ?? 0,
      restartPolicy: policy(host.RestartPolicy),
      createdAt: instant(whole.Created),
      startedAt,
      finishedAt,
      memoryLimitBytes: memory !== null && memory > 0 ? memory : null,
      published: published(host, network),
      exposed: [
        ...new Set([...Object.keys(fields(config.ExposedPorts)), ...Object.keys(fields(network.Ports))].map((port) => Number.parseInt(port, 10)).filter((port) => port > 0)),
      ],
      networks: networks(network),
      mounts: list(whole.Mounts).map((mount) => {
        const one = fields(mount);
        return { type: text(one.Type) ?? 'unknown', source: text(one.Source) ?? text(one.Name) ?? '', destination: text(one.Destination) ?? '', sourceIs: null };
      }),
      command: maskArguments(started).shown,
      user: text(config.User),
      pid: isUp ? number(state.Pid) || null : null,
      service: label('service'),
      project: label('project'),
      pod: null,
    },
    environment: texts(config.Env),
    aliases: Object.values(fields(network.Networks)).flatMap((one) => [...texts(fields(one).Aliases), ...texts(fields(one).DNSNames)]),
  };
}

function health(config: Fields, state: Fields): Pick<Entry, 'health' | 'healthCommand' | 'healthLast'> {
  const check = texts(fields(config.Healthcheck).Test);
  const current = fields(state.Health ?? state.Healthcheck);
  const status = text(current.Status);
  const last = fields(list(current.Log).at(-1));
  const exitCode = number(last.ExitCode);
  return {
    health: status && status !== 'none' ? status : null,
    healthCommand: check[0] === 'NONE' ? [] : maskArguments(check).shown,
    healthLast: exitCode === null ? null : { exitCode, output: maskText(text(last.Output) ?? '').slice(0, 300) },
  };
}

/** An engine writes an empty name, or leaves it out, for no policy. */
function policy(value: unknown): string {
  const name = text(fields(value).Name);
  return name === null || name === '' ? 'no' : name;
}

/** What is bound now, and what is to be bound when a stopped container starts. */
function published(host: Fields, network: Fields): Entry['published'] {
  const found = new Map<string, Entry['published'][number]>();
  for (const bindings of [fields(network.Ports), fields(host.PortBindings)])
    for (const [port, hosts] of Object.entries(bindings)) {
      if (port.endsWith('/udp')) continue;
      for (const one of list(hosts)) {
        const hostAddress = text(fields(one).HostIp) ?? '';
        const hostPort = Number.parseInt(text(fields(one).HostPort) ?? '', 10);
        const containerPort = Number.parseInt(port, 10);
        if (!(hostPort > 0 && containerPort > 0)) continue;
        const everywhere = hostAddress === '0.0.0.0' || hostAddress === '';
        found.set(`${everywhere ? '' : hostAddress}:${hostPort}`, { hostAddress: everywhere ? '0.0.0.0' : hostAddress, hostPort, containerPort });
      }
    }
  return [...found.values()];
}

function networks(network: Fields): Entry['networks'] {
  const named = Object.entries(fields(network.Networks)).map(([name, one]) => ({ name, address: text(fields(one).IPAddress) || null }));
  const alone = text(network.IPAddress);
  return named.length > 0 || !alone ? named : [{ name: 'bridge', address: alone }];
}
