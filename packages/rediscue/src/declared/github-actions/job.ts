import type { Packages } from '../package-scripts/index.ts';
import type { Dangling, DeclaredObject, Files, Program, Variable, VariableLayer } from '../reading.ts';
import { hostProgram, isRelevant } from '../shell/index.ts';
import { type Context, evaluate } from './expression.ts';
import { type JobHead, readHead } from './job-head.ts';
import { serviceProgram } from './services.ts';
import { readStep, type Step } from './steps.ts';
import { rawText, textsIn, variablesIn, withVariables } from './variables.ts';
import type { YamlNode } from './yaml.ts';

/** Of one job; more is nothing that anybody wrote. */
const maxSteps = 1000;

export const inheritedLabel = (file: string): string => `env of ${file}`;

export interface JobReading {
  programs: Program[];
  dangling: Dangling[];
  objects: DeclaredObject[];
  /** It has a Redis of its own, or starts what may hold one. */
  hasServer: boolean;
  /** Its name or its steps speak of tests. */
  isTest: boolean;
}

/** A job with its services, its steps and what these start. */
export function readJob(file: string, job: string, node: YamlNode, workflow: YamlNode, place: Program['place'], packages: Packages, files: Files): JobReading {
  const matrix = matrixOf(node);
  const services = node.get('services')?.entries() ?? new Map<string, YamlNode>();
  const container = node.get('container');
  const image = container?.get('image')?.scalar() ?? container?.scalar() ?? null;
  const inContainer = image !== null && image.text !== '';
  const bare: Context = { env: new Map(), port: () => null, matrix };
  const workflowVariables = variablesIn(workflow.get('env'), bare);
  const started = [...services].flatMap(([name, service]) => serviceProgram({ file, job, inContainer }, name, service, withVariables(bare, workflowVariables)) ?? []);
  const port: Context['port'] = (name, inside) => started.find(({ program }) => program.name === name)?.program.ports.find((each) => each.inside === inside)?.outside ?? null;
  const atJob = withVariables({ ...bare, port }, workflowVariables);
  const jobVariables = variablesIn(node.get('env'), atJob);
  let context = withVariables(atJob, jobVariables);
  const head = readHead(file, job, node, workflow, context);
  const nodes = (node.get('steps')?.items() ?? []).slice(0, maxSteps);
  const usable = holdsProject(nodes) ? packages : null;
  const steps: Step[] = [];
  let later: Variable[] = [];
  for (const [index, each] of nodes.entries()) {
    const step = readStep(each, index, head, context, usable, files);
    if (later.length > 0) step.layers.push({ label: 'GITHUB_ENV', variables: later });
    steps.push(step);
    if (step.later.length > 0) {
      later = [...new Map([...later, ...step.later].map((variable) => [variable.name, variable])).values()];
      context = withVariables(context, step.later);
    }
  }
  const base: VariableLayer[] = [
    { label: `env of ${job}`, variables: jobVariables },
    { label: `env of ${inContainer ? 'the container of ' : ''}${job}`, variables: inContainer ? variablesIn(container?.get('env') ?? null, context) : [] },
    { label: inheritedLabel(file), variables: workflowVariables },
  ].filter(({ variables }) => variables.length > 0);
  const whole = hostProgram({
    name: job,
    format: 'github-actions',
    place,
    group: `${file}#${job}`,
    runs: inContainer ? 'container' : 'host',
    image: inContainer ? { value: evaluate(image.text, context).value ?? image.text, place: image.place } : null,
    networks: inContainer ? [{ name: job, aliases: [], place: image.place }] : [],
    hostNetwork: !inContainer,
    dependsOn: [...services].map(([name, service]) => ({ name, condition: null, place: service.place })),
    reachedAs: inContainer ? [] : ['localhost', '127.0.0.1'],
  });
  const servers = [...started.map(({ program }) => program), ...steps.flatMap(({ servers: own }) => own)];
  const scripts = nodes.map((each) => rawText(each.get('run')) ?? '');
  return {
    hasServer:
      servers.some(({ image, command, name }) => /redis|valkey|keydb|dragonfly/i.test(`${name} ${image?.value} ${command?.value[0]}`)) ||
      scripts.some((text) => /\b(docker[ -]compose|podman-compose|kubectl|helm)\b/.test(text)),
    isTest: [job, head.name ?? '', ...scripts].some((text) => /\b(e2e|integration|specs?|pytest|rspec|jest|vitest|phpunit|tests?)\b/i.test(text)),
    programs: [...jobPrograms(whole, steps, base), ...servers],
    dangling: steps.flatMap(({ dangling }) => dangling),
    objects: [{ kind: 'pipeline-job', name: job, place, data: dataOf(head) }, ...started.map(({ object }) => object), ...steps.map(({ object }) => object)],
  };
}

function dataOf({ shell: _shell, workingDirectory: _directory, ...job }: JobHead) {
  return job;
}

/** One program for a job; one for each of its steps where these are told of different servers, since no step sees what another is given. */
function jobPrograms(whole: Program, steps: readonly Step[], base: VariableLayer[]): Program[] {
  const seen = new Map<string, string | null>();
  let differ = false;
  for (const { layers } of steps) {
    const own = new Set<string>();
    for (const variable of layers.flatMap(({ variables }) => variables)) {
      if (own.has(variable.name) || !isRelevant(variable)) continue;
      own.add(variable.name);
      if (seen.has(variable.name) && seen.get(variable.name) !== variable.value) differ = true;
      seen.set(variable.name, variable.value);
    }
  }
  const told = steps.filter(({ layers }) => layers.some(({ variables }) => variables.some(isRelevant)));
  if (differ) return told.map(({ label, layers }) => ({ ...whole, name: `${whole.name}/${label}`, layers: [...layers, ...base] }));
  return [{ ...whole, layers: [...told.flatMap(({ layers }) => layers), ...base] }];
}

/** Values that a matrix has only one of. */
function matrixOf(node: YamlNode): Map<string, string> {
  const found = new Map<string, string>();
  const matrix = node.get('strategy')?.get('matrix');
  if (!matrix || matrix.get('include') !== null) return found;
  for (const [name, values] of matrix.entries()) {
    const [only, ...more] = textsIn(values);
    if (only !== undefined && more.length === 0 && !only.includes('${{')) found.set(name, only);
  }
  return found;
}

/** Whether the steps work on this project as it is: checked out in place, and not changed to another. */
function holdsProject(steps: readonly YamlNode[]): boolean {
  let isThere = false;
  for (const step of steps) {
    const uses = rawText(step.get('uses')) ?? '';
    const inputs = step.get('with');
    if (/^actions\/checkout(@|$)/.test(uses)) {
      if (['path', 'repository', 'ref'].some((name) => rawText(inputs?.get(name) ?? null) !== null)) return false;
      isThere = true;
    }
    if (/\bgit\s+(clone|checkout|switch)\b|\b(npm|yarn|pnpm)\s+(init|create)\b|\bpkg\s+set\b|\bnpx\s+create-|\bset-script\b/.test(rawText(step.get('run')) ?? '')) return false;
  }
  return isThere;
}
