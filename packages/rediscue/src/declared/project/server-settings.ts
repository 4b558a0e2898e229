import { basename, normalize } from 'node:path/posix';
import type { Place, ProgramFact } from '../../facts/index.ts';
import type { ConfigMapObject } from '../kubernetes/store-objects.ts';
import type { DeclaredObject, Files, Program } from '../reading.ts';
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

/** Reads the configuration of a declared server where it is mounted from the project or a ConfigMap, and lays its command over it. */
export function serverSettings(program: Program, files: Files, objects: readonly DeclaredObject[] = []): ServerSettings {
  const command = serverCommand(program);
  const conf = parseRedisConf(program.place.file, '');
  let isComplete = command.isComplete;
  const file = program.format === 'redis-conf' ? program.place.file : command.file === null ? null : sourceOf(program, command.file);
  const mapped = program.format === 'kubernetes' && command.file !== null ? ofConfigMap(program, command.file, objects) : null;
  const whole = mapped !== null || file === null ? null : readWholeConf(normalize(file), files, new Map());
  if (mapped !== null) {
    conf.directives.push(...mapped.directives);
    conf.problems.push(...mapped.problems);
    conf.variables.push(...mapped.variables);
    isComplete &&= mapped.lines('include').length === 0;
  } else if (whole === null) isComplete &&= command.file === null && program.format !== 'redis-conf';
  else {
    conf.directives.push(...whole.conf.directives);
    conf.problems.push(...whole.conf.problems);
    conf.variables.push(...whole.conf.variables);
    isComplete &&= whole.outside.length === 0;
  }
  conf.directives.push(...command.directives);
  return { conf, shown: shownDirectives(conf), isComplete };
}

/** The configuration at a path inside a pod, where a key of a ConfigMap is mounted there. */
function ofConfigMap(program: Program, path: string, objects: readonly DeclaredObject[]): RedisConf | null {
  const covering = program.mounts.filter(({ kind, target }) => kind === 'config' && (target === path || path.startsWith(`${target.replace(/\/$/, '')}/`)));
  const maps = objects.filter(({ kind, name }) => kind === 'kubernetes-config-map' && covering.some(({ source }) => source === name)).map(({ data }) => data as ConfigMapObject);
  const [map, ...others] = maps.filter(({ variant }) => variant === program.variant);
  const found = others.length > 0 ? undefined : map?.texts.find(({ key }) => key === basename(path));
  if (!found) return null;
  const { place, text, isLineByLine } = found;
  const conf = parseRedisConf(place.file, text);
  const placed = (line = 1): Place => (isLineByLine ? { file: place.file, line: (place.line ?? 1) + line - 1 } : place);
  for (const each of [...conf.directives, ...conf.problems, ...conf.variables]) each.place = placed(each.place.line);
  return conf;
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
