import type { Place } from '../../facts/index.ts';
import type { Program, Variable } from '../reading.ts';
import { callsOf, hostProgram, isRelevant, isServerCall, literalOf, meaningOf, type ShellCall, variablesOf } from '../shell/index.ts';
import { portOf, readDockerWords } from './docker-options.ts';
import { withoutExpressions } from './expression.ts';
import type { YamlText } from './yaml.ts';

/** What a step's script sets and starts. */
export interface RunReading {
  /** For its own commands: exported, or in front of one. Only what may have to do with a Redis. */
  own: Variable[];
  /** For the steps behind it. */
  later: Variable[];
  servers: Program[];
}

/** `service redis start`, `apt-get install redis-server` and their like: a server of a package, on its usual port. */
function isPackageServer(words: readonly string[]): boolean {
  const [program = '', ...rest] = words;
  const isRedis = (word: string | undefined) => /^(redis|valkey|keydb)(-server)?(@[\d.]+)?(\.service)?$/.test(word ?? '');
  switch (program) {
    case 'service':
      return isRedis(rest[0]) && /^(re)?start$/.test(rest[1] ?? '');
    case 'systemctl':
      return rest.some((word) => /^(re)?start$|^enable$/.test(word)) && rest.some(isRedis);
    case 'brew':
      return rest[0] === 'services' && /^(re)?start|run$/.test(rest[1] ?? '') && isRedis(rest[2]);
    case 'apt':
    case 'apt-get':
      // Debian's packages start what they install.
      return rest.includes('install') && rest.some(isRedis);
    default:
      return false;
  }
}

const maxServers = 20;
const nothing: RunReading = { own: [], later: [], servers: [] };

export function readRun(run: YamlText, known: ReadonlyMap<string, string | null>, group: string, workingDirectory: string): RunReading {
  if (!/redis|valkey|keydb/i.test(run.text)) return nothing;
  const text = withoutExpressions(run.text);
  const calls = callsOf(text);
  // What stands in a block may never come to pass; a server that may be started is one to reckon with.
  const certain = calls.filter(({ command }) => command.depth === 0);
  const lookup = (name: string) => known.get(name) ?? undefined;
  const own = variablesOf(
    text,
    certain.flatMap(({ assignments }) => assignments),
    run.at,
    lookup,
  ).filter(isRelevant);
  const later = certain.flatMap((call) => toLaterSteps(call, run.at, lookup)).filter(isRelevant);
  const servers = calls.flatMap((call) => serverOf(call, run.at, group, workingDirectory) ?? []).slice(0, maxServers);
  return { own, later, servers };
}

/** `echo "NAME=value" >> "$GITHUB_ENV"`. */
function toLaterSteps(call: ShellCall, at: (offset: number) => Place, lookup: (name: string) => string | undefined): Variable[] {
  const isFor = call.command.redirects.some(({ operator, target }) => operator === '>>' && target.parts.some((part) => part.kind === 'variable' && part.name === 'GITHUB_ENV'));
  const [command, word, ...more] = call.words;
  if (!isFor || literalOf(command) !== 'echo' || word === undefined || more.length > 0) return [];
  const [first, ...rest] = word.parts;
  const [head, name] = first?.kind === 'text' ? (/^([A-Za-z_]\w*)=/.exec(first.text) ?? []) : [];
  if (head === undefined || name === undefined || first?.kind !== 'text') return [];
  const { value, from } = meaningOf({ ...word, parts: [{ ...first, text: first.text.slice(head.length) }, ...rest] }, lookup);
  return [{ name, value, place: at(word.from), ...(from === null ? {} : { from: { what: from, place: null } }) }];
}

const images = /(^|\/)(redis|valkey|keydb|redis-stack(-server)?|dragonfly)(:[^/]*|@.*)?$/;

/** A server that the script starts on the runner, by its command or by its image. */
function serverOf(call: ShellCall, at: (offset: number) => Place, group: string, folder: string): Program | null {
  const place = at(call.words[0]?.from ?? call.command.from);
  const words = call.words.map((word) => ({ text: literalOf(word) ?? '', at: word.from }));
  const base = { format: 'github-actions', place, group, reachedAs: ['localhost', '127.0.0.1'] };
  if (isServerCall(call)) return hostProgram({ ...base, name: words[0]?.text.replace(/^.*\//, '') ?? '', folder, command: { value: words.map(({ text }) => text), place } });
  if (isPackageServer(words.map(({ text }) => text)))
    return hostProgram({ ...base, name: 'redis', command: { value: ['redis-server'], place }, ports: [{ inside: 6379, outside: 6379, address: null, place }] });
  if (!/^(docker|podman)$/.test(words[0]?.text ?? '')) return null;
  const start = words[1]?.text === 'container' ? 2 : 1;
  if (words[start]?.text !== 'run') return null;
  const options = readDockerWords(words.slice(start + 1));
  const [image, ...command] = options.rest;
  if (image === undefined || !images.test(image.text)) return null;
  const all = [...(options.entrypoint ? [options.entrypoint.text] : []), ...command.map(({ text }) => text)];
  return hostProgram({
    ...base,
    name: options.names[0] ?? 'redis',
    runs: 'container',
    image: { value: image.text, place: at(image.at) },
    command: all.length === 0 ? null : { value: all, place: at(options.entrypoint?.at ?? command[0]?.at ?? image.at) },
    layers: options.env.length === 0 ? [] : [{ label: 'options of docker run', variables: options.env.map(({ name, value, at: offset }) => ({ name, value, place: at(offset) })) }],
    ports: options.ports.flatMap((port) => portOf(port.text, at(port.at)) ?? []),
    hostNetwork: options.hostNetwork,
    healthCheck: options.healthCommand ? { value: [options.healthCommand.text], place: at(options.healthCommand.at) } : null,
    restart: options.restart ? { value: options.restart.text, place: at(options.restart.at) } : null,
    memoryLimitBytes: options.memoryBytes ? { value: options.memoryBytes.bytes, place: at(options.memoryBytes.at) } : null,
  });
}
