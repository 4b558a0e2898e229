import { maskText } from '../../../declared/masks/index.ts';
import { splitWords } from '../../../declared/redis-conf/words.ts';
import type { LogKind } from '../../../facts/log-kinds.ts';
import { errnoIn } from './errno.ts';

export interface FatalConfig {
  kind: LogKind;
  text: string;
  detail: Record<string, string>;
  /** Lines that belong to it, its first included. */
  lines: number;
}

/**
 * Puts the block together that servers write to stderr: the heading, `Reading the configuration file, at line 3`,
 * `>>> 'the line'` and the reason. What the directive is about names the event: an unusable `dir` is not a wrong directive.
 */
export function readFatalConfig(lines: readonly string[]): FatalConfig {
  const detail: Record<string, string> = {};
  let reason = '';
  let quoted: string | null = null;
  let index = 1;
  for (; index < lines.length; index++) {
    const line = (lines[index] as string).trim();
    if (line === '') continue;
    const at = /^Reading the configuration file, at line (\d+)/.exec(line);
    const cited = /^>>> '(.*)'?$/.exec(line);
    if (at) detail.line = at[1] as string;
    else if (cited) quoted = (cited[1] as string).replace(/'$/, '');
    else {
      reason = line;
      index++;
      break;
    }
  }
  const directive = (quoted === null ? undefined : /^\s*(\S+)/.exec(quoted)?.[1])?.toLowerCase();
  if (directive) detail.directive = directive;
  if (reason) detail.reason = maskText(reason);
  const errno = errnoIn(reason);
  if (errno) detail.errno = errno;
  const { kind, path, host } = meaning(directive ?? null, quoted ?? '', reason);
  if (path) detail.path = path;
  if (host) detail.host = host;
  const where = detail.line ? ` at line ${detail.line}` : '';
  const shown = quoted === null ? '' : ` >>> '${maskText(quoted)}'`;
  return { kind, detail, text: maskText(`FATAL CONFIG FILE ERROR${where}:${shown} ${reason}`), lines: index };
}

function meaning(directive: string | null, quoted: string, reason: string): { kind: LogKind; path?: string; host?: string } {
  const words = splitWords(quoted)?.map((word) => word.text) ?? [];
  const last = words.at(-1);
  if (reason.includes('open the log file')) return { kind: 'log-unwritable', ...(directive === 'logfile' && last && { path: last }) };
  if (directive === 'dir' && errnoIn(reason)) return { kind: 'chdir-failed', ...(last && { path: last }) };
  if (directive === 'user' || directive === 'aclfile') return { kind: 'acl-fatal' };
  if (directive === 'sentinel' && /resolve/i.test(reason)) {
    // `sentinel monitor NAME HOST PORT QUORUM`, `sentinel known-replica NAME HOST PORT`.
    return { kind: 'sentinel-resolve-failed', ...(words[3] && { host: words[3] }) };
  }
  return { kind: 'config-fatal' };
}
