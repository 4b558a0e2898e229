import { BlockList, isIPv4 } from 'node:net';
import { networkInterfaces } from 'node:os';
import { signalWithin } from '../../deadline.ts';
import type { Endpoint } from '../../declared/target/index.ts';
import type { ProbeContext } from '../context.ts';
import { enginesFor } from './engines.ts';
import type { Inspected } from './inspect.ts';

export interface Behind {
  /** Names by which the application's own network knows the server. */
  names: readonly string[];
  /** Project of compose to which it belongs: several may have a service of one name. */
  project: string | null;
  /** Port of this machine at which the files publish it, where they do. */
  published: { address: string | null; port: number } | null;
}

/**
 * Where a server of the application's own network can be looked at from here. `nowhere`: an engine answers, and has no such container
 * running. `apart`: it runs, in a network in which this machine has no part, and is not published.
 */
export type Way = { via: NonNullable<Endpoint['via']> } | 'nowhere' | 'apart' | 'unknown';

const engineMs = 1000;

/**
 * The way to a server whose name means something in a network of containers only: the address of its container, where this
 * machine has a leg in that network, or else its published port.
 */
export async function wayInto(endpoint: Endpoint, { names, project, published }: Behind, context: ProbeContext): Promise<Way> {
  const signal = signalWithin(context.limit(engineMs), context.signal);
  const found = await Promise.race([enginesFor(context), new Promise<null>((resolve) => signal.addEventListener('abort', () => resolve(null), { once: true }))]);
  const wanted = new Set([endpoint.host, ...names].map((name) => name.toLowerCase()));
  const boxes = (
    await Promise.all(
      (found?.engines ?? []).map(async (engine) => {
        const listed = engine.listed.filter(
          (one) => one.names.some((name) => [...wanted].some((each) => name.toLowerCase().includes(each))) || /redis|valkey|keydb/i.test(one.image + one.command),
        );
        return (await Promise.all(listed.slice(0, 24).map(({ id }) => engine.inspect(id, signal)))).filter((box): box is Inspected => box !== null);
      }),
    )
  ).flat();
  const named = boxes.filter((each) => each.entry.state === 'running' && namesOf(each).some((name) => wanted.has(name)));
  // Somebody may have given the project another name when it was brought up.
  const box = named.find((each) => project !== null && each.entry.project === project) ?? named[0];
  const address = box?.entry.networks.find((network) => network.address !== null && hasLegTo(network.address))?.address;
  if (box && address) return { via: { address, port: endpoint.port, by: 'container-address' } };
  const live = box?.entry.published.find(({ containerPort }) => containerPort === endpoint.port);
  if (live) return { via: { address: here(live.hostAddress), port: live.hostPort, by: 'published-port' } };
  if (box) return 'apart';
  if (found !== null && found.engines.length > 0) return 'nowhere';
  return published === null ? 'unknown' : { via: { address: here(published.address), port: published.port, by: 'published-port' } };
}

/** One of this machine's interfaces stands in the network of the address. Those of rootless engines, and of virtual machines, are apart. */
function hasLegTo(address: string): boolean {
  if (!isIPv4(address)) return true;
  const own = new BlockList();
  for (const each of Object.values(networkInterfaces()))
    for (const { cidr, family, internal } of each ?? [])
      if (cidr !== null && family === 'IPv4' && !internal) own.addSubnet(cidr.split('/')[0] as string, Number(cidr.split('/')[1]), 'ipv4');
  return own.check(address, 'ipv4');
}

const here = (address: string | null): string => (address === null || address === '0.0.0.0' || address === '::' || address === '' ? '127.0.0.1' : address);

const namesOf = ({ entry, aliases }: Inspected): string[] => [entry.name, entry.service, ...aliases].flatMap((name) => (name ? [name.toLowerCase()] : []));
