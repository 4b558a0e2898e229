import type { Completed } from './completed.ts';

export function zsh(commands: readonly Completed[]): string {
  return `#compdef rediscue
# Completion of rediscue for zsh.
_rediscue() {
  local -a commands
  commands=(
${commands.map(({ name, what }) => `    ${quoted(`${name}:${what}`)}`).join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe 'command' commands
    _arguments '(-h --help)'{-h,--help}'[show help]' '(-V --version)'{-V,--version}'[show the version]'
    return
  fi
  local command=$words[2]
  shift words
  (( CURRENT-- ))
  case $command in
${commands.map(branch).join('\n')}
  esac
}
if [[ $funcstack[1] == _rediscue ]]; then _rediscue "$@"; else compdef _rediscue rediscue; fi
`;
}

function branch({ name, options, words }: Completed): string {
  const specs = options.map(option);
  const rest = words.length > 0 ? [quoted(`*:value:(${words.join(' ')})`)] : [quoted('*: :_default')];
  return `    ${name})
      _arguments -s \\
${[...specs, ...rest].map((spec) => `        ${spec}`).join(' \\\n')}
      ;;`;
}

function option({ name, spec }: Completed['options'][number]): string {
  const what = spec.what.replace(/[[\]\\:]/g, '\\$&');
  const action = spec.choices !== undefined ? `(${spec.choices.join(' ')})` : spec.complete === 'folder' ? '_files -/' : spec.complete === 'file' ? '_files' : ' ';
  const tail = `[${what}]${spec.type === 'string' ? `:${spec.value ?? 'value'}:${action}` : ''}`;
  const assign = spec.type === 'string' ? '=' : '';
  if (spec.short === undefined) return quoted(`--${name}${assign}${tail}`);
  return `${quoted(`(-${spec.short} --${name})`)}{-${spec.short}${spec.type === 'string' ? '+' : ''},--${name}${assign}}${quoted(tail)}`;
}

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
