import type { Completed } from './completed.ts';

/** Works with bash 3.2 (macOS) and later, without the bash-completion package. */
export function bash(commands: readonly Completed[]): string {
  return `# Completion of rediscue for bash.
_rediscue() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} command= word
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case $word in -*) ;; *) command=$word; break ;; esac
  done
  COMPREPLY=()
  if [[ -z $command ]]; then
    COMPREPLY=( $(compgen -W '${[...commands.map(({ name }) => name), '--help', '--version', '--no-color'].join(' ')}' -- "$current") )
    return
  fi
  case $command in
${commands.map(branch).join('\n')}
  esac
}
complete -o filenames -F _rediscue rediscue
`;
}

function branch({ name, options, words, takesFiles }: Completed): string {
  const values = options
    .filter(({ spec }) => spec.type === 'string')
    .map((option) => `        ${names(option).join('|')}) ${reply(option.spec.choices, option.spec.complete)}; return ;;`);
  return `    ${name})
      case $previous in
${values.length > 0 ? `${values.join('\n')}\n` : ''}        *) ;;
      esac
      if [[ $current == -* ]]; then
        COMPREPLY=( $(compgen -W '${options.flatMap(names).join(' ')}' -- "$current") )
      else
        ${reply(words, takesFiles ? 'file' : undefined)}
      fi
      ;;`;
}

function reply(choices: readonly string[] | undefined, complete: 'file' | 'folder' | undefined): string {
  if (choices !== undefined && choices.length > 0) return `COMPREPLY=( $(compgen -W '${choices.join(' ')}' -- "$current") )`;
  // Names of files may hold spaces: only a line's end parts them.
  if (complete !== undefined) return `local IFS=$'\\n'; COMPREPLY=( $(compgen ${complete === 'folder' ? '-d' : '-f'} -- "$current") )`;
  return ':';
}

const names = ({ name, spec }: Completed['options'][number]): string[] => [...(spec.short === undefined ? [] : [`-${spec.short}`]), `--${name}`];
