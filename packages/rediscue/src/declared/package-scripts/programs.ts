import { join } from 'node:path/posix';
import { type Assignment, parseDotenv } from '../dotenv/parse.ts';
import { resolverOf } from '../dotenv/resolve.ts';
import type { Files, Program, VariableLayer } from '../reading.ts';
import { callsOf, commandOfLine, hostProgram, isRelevant, isServerCall, literalOf, type ShellCall, variablesOf } from '../shell/index.ts';
import type { PackageFile, Script } from './package-file.ts';

/** Of one script: more are no script that anybody wrote. */
const maxServers = 20;
const modes = new Set(['test', 'testing', 'e2e', 'ci', 'dev', 'develop', 'development', 'local', 'staging', 'stage', 'prod', 'production', 'preview', 'qa', 'uat']);

/** Scripts that set a variable which has to do with a Redis, and servers that scripts start. All others say nothing. */
export function programsOf(own: PackageFile, files: Files): Program[] {
  return [...own.scripts.values()].flatMap((script) => {
    if (!/redis|valkey|keydb|_(url|uri|dsn|host)=|env[- ]|--env-file/i.test(script.text)) return [];
    const calls = nested(callsOf(script.text));
    const isAlone = calls.length === 1;
    const servers = calls
      .filter(isServerCall)
      .slice(0, maxServers)
      .map((call) => serverOf(script, call, own, isAlone));
    const layers = layersOf(script, calls, own, files);
    if (!layers.some(({ variables }) => variables.some(isRelevant))) return servers;
    return [
      hostProgram({
        name: script.name,
        format: 'package-scripts',
        place: script.at(0),
        group: own.folder,
        variant: variantOf(script.name, layers),
        folder: own.folder,
        command: { value: commandOfLine(script.text), place: script.at(calls[0]?.words[0]?.from ?? 0) },
        layers,
      }),
      ...servers,
    ];
  });
}

/** `concurrently "redis-server" "node x"`: lines within a line. */
function nested(calls: readonly ShellCall[]): ShellCall[] {
  return calls.flatMap((call) => {
    const first = literalOf(call.words[0]);
    if (first !== 'concurrently' && first !== 'dotenv' && first !== 'env-cmd' && first !== 'dotenvx') return [call];
    if (first !== 'concurrently') {
      const start = call.words.findIndex((word) => literalOf(word) === '--');
      return start === -1 ? [call] : [call, { ...call, assignments: [], words: call.words.slice(start + 1) }];
    }
    const inner = call.words.slice(1).flatMap((word) => {
      const text = literalOf(word);
      // Words of a line in quotes have no place of their own: they stand where it begins.
      return text === null || !/redis|valkey|keydb/i.test(text)
        ? []
        : callsOf(text)
            .filter(isServerCall)
            .map((each) => ({ ...each, assignments: [], command: { ...each.command, from: word.from } }));
    });
    return [call, ...inner];
  });
}

function serverOf(script: Script, call: ShellCall, own: PackageFile, isAlone: boolean): Program {
  const words = call.words.flatMap((word) => literalOf(word) ?? []);
  const place = script.at(call.command.from);
  return hostProgram({
    name: isAlone ? script.name : `${script.name}/${words[0]?.replace(/^.*[/\\]/, '') ?? ''}`,
    format: 'package-scripts',
    place,
    group: own.folder,
    variant: variantOf(script.name, []),
    folder: own.folder,
    command: { value: words, place },
  });
}

function variantOf(name: string, layers: readonly VariableLayer[]): string | null {
  const set = layers.flatMap(({ variables }) => variables).find((variable) => variable.name === 'NODE_ENV')?.value;
  if (set !== undefined && set !== null && modes.has(set)) return set;
  return name.split(/[:._-]/).find((word) => modes.has(word)) ?? null;
}

function layersOf(script: Script, calls: readonly ShellCall[], own: PackageFile, files: Files): VariableLayer[] {
  const lookup = (name: string) => files.environment[name];
  const variables = variablesOf(
    script.text,
    calls.flatMap(({ assignments }) => assignments),
    script.at,
    lookup,
  );
  const layers: VariableLayer[] = variables.length === 0 ? [] : [{ label: `script ${script.name}`, variables }];
  for (const path of new Set(calls.flatMap(envFilesOf))) {
    const file = join(own.folder, path);
    // What is not there is mostly not committed, and the tools pass over it.
    const text = path.startsWith('/') || file.startsWith('..') ? null : files.text(file);
    if (text === null) continue;
    const assignments = new Map(parseDotenv(text).map((each): [string, Assignment] => [each.name, each]));
    const resolver = resolverOf([assignments], files.environment);
    layers.push({
      label: `env file ${file}`,
      variables: [...assignments.values()].map((each) => {
        const { value, unset } = resolver.meant(each);
        return { name: each.name, value, place: { file, line: each.line, column: each.column }, ...(unset.length === 0 ? {} : { unset }) };
      }),
    });
  }
  return layers;
}

/** Env files that a command is run with, the stronger first. */
function envFilesOf(call: ShellCall): string[] {
  const words = call.words.map((word) => literalOf(word) ?? '');
  const [tool = ''] = words;
  const options = tool === 'dotenv' ? ['-e'] : tool === 'dotenvx' ? ['-f', '--env-file'] : tool === 'env-cmd' ? ['-f', '--file'] : ['--env-file', '--env-file-if-exists'];
  const end = ['dotenv', 'dotenvx'].includes(tool) ? words.indexOf('--') : -1;
  const found: string[] = [];
  for (const [index, word] of (end === -1 ? words : words.slice(0, end)).entries()) {
    const [option = '', value] = word.split('=', 2);
    if (index > 0 && options.includes(option)) found.push(value ?? words[index + 1] ?? '');
  }
  // Node lets the last one win, the others the first.
  return (tool.startsWith('dotenv') ? found : found.toReversed()).filter((path) => path !== '' && !path.startsWith('-'));
}
