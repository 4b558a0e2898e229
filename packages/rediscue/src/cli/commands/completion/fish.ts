import type { Completed } from './completed.ts';

export function fish(commands: readonly Completed[]): string {
  return [
    '# Completion of rediscue for fish.',
    'complete -c rediscue -f',
    `complete -c rediscue -n __fish_use_subcommand -s h -l help -d 'Show help'`,
    `complete -c rediscue -n __fish_use_subcommand -s V -l version -d 'Show the version'`,
    ...commands.map(({ name, what }) => `complete -c rediscue -n __fish_use_subcommand -a ${name} -d ${quoted(what)}`),
    ...commands.flatMap((command) => [
      ...(command.words.length > 0 ? [`${seen(command)} -a ${quoted(command.words.join(' '))}`] : []),
      ...(command.takesFiles ? [`${seen(command)} -F`] : []),
      ...command.options.map((option) => `${seen(command)} ${flags(option)}`),
    ]),
    '',
  ].join('\n');
}

const seen = ({ name }: Completed): string => `complete -c rediscue -n '__fish_seen_subcommand_from ${name}'`;

function flags({ name, spec }: Completed['options'][number]): string {
  const values =
    spec.choices !== undefined
      ? ` -x -a ${quoted(spec.choices.join(' '))}`
      : spec.complete === 'folder'
        ? ` -x -a '(__fish_complete_directories)'`
        : spec.complete === 'file'
          ? ' -r -F'
          : spec.type === 'string'
            ? ' -x'
            : '';
  return `${spec.short === undefined ? '' : `-s ${spec.short} `}-l ${name} -d ${quoted(spec.what)}${values}`;
}

const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
