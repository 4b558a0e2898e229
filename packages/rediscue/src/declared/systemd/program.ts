import { dirname, isAbsolute } from 'node:path/posix';
import type { Files, Placed, Program, ReadingProblem, Variable, VariableLayer } from '../reading.ts';
import { readEnvironmentFile } from './environment-file.ts';
import { type Settings, settingsOf } from './settings.ts';
import type { Entry } from './unit-file.ts';
import type { Unit } from './units.ts';
import { bytesOf, splitUnitWords, withoutDoubledPercent } from './words.ts';

const maxCommandLength = 64 * 1024;

/** A unit as something that runs on a host. */
export function programOf(unit: Unit, files: Files, problems: ReadingProblem[]): Program {
  const settings = settingsOf(unit.entries);
  const layers = layersOf(unit, settings, files, problems);
  const command = commandOf(settings, layers, problems);
  const memory = settings.last('Service', 'MemoryMax') ?? settings.last('Service', 'MemoryLimit');
  const memoryBytes = memory === null ? null : bytesOf(memory.value);
  return {
    name: unit.name,
    format: 'systemd',
    place: command?.place ?? { file: unit.file, line: 1 },
    group: dirname(unit.files[0] ?? unit.file),
    runs: 'host',
    variant: null,
    image: null,
    folder: null,
    dockerfile: null,
    command,
    layers,
    ports: [],
    networks: [],
    hostNetwork: true,
    mounts: [],
    healthCheck: null,
    restart: settings.last('Service', 'Restart'),
    memoryLimitBytes: memory !== null && memoryBytes !== null ? { value: memoryBytes, place: memory.place } : null,
    user: settings.last('Service', 'User'),
    replicas: null,
    dependsOn: dependenciesOf(settings),
    reachedAs: [],
  };
}

function layersOf(unit: Unit, settings: Settings, files: Files, problems: ReadingProblem[]): VariableLayer[] {
  const removed = new Set(settings.list('Service', 'UnsetEnvironment').flatMap(({ value }) => splitUnitWords(value)?.map(({ text }) => text) ?? []));
  const layers: VariableLayer[] = [];
  for (const entry of settings.list('Service', 'EnvironmentFile')) {
    const path = entry.value.replace(/^-/, '').replace(/^(["'])(.*)\1$/, '$2');
    if (!isAbsolute(path) && !path.startsWith('%')) {
      problems.push({ place: entry.at(0), why: 'an `EnvironmentFile=` needs an absolute path, so systemd ignores this one' });
      continue;
    }
    // Mostly a file of the host, which is no part of the project.
    const text = files.text(path);
    if (text !== null) layers.push({ label: `EnvironmentFile ${path}`, variables: readEnvironmentFile(path, text) });
  }
  // Files are read when the service starts, over `Environment=`, the later ones over the earlier.
  layers.reverse();
  const own = new Map<string, Variable>();
  for (const entry of settings.list('Service', 'Environment')) for (const variable of variablesOf(entry, problems)) own.set(variable.name, variable);
  if (own.size > 0) layers.push({ label: `Environment of ${unit.name}.service`, variables: [...own.values()] });
  return layers
    .map((layer) => ({ ...layer, variables: layer.variables.filter(({ name, value }) => !removed.has(name) && !removed.has(`${name}=${value}`)) }))
    .filter(({ variables }) => variables.length > 0);
}

function variablesOf(entry: Entry, problems: ReadingProblem[]): Variable[] {
  const words = splitUnitWords(entry.value);
  if (words === null) {
    problems.push({ place: entry.at(0), why: 'a quote of this `Environment=` is not closed, so systemd ignores the whole line' });
    return [];
  }
  return words.flatMap(({ text, from }) => {
    const [, name, value = ''] = /^([A-Za-z_][A-Za-z0-9_]*)=(.*)$/s.exec(text) ?? [];
    if (name === undefined) {
      problems.push({
        place: entry.at(from),
        why: 'this word of `Environment=` is no assignment, so systemd ignores it: `NAME=value` is expected, in quotes as a whole when the value holds blanks',
      });
      return [];
    }
    const start = from + (/^["']/.test(entry.value.slice(from)) ? 1 : 0) + name.length + 1;
    const opening = /^["']/.test(entry.value.slice(start)) ? 1 : 0;
    return [{ name, value: withoutDoubledPercent(value), place: entry.at(start + opening) }];
  });
}

/** The words of the last `ExecStart=`; only units of the type `oneshot` have several. */
function commandOf(settings: Settings, layers: readonly VariableLayer[], problems: ReadingProblem[]): Placed<string[]> | null {
  const entry = settings.list('Service', 'ExecStart').at(-1);
  if (entry === undefined) return null;
  const prefix = /^[-@:+!|]*/.exec(entry.value)?.[0] ?? '';
  const words = splitUnitWords(entry.value.slice(prefix.length).replace(/\s;(\s.*)?$/s, ''));
  if (words === null) {
    problems.push({ place: entry.at(0), why: 'a quote of this `ExecStart=` is not closed, so systemd refuses the unit' });
    return null;
  }
  // With `@` the second word is the name that the process shows itself under.
  if (prefix.includes('@')) words.splice(1, 1);
  const texts = words.map(({ text }) => withoutDoubledPercent(text));
  const value = prefix.includes(':') ? texts : expanded(texts, layers);
  return value.length === 0 ? null : { value, place: entry.at(prefix.length) };
}

/** `${NAME}` anywhere becomes its value, `$NAME` as a word its words. What the project does not set stays as it is. */
function expanded(texts: readonly string[], layers: readonly VariableLayer[]): string[] {
  const known = new Map<string, string>();
  for (const { variables } of layers.toReversed()) for (const { name, value } of variables) if (value !== null) known.set(name, value);
  let left = maxCommandLength;
  const value = (name: string): string | undefined => {
    const found = known.get(name);
    left -= found?.length ?? 0;
    return left < 0 ? undefined : found;
  };
  return texts.flatMap((text) => {
    const alone = /^\$([A-Za-z_][A-Za-z0-9_]*)$/.exec(text)?.[1];
    const words = alone === undefined ? undefined : value(alone);
    if (words !== undefined) return words.split(/\s+/).filter((word) => word !== '');
    return [text.replace(/\$\$|\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g, (whole, name: string | undefined) => (name === undefined ? '$' : (value(name) ?? whole)))];
  });
}

function dependenciesOf(settings: Settings): Program['dependsOn'] {
  const found = new Map<string, Program['dependsOn'][number]>();
  for (const key of ['Requires', 'BindsTo', 'Requisite', 'Wants', 'After']) {
    for (const entry of settings.list('Unit', key)) {
      for (const { text, from } of splitUnitWords(entry.value) ?? []) {
        const name = /^(.+)\.service$/.exec(text)?.[1];
        if (name !== undefined && !found.has(name)) found.set(name, { name, condition: key.toLowerCase(), place: entry.at(from) });
      }
    }
  }
  return [...found.values()];
}
