import { normalize } from 'node:path/posix';
import type { ProgramFact } from '../../facts/index.ts';
import type { Files, Program } from '../reading.ts';
import { readWholeConf } from '../redis-conf/follow-includes.ts';
import { parseRedisConf, type RedisConf, shownDirectives } from '../redis-conf/index.ts';
import { serverCommand } from '../redis-conf/server-arguments.ts';

/** What a declared server will run with, as far as files say: its mounted configuration, then its command, the later one winning. */
export interface ServerSettings {
  conf: RedisConf;
  shown: NonNullable<ProgramFact['server']>['settings'];
  /** Everything that it reads could be had. */
  isComplete: boolean;
}

/** Reads the configuration of a declared server where it is mounted from the project, and lays its command over it. */
export function serverSettings(program: Program, files: Files): ServerSettings {
  const command = serverCommand(program);
  const conf = parseRedisConf(program.place.file, '');
  let isComplete = command.isComplete;
  const file = program.format === 'redis-conf' ? program.place.file : command.file === null ? null : sourceOf(program, command.file);
  const whole = file === null ? null : readWholeConf(normalize(file), files, new Map());
  if (whole === null) isComplete &&= command.file === null && program.format !== 'redis-conf';
  else {
    conf.directives.push(...whole.conf.directives);
    conf.problems.push(...whole.conf.problems);
    conf.variables.push(...whole.conf.variables);
    isComplete &&= whole.outside.length === 0;
  }
  conf.directives.push(...command.directives);
  return { conf, shown: shownDirectives(conf), isComplete };
}

/** The project's file that stands at a path inside the container. */
function sourceOf(program: Program, path: string): string | null {
  for (const { source, target } of program.mounts) {
    if (source === null) continue;
    if (target === path) return source;
    if (path.startsWith(`${target.replace(/\/$/, '')}/`)) return `${source}${path.slice(target.replace(/\/$/, '').length)}`;
  }
  return program.runs === 'host' && program.folder !== null && !path.startsWith('/') ? `${program.folder}/${path}` : null;
}

/** The password of the default user, as the files give it; null: none; undefined: it cannot be known. */
export function declaredPassword({ conf, isComplete }: ServerSettings): string | null | undefined {
  const given = conf.setting('requirepass');
  if (given !== undefined && given !== '') return given;
  if (conf.setting('aclfile') !== undefined || conf.lines('user').length > 0) return undefined;
  return isComplete ? null : undefined;
}
