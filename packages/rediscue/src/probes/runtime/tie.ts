import { type Endpoint, reachedPort, type Target } from '../../declared/target/types.ts';
import type { FactData } from '../../facts/index.ts';
import { isRedisTool, repositoryOf } from '../../image-name.ts';
import type { Inspected } from './inspect.ts';

type Entry = FactData<'containers'>['containers'][number];

/** What is known of the endpoint when containers are compared with it. */
export interface Place {
  endpoint: Endpoint;
  target: Target;
  /** Addresses that the host stands for, or that were tried. */
  addresses: readonly string[];
  /** It points to this machine. */
  isHere: boolean;
  /** Something there speaks Redis. */
  answers: boolean;
  /** Container in which the process runs that holds the port, where that is known. */
  processContainer: string | null;
}

/** Anywhere in it: what runs is looked at more closely than what is declared. */
const redisWords = /(^|[/_.-])(redis|valkey|keydb|dragonfly)/;

/** A Redis server or a Sentinel, by its command or its image. */
export function looksLikeRedis({ entry }: Pick<Inspected, 'entry'>): boolean {
  if (entry.command.some((word) => /(^|\/)(redis|valkey|keydb)-(server|sentinel)$/.test(word) || /\b(redis|valkey)-(server|sentinel) /.test(word))) return true;
  return redisWords.test(repositoryOf(entry.image)) && !isRedisTool(entry.image);
}

const isLoopback = (address: string) => address === 'localhost' || address === '::1' || /^(::ffff:)?127\./.test(address);
const isEverywhere = (address: string) => address === '0.0.0.0' || address === '::' || address === '';

/** How a container is tied to the endpoint; the first four prove it. */
export function tiesOf(box: Inspected, place: Place): Entry['tiedBy'] {
  const { entry, aliases } = box;
  const { endpoint, addresses } = place;
  const host = endpoint.host.toLowerCase();
  const ties: Entry['tiedBy'] = [];
  if (place.isHere && entry.published.some(({ hostAddress, hostPort }) => hostPort === reachedPort(endpoint) && bindingFits(hostAddress, addresses))) ties.push('published');
  const own = entry.networks.flatMap(({ address }) => address ?? []);
  if (own.some((address) => address === host || addresses.includes(address))) ties.push('address');
  // A name that leads somewhere else, where a Redis answers, is not this container's.
  const names = [entry.name, entry.service, entry.id.slice(0, 12), ...aliases].map((name) => name?.toLowerCase());
  if (!isLoopback(host) && names.includes(host) && (!place.answers || ties.includes('address'))) ties.push('name');
  if (place.processContainer !== null && entry.id.startsWith(place.processContainer.slice(0, 12))) ties.push('process');
  if (looksLikeRedis(box)) {
    if (entry.exposed.includes(endpoint.port) || portInCommand(entry.command) === endpoint.port) ties.push('port');
    ties.push('image');
  }
  return ties;
}

function bindingFits(hostAddress: string, addresses: readonly string[]): boolean {
  if (isEverywhere(hostAddress)) return true;
  return addresses.some((address) => address === hostAddress || (isLoopback(address) && isLoopback(hostAddress)));
}

function portInCommand(command: readonly string[]): number | null {
  const at = command.findIndex((word) => word === '--port' || word === '--tls-port');
  return at === -1 ? null : Number(command[at + 1]);
}

/** Whether it is to serve the endpoint, uses it, or has nothing to do with it. */
export function partOf(box: Inspected, ties: Entry['tiedBy'], place: Place): Entry['part'] {
  const isProven = ties.some((tie) => tie !== 'port' && tie !== 'image');
  const servesRedisPort = box.entry.published.some(({ hostPort, containerPort }) => hostPort === place.endpoint.port && (containerPort === 6379 || containerPort === 26379));
  if (isProven && (looksLikeRedis(box) || servesRedisPort || ties.includes('process') || place.answers)) return 'server';
  if (ties.includes('port') && looksLikeRedis(box)) return 'server';
  return consumes(box.environment, place.endpoint) ? 'consumer' : 'other';
}

/** Its environment names this endpoint, by URL or by host and port. */
export function consumes(environment: readonly string[], endpoint: Endpoint): boolean {
  const values = environment.map((line) => line.slice(line.indexOf('=') + 1).toLowerCase());
  const host = endpoint.host.toLowerCase();
  const hasUrl = values.some((value) => /^(redis|rediss|valkey|valkeys|sentinel|cluster)s?:\/\//.test(value) && hostIn(value) === `${host}:${endpoint.port}`);
  const named = (ending: RegExp, wanted: string) =>
    environment.some((line) => ending.test(line.slice(0, line.indexOf('='))) && line.slice(line.indexOf('=') + 1).toLowerCase() === wanted);
  return hasUrl || (named(/(REDIS|VALKEY).*HOST$/i, host) && (endpoint.port === 6379 || named(/(REDIS|VALKEY).*PORT$/i, String(endpoint.port))));
}

/** `host:port` of a URL without judging the rest of it. */
function hostIn(url: string): string {
  const place = (url.slice(url.indexOf('//') + 2).split(/[/?,]/)[0] ?? '').replace(/^.*@/, '');
  return /:\d+$/.test(place) ? place : `${place}:6379`;
}
