import { join } from 'node:path/posix';
import { mayBeSecretName } from '../masks/index.ts';
import { missingScripts, type Packages } from '../package-scripts/index.ts';
import type { Dangling, DeclaredObject, Files, Program, Variable } from '../reading.ts';
import { hostProgram } from '../shell/index.ts';
import { type Context, withoutExpressions } from './expression.ts';
import type { JobHead } from './job-head.ts';
import { maskScript } from './mask.ts';
import { readRun } from './run.ts';
import type { PipelineStep } from './types.ts';
import { minutesIn, plainText, rawText, variablesIn, withVariables } from './variables.ts';
import type { YamlNode } from './yaml.ts';

/** A step with what it gives to itself and to those behind it. */
export interface Step {
  label: string;
  object: DeclaredObject;
  /** The stronger first. */
  layers: { label: string; variables: Variable[] }[];
  later: Variable[];
  servers: Program[];
  dangling: Dangling[];
}

const isTrue = (node: YamlNode | null): boolean => node?.scalar()?.text === 'true';

export function readStep(node: YamlNode, index: number, head: JobHead, context: Context, packages: Packages | null, files: Files): Step {
  const name = rawText(node.get('name'));
  const uses = node.get('uses')?.scalar() ?? null;
  const run = node.get('run')?.scalar() ?? null;
  const label = name ?? rawText(node.get('id')) ?? `step ${index + 1}`;
  const env = variablesIn(node.get('env'), context);
  const shell = rawText(node.get('shell')) ?? head.shell;
  const directory = node.get('working-directory') ? plainText(node.get('working-directory'), context) : head.workingDirectory;
  const isShell = shell === null || /^(bash|sh|zsh)\b/.test(shell);
  const own = withVariables(context, env);
  const group = `${head.file}#${head.job}`;
  const read = run !== null && isShell ? readRun(run, own.env, group, directory ?? '.') : { own: [], later: [], servers: [] };
  const layers = [
    { label: `run of ${label}`, variables: read.own },
    { label: `env of ${label}`, variables: env },
  ].filter(({ variables }) => variables.length > 0);
  const dangling =
    run === null || !isShell || packages === null || directory === null || directory.startsWith('/')
      ? []
      : missingScripts(withoutExpressions(run.text), join('.', directory), packages, files).map(
          ({ name: script, at }): Dangling => ({ kind: 'script', name: script, by: `${label} of ${head.job}`, place: run.at(at) }),
        );
  const data: PipelineStep = {
    system: 'github-actions',
    file: head.file,
    job: head.job,
    index: index + 1,
    name,
    id: rawText(node.get('id')),
    uses: uses === null || uses.text === '' ? null : { text: uses.text, ...actionOf(uses.text), place: uses.place },
    with: Object.fromEntries([...(node.get('with')?.entries() ?? [])].map(([key, value]) => [key, shownInput(key, value.scalar()?.text ?? '')])),
    run: run === null ? null : { text: maskScript(run.text), place: run.place },
    shell,
    workingDirectory: directory,
    environment: head.environment,
    timeoutMinutes: minutesIn(node.get('timeout-minutes')),
    if: rawText(node.get('if')),
    continueOnError: isTrue(node.get('continue-on-error')),
    permissions: head.permissions,
    workflowPermissions: head.workflowPermissions,
  };
  const server = uses === null ? null : serverAction(uses.text, node, group, context);
  return {
    label,
    object: { kind: 'pipeline-step', name: label, place: uses?.place ?? run?.place ?? node.place, data },
    layers,
    later: read.later,
    servers: server === null ? read.servers : [...read.servers, server],
    dangling,
  };
}

/** Parts of `owner/repository/path@ref`. A whole commit hash or an image's digest cannot be moved by others. */
function actionOf(text: string): Pick<NonNullable<PipelineStep['uses']>, 'action' | 'ref' | 'kind' | 'isPinned'> {
  if (/^\.{1,2}\//.test(text)) return { action: text, ref: null, kind: 'local', isPinned: true };
  if (text.startsWith('docker://'))
    return { action: text.slice(9).replace(/@.*$/, ''), ref: text.split('@')[1] ?? null, kind: 'docker', isPinned: /@sha256:[0-9a-f]{64}$/.test(text) };
  const [action = '', ref = null] = text.split('@', 2);
  return { action, ref, kind: 'repository', isPinned: ref !== null && /^[0-9a-f]{40}([0-9a-f]{24})?$/.test(ref) };
}

const shownInput = (key: string, text: string): string => (mayBeSecretName(key) && text !== '' && !/^\s*\$\{\{[^}]*\}\}\s*$/.test(text) ? '***' : maskScript(text));

/** Actions that start a server on the runner, with the names of their inputs. */
const serverActions: readonly { action: RegExp; ports: readonly string[]; passwords: readonly string[] }[] = [
  { action: /^supercharge\/redis-github-action(@|$)/, ports: ['redis-port'], passwords: ['redis-password'] },
  { action: /^shogo82148\/actions-setup-redis(@|$)/, ports: ['redis-port'], passwords: [] },
  { action: /^zhulik\/redis-action(@|$)/, ports: ['port'], passwords: ['password'] },
  { action: /^getong\/redis-action(@|$)/, ports: ['host port'], passwords: [] },
  { action: /^chenjuneking\/redis-setup-action(@|$)/, ports: ['hostPort'], passwords: ['redisPassword'] },
];

function serverAction(uses: string, node: YamlNode, group: string, context: Context): Program | null {
  const known = serverActions.find(({ action }) => action.test(uses));
  if (known === undefined) return null;
  const inputs = node.get('with');
  const input = (names: readonly string[]) => names.map((name) => plainText(inputs?.get(name) ?? null, context)).find((value) => value !== null) ?? null;
  if (plainText(inputs?.get('auto-start') ?? null, context) === 'false') return null;
  const port = Number(input(known.ports) ?? '6379');
  const place = node.get('uses')?.scalar()?.place ?? node.place;
  const password = input(known.passwords);
  return hostProgram({
    name: 'redis',
    format: 'github-actions',
    place,
    group,
    command: { value: ['redis-server', '--port', String(port), ...(password === null ? [] : ['--requirepass', password])], place },
    ports: Number.isInteger(port) && port > 0 && port <= 65535 ? [{ inside: port, outside: port, address: null, place }] : [],
    reachedAs: ['localhost', '127.0.0.1'],
  });
}
