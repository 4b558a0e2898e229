import type { Terminal } from './command.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** What a stream can show. Width without a terminal: COLUMNS, or a comfortable one. */
export function terminalOf(stream: { isTTY?: boolean; columns?: number }, environment: Environment, noColour: boolean): Terminal {
  const isTerminal = stream.isTTY === true;
  const isDumb = environment.TERM === 'dumb';
  const columns = stream.columns ?? Number.parseInt(environment.COLUMNS ?? '', 10);
  return {
    isTerminal,
    colour: isTerminal && !isDumb && !noColour && !environment.NO_COLOR,
    unicode: !isDumb && environment.TERM !== 'linux' && hasUnicode(environment),
    // Longer lines than 120 are hard to read; narrower than 40 there is nothing to lay out.
    width: Math.min(120, Math.max(40, Number.isFinite(columns) && columns > 0 ? columns : 100)),
  };
}

/** The first of the variables that is set decides, as in setlocale(3). */
function hasUnicode({ LC_ALL, LC_CTYPE, LANG, WT_SESSION }: Environment): boolean {
  return WT_SESSION !== undefined || /utf-?8/i.test(LC_ALL || LC_CTYPE || LANG || '');
}
