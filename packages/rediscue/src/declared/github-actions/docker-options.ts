import type { Place } from '../../facts/index.ts';
import { literalOf, parseShell } from '../shell/index.ts';

/** What options of `docker run` or `docker create` say. */
export interface DockerOptions {
  healthCommand: { text: string; at: number } | null;
  noHealthCheck: boolean;
  health: { intervalSeconds: number | null; timeoutSeconds: number | null; startPeriodSeconds: number | null; retries: number | null };
  entrypoint: { text: string; at: number } | null;
  user: { text: string; at: number } | null;
  restart: { text: string; at: number } | null;
  memoryBytes: { bytes: number; at: number } | null;
  hostNetwork: boolean;
  /** Further names: `--name`, `--hostname`, `--network-alias`. */
  names: string[];
  env: { name: string; value: string | null; at: number }[];
  ports: { text: string; at: number }[];
  volumes: { text: string; at: number }[];
  /** Words behind the options: an image and its command. */
  rest: { text: string; at: number }[];
}

const switches =
  /^-{1,2}(d|detach|rm|i|interactive|t|tty|it|ti|dit|P|publish-all|privileged|init|read-only|no-healthcheck|q|quiet|help|sig-proxy|oom-kill-disable|disable-content-trust)$/;
const short: Readonly<Record<string, string>> = { e: 'env', p: 'publish', v: 'volume', m: 'memory', u: 'user', h: 'hostname', w: 'workdir', l: 'label' };

/** Reads options as docker's own command line does. Words that only a run would tell are kept as empty texts. */
export function readDockerOptions(text: string, skip = 0): DockerOptions {
  const words = parseShell(text.replace(/\r?\n/g, ' '))[0]?.words.slice(skip) ?? [];
  return readDockerWords(words.map((word) => ({ text: literalOf(word) ?? '', at: word.from })));
}

export function readDockerWords(words: readonly { text: string; at: number }[]): DockerOptions {
  const found: DockerOptions = {
    healthCommand: null,
    noHealthCheck: false,
    health: { intervalSeconds: null, timeoutSeconds: null, startPeriodSeconds: null, retries: null },
    entrypoint: null,
    user: null,
    restart: null,
    memoryBytes: null,
    hostNetwork: false,
    names: [],
    env: [],
    ports: [],
    volumes: [],
    rest: [],
  };
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? { text: '', at: 0 };
    if (!word.text.startsWith('-')) {
      found.rest = words.slice(index);
      break;
    }
    const [, name = '', inline] = /^--?([\w-]+)(?:=(.*))?$/s.exec(word.text) ?? [];
    // `-p6379:6379` and `-eA=b` have their value in the same word.
    const glued = /^-([epvmuh])(?!-)(.+)$/s.exec(word.text);
    if (switches.test(word.text)) found.noHealthCheck ||= name === 'no-healthcheck';
    else if (glued && !word.text.startsWith('--')) take(found, short[glued[1] ?? ''] ?? '', (glued[2] ?? '').replace(/^=/, ''), word.at);
    else if (inline !== undefined) take(found, short[name] ?? name, inline, word.at);
    else {
      index += 1;
      take(found, short[name] ?? name, words[index]?.text ?? '', words[index]?.at ?? word.at);
    }
  }
  return found;
}

function take(found: DockerOptions, name: string, text: string, at: number): void {
  const { health } = found;
  switch (name) {
    case 'health-cmd':
      found.healthCommand = { text, at };
      break;
    case 'health-interval':
      health.intervalSeconds = secondsOf(text);
      break;
    case 'health-timeout':
      health.timeoutSeconds = secondsOf(text);
      break;
    case 'health-start-period':
      health.startPeriodSeconds = secondsOf(text);
      break;
    case 'health-retries':
      health.retries = /^\d+$/.test(text) ? Number(text) : null;
      break;
    case 'entrypoint':
    case 'user':
    case 'restart':
      found[name] = { text, at };
      break;
    case 'memory': {
      const bytes = memoryOf(text);
      if (bytes !== null) found.memoryBytes = { bytes, at };
      break;
    }
    case 'network':
    case 'net':
      found.hostNetwork ||= text === 'host';
      break;
    case 'name':
    case 'hostname':
    case 'network-alias':
      if (text !== '') found.names.push(text);
      break;
    case 'env': {
      const [, key, value] = /^([A-Za-z_]\w*)(?:=(.*))?$/s.exec(text) ?? [];
      if (key !== undefined) found.env.push({ name: key, value: value ?? null, at });
      break;
    }
    case 'publish':
      found.ports.push({ text, at });
      break;
    case 'volume':
      found.volumes.push({ text, at });
      break;
    default:
  }
}

const units: Readonly<Record<string, number>> = { ns: 1e-9, us: 1e-6, ms: 1e-3, s: 1, m: 60, h: 3600 };

/** A duration as Go writes it: `1m30s`. */
function secondsOf(text: string): number | null {
  if (!/^(\d+(\.\d+)?(ns|us|ms|s|m|h)){1,6}$/.test(text)) return null;
  let seconds = 0;
  for (const [, amount, unit = 's'] of text.matchAll(/(\d+(?:\.\d+)?)(ns|us|ms|s|m|h)/g)) seconds += Number(amount) * (units[unit] ?? 1);
  return seconds;
}

function memoryOf(text: string): number | null {
  const [, amount, unit = ''] = /^(\d+(?:\.\d+)?)([bkmgt]?)b?$/i.exec(text) ?? [];
  const bytes = amount === undefined ? null : Math.floor(Number(amount) * 1024 ** Math.max(0, 'bkmgt'.indexOf(unit.toLowerCase() || 'b')));
  return bytes !== null && Number.isSafeInteger(bytes) ? bytes : null;
}

/** A published port: `6379`, `6379:6379`, `127.0.0.1:6379:6379/tcp`. What is published on any free port has no `outside`. */
export function portOf(text: string, place: Place): { inside: number; outside: number | null; address: string | null; place: Place } | null {
  const [, address, outside, inside] = /^(?:(?:(\[[0-9a-fA-F:]+\]|[\d.]+):)?(\d{0,5}):)?(\d{1,5})(?:\/(?:tcp|TCP))?$/.exec(text.trim()) ?? [];
  const number = Number(inside);
  if (inside === undefined || number < 1 || number > 65535) return null;
  return { inside: number, outside: outside === undefined || outside === '' ? null : Number(outside), address: address ?? null, place };
}
