import type { Context } from './expression.ts';
import type { Permissions, PipelineJob } from './types.ts';
import { minutesIn, plainText, rawText, textsIn } from './variables.ts';
import type { YamlNode } from './yaml.ts';

/** What a job says before its steps. */
export interface JobHead extends PipelineJob {
  shell: string | null;
  /** Relative to the project; null where only a run would tell. */
  workingDirectory: string | null;
}

export function readHead(file: string, job: string, node: YamlNode, workflow: YamlNode, context: Context): JobHead {
  const defaults = [node.get('defaults')?.get('run') ?? null, workflow.get('defaults')?.get('run') ?? null];
  const directory = defaults.map((each) => each?.get('working-directory') ?? null).find((each) => each !== null) ?? null;
  const environment = node.get('environment');
  const container = node.get('container');
  return {
    system: 'github-actions',
    file,
    workflow: rawText(workflow.get('name')),
    triggers: triggersOf(workflow.get('on')),
    job,
    name: rawText(node.get('name')),
    runsOn: textsIn(node.get('runs-on')?.get('labels') ?? node.get('runs-on')),
    container: rawText(container?.get('image') ?? container ?? null),
    services: [...(node.get('services')?.entries().keys() ?? [])],
    uses: rawText(node.get('uses')),
    environment: rawText(environment?.get('name') ?? environment ?? null),
    timeoutMinutes: minutesIn(node.get('timeout-minutes')),
    if: rawText(node.get('if')),
    needs: textsIn(node.get('needs')),
    permissions: permissionsOf(node.get('permissions')),
    workflowPermissions: permissionsOf(workflow.get('permissions')),
    hasConcurrency: node.get('concurrency') !== null || workflow.get('concurrency') !== null,
    continueOnError: rawText(node.get('continue-on-error')) === 'true',
    steps: node.get('steps')?.items().length ?? 0,
    shell: defaults.map((each) => rawText(each?.get('shell') ?? null)).find((each) => each !== null) ?? null,
    workingDirectory: directory === null ? '.' : plainText(directory, context),
  };
}

function triggersOf(on: YamlNode | null): string[] {
  const named = textsIn(on);
  return named.length > 0 ? named : [...(on?.entries().keys() ?? [])];
}

function permissionsOf(node: YamlNode | null): Permissions {
  if (node === null) return null;
  const text = node.scalar()?.text;
  if (text !== undefined && text !== '') return text;
  return Object.fromEntries([...node.entries()].map(([scope, value]) => [scope, value.scalar()?.text ?? '']));
}
