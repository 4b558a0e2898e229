import type { AppLook } from '../../facts/app.ts';
import type { Place } from '../../facts/index.ts';
import { placeholderIn } from '../placeholder.ts';

export interface AppUrl extends Pick<AppLook, 'name' | 'place' | 'from' | 'role'> {
  /** As declared: may hold a login. Lives in memory only. */
  url: string;
}

export interface Neighbour {
  kind: 'postgresql';
  name: string;
  place: Place | null;
  host: string;
  port: number;
  user: string;
  /** Where it is reached from here when its name only means something among containers. */
  via?: { host: string; port: number };
}

/** What is to be looked at of the application itself. Holds secrets: lives in memory only. */
export interface AppSettings {
  urls: AppUrl[];
  neighbours: Neighbour[];
  /** The log that was asked for, as read, or the name of a file to read. */
  log: { file: string; read: LogTail | null } | null;
  /** Services of compose that are told of a Redis: where no log is given, that of their containers counts. */
  services: { service: string; project: string }[];
  /** Passwords that are known, so that no text of the application shows one. */
  secrets: string[];
}

/** The end of a log. */
export interface LogTail {
  text: string;
  skippedBytes: number;
  /** Lines before `text`; null where they were not counted. */
  skippedLines: number | null;
  /** Time of each line, where it is known beside the text. */
  times?: readonly (string | null)[];
}

/** Variables of the environment or of one folder's env files, the stronger layer first. */
export interface SettingsLayer {
  from: AppLook['from'];
  /** Layers of one folder have the same; those of the environment have none. */
  folder: string | null;
  variables: readonly { name: string; value: string | null; place: Place | null; unset?: readonly string[] }[];
}

const maxUrls = 6;
const maxNeighbours = 4;

interface Value {
  name: string;
  value: string;
  place: Place | null;
  from: AppLook['from'];
  folder: string | null;
}

/** Reads the names of the contract: `APP_URL`, `HEALTHCHECK_URL`, `HEALTH_URL`, `METRICS_URL`, `METRICS_PORT`, `APP_LOG`, and PostgreSQL's. */
export function appSettings(layers: readonly SettingsLayer[]): Omit<AppSettings, 'secrets' | 'services'> {
  const all = (name: string): Value[] => valuesOf(name, layers);
  const urls: AppUrl[] = [];
  const add = (value: Value, role: AppUrl['role'], url: string) => {
    if (!urls.some((one) => one.url === url) && urls.length < maxUrls) urls.push({ name: value.name, place: value.place, from: value.from, role, url });
  };
  for (const value of all('APP_URL')) if (isWebUrl(value.value)) add(value, 'base', value.value);
  for (const value of [...all('HEALTHCHECK_URL'), ...all('HEALTH_URL')]) if (isWebUrl(value.value) && !isPush(value.value)) add(value, 'health', value.value);
  for (const value of all('METRICS_URL')) if (isWebUrl(value.value)) add(value, 'metrics', value.value);
  const host = ownHost(urls);
  for (const value of all('METRICS_PORT')) if (host !== null && /^[1-9]\d{1,4}$/.test(value.value)) add(value, 'metrics', `http://${host}:${value.value}/metrics`);
  const [log] = all('APP_LOG').filter(({ value }) => /[./]/.test(value));
  return { urls, neighbours: neighboursOf(all), log: log ? { file: pathOf(log), read: null } : null };
}

/** The value that wins in each folder; the environment's wins over all of them. */
function valuesOf(name: string, layers: readonly SettingsLayer[]): Value[] {
  const found = new Map<string | null, Value>();
  for (const layer of layers) {
    if (found.has(null) || found.has(layer.folder)) continue;
    const variable = layer.variables.find((each) => each.name === name);
    const value = variable?.value?.trim() ?? '';
    if (variable === undefined || value === '' || (variable.unset ?? []).length > 0) continue;
    found.set(layer.folder, { name, value, place: variable.place, from: layer.from, folder: layer.folder });
  }
  return [...found.values()];
}

function isWebUrl(text: string): boolean {
  if (!/^(https?|wss?):\/\//i.test(text) || !URL.canParse(text)) return false;
  return placeholderIn(new URL(text).hostname) === null;
}

/** Services that take a request for a sign of life: asking there would report one. */
function isPush(text: string): boolean {
  const { hostname, pathname } = new URL(text);
  return (
    /(^|\.)(hc-ping\.com|healthchecks\.io|nosnch\.in|deadmanssnitch\.com|cronitor\.(link|io)|betteruptime\.com|betterstack\.com|uptimerobot\.com|statuscake\.com|dead-?man.*)$/i.test(
      hostname,
    ) || /\/(api\/push|ping|heartbeat)\/[\w-]{8,}/i.test(pathname)
  );
}

/** Where the application's other ports are; null behind a public name, which leads to something before it. */
function ownHost([first]: readonly AppUrl[]): string | null {
  if (first === undefined) return '127.0.0.1';
  const { hostname } = new URL(first.url);
  return hostname === 'localhost' || hostname.startsWith('[') || /^[\d.]+$/.test(hostname) ? hostname : null;
}

/** A relative path begins in the folder whose file names it. */
const pathOf = ({ value, folder }: Value): string => (folder === null || folder === '.' || value.startsWith('/') ? value : `${folder}/${value}`);

function neighboursOf(all: (name: string) => Value[]): Neighbour[] {
  const found: Neighbour[] = [];
  const add = (one: Neighbour) => {
    if (!found.some(({ host, port }) => host === one.host && port === one.port) && found.length < maxNeighbours) found.push(one);
  };
  for (const value of [...all('DATABASE_URL'), ...all('POSTGRES_URL')]) {
    if (!/^postgres(ql)?(\+\w+)?:\/\//i.test(value.value)) continue;
    // Drivers add their name to the scheme, which is no part of the address.
    const plain = value.value.replace(/^postgres(ql)?(\+\w+)?:/i, 'http:');
    if (!URL.canParse(plain)) continue;
    const { hostname, port, username } = new URL(plain);
    if (hostname === '' || placeholderIn(hostname) !== null) continue;
    add({ kind: 'postgresql', name: value.name, place: value.place, host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || 5432), user: decoded(username) || 'postgres' });
  }
  for (const prefix of ['POSTGRES_', 'PG']) {
    const [host] = all(`${prefix}HOST`);
    if (!host || placeholderIn(host.value) !== null || !/^[\w.:-]+$/.test(host.value)) continue;
    const port = Number(all(`${prefix}PORT`)[0]?.value ?? 5432);
    if (Number.isInteger(port) && port > 0 && port < 65536)
      add({ kind: 'postgresql', name: host.name, place: host.place, host: host.value, port, user: all(`${prefix}USER`)[0]?.value ?? 'postgres' });
  }
  return found;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
