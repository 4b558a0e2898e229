import type { DeclaredObject, Mount, Port, Program, VariableLayer } from '../reading.ts';
import { commandOfLine, hostProgram } from '../shell/index.ts';
import { portOf, readDockerOptions } from './docker-options.ts';
import { type Context, evaluate } from './expression.ts';
import type { PipelineService } from './types.ts';
import { variablesIn } from './variables.ts';
import type { YamlNode } from './yaml.ts';

export interface JobName {
  file: string;
  job: string;
  /** The job's own steps run in a container, beside its services. */
  inContainer: boolean;
}

/** A service container; null where the file leaves open whether it starts. */
export function serviceProgram({ file, job, inContainer }: JobName, name: string, node: YamlNode, context: Context): { program: Program; object: DeclaredObject } | null {
  const image = node.get('image')?.scalar() ?? node.scalar();
  if (!image || image.text === '') return null;
  const known = evaluate(image.text, context).value;
  const optionText = node.get('options')?.scalar() ?? null;
  // An expression in an option is one unknown word of it.
  const options = readDockerOptions((optionText?.text ?? '').replace(/\$\{\{[^}]{0,500}\}\}/g, (whole) => '_'.repeat(whole.length)));
  const at = (offset: number) => optionText?.at(offset) ?? node.place;
  const ports = [
    ...(node.get('ports')?.items() ?? []).flatMap((item): Port[] => {
      const text = item.scalar();
      const value = text === null ? null : evaluate(text.text, context).value;
      return text === null || value === null ? [] : [portOf(value, text.place)].flatMap((port) => port ?? []);
    }),
    ...options.ports.flatMap((port) => portOf(port.text, at(port.at)) ?? []),
  ];
  const env = variablesIn(node.get('env'), context);
  const layers: VariableLayer[] = [];
  if (options.env.length > 0)
    layers.push({ label: `options of ${name}`, variables: options.env.map(({ name: key, value, at: offset }) => ({ name: key, value, place: at(offset) })) });
  if (env.length > 0) layers.push({ label: `env of ${name}`, variables: env });
  const entrypoint = options.entrypoint ?? null;
  const ownCommand = node.get('command')?.scalar() ?? null;
  const ownEntrypoint = node.get('entrypoint')?.scalar() ?? null;
  const first = ownEntrypoint?.text || entrypoint?.text || '';
  const words = [...(first === '' ? [] : [first]), ...(ownCommand && ownCommand.text !== '' ? commandOfLine(ownCommand.text) : [])];
  const names = [name, ...options.names];
  const program = hostProgram({
    name,
    format: 'github-actions',
    place: image.place,
    group: `${file}#${job}`,
    runs: 'container',
    image: { value: known ?? image.text, place: image.place },
    command:
      words.length === 0 ? null : { value: words, place: ownEntrypoint?.place ?? (entrypoint && entrypoint.text !== '' ? at(entrypoint.at) : (ownCommand?.place ?? image.place)) },
    layers,
    ports,
    networks: options.hostNetwork ? [] : [{ name: job, aliases: names, place: node.place }],
    hostNetwork: options.hostNetwork,
    mounts: (node.get('volumes')?.items() ?? []).flatMap((item) => mountOf(item)),
    healthCheck: options.noHealthCheck
      ? { value: null, place: optionText?.place ?? node.place }
      : options.healthCommand && options.healthCommand.text !== ''
        ? { value: [options.healthCommand.text], place: at(options.healthCommand.at) }
        : null,
    restart: options.restart ? { value: options.restart.text, place: at(options.restart.at) } : null,
    memoryLimitBytes: options.memoryBytes ? { value: options.memoryBytes.bytes, place: at(options.memoryBytes.at) } : null,
    user: options.user ? { value: options.user.text, place: at(options.user.at) } : null,
    // A job on the runner sees no name of a service, only what is published on it.
    reachedAs: inContainer ? names : ['localhost', '127.0.0.1'],
  });
  return { program, object: { kind: 'pipeline-service', name, place: image.place, data: { file, job, ...options.health } satisfies PipelineService } };
}

function mountOf(node: YamlNode): Mount[] {
  const text = node.scalar();
  const [, source, target = '', mode] = /^(?:([^:]+):)?(\/[^:]*)(?::([\w,]+))?$/.exec(text?.text ?? '') ?? [];
  if (text === null || target === '') return [];
  return [
    {
      kind: source?.startsWith('/') || source?.startsWith('.') ? 'bind' : 'volume',
      source: source ?? null,
      target,
      readOnly: mode?.split(',').includes('ro') ?? false,
      place: text.place,
    },
  ];
}
