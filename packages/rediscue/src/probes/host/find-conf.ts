import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { type RedisConf, readRedisConf } from '../../declared/redis-conf/index.ts';
import { type Endpoint, reachedPort } from '../../declared/target/types.ts';
import type { ConfigFileFact } from '../../facts/index.ts';

export interface FoundConf {
  conf: RedisConf;
  foundBy: ConfigFileFact['foundBy'];
}

const maxConfBytes = 1024 * 1024;
const serverFileName = /^(redis|valkey|keydb|sentinel)/i;
/** Directives that no other program's configuration has at a line's start. */
const tellTale = new Set([
  'appendonly',
  'dbfilename',
  'requirepass',
  'maxmemory',
  'maxmemory-policy',
  'sentinel',
  'replicaof',
  'slaveof',
  'masterauth',
  'save',
  'protected-mode',
  'appendfsync',
  'tls-port',
  'aclfile',
]);

/** Whether a file is a server's configuration, by its name or by what it says. */
function looksLikeServerConf(conf: RedisConf): boolean {
  if (conf.unreadable !== null || conf.directives.length === 0) return false;
  const known = conf.directives.filter(({ name }) => tellTale.has(name)).length;
  const strange = conf.problems.filter(({ kind }) => kind === 'unknown' || kind === 'quotes').length;
  if (serverFileName.test(basename(conf.file))) return strange <= conf.directives.length / 2;
  return known > 0 && strange <= 2 && strange < conf.directives.length / 2;
}

/** How well a configuration fits an endpoint: 0 not at all, 1 by the default port, 2 by what it says. */
function fits(conf: RedisConf, endpoint: Endpoint): 0 | 1 | 2 {
  if (endpoint.path !== null) return conf.setting('unixsocket') === endpoint.path ? 2 : 0;
  const named = ['port', 'tls-port'].map((name) => conf.setting(name)).filter((value) => value !== undefined);
  if (named.some((value) => Number(value) === reachedPort(endpoint))) return 2;
  const usual = conf.sentinel ? 26379 : 6379;
  return conf.setting('port') === undefined && reachedPort(endpoint) === usual ? 1 : 0;
}

/** Reads the files that look like a server's. */
export async function readConfs(files: readonly string[], foundBy: ConfigFileFact['foundBy'], stop: () => boolean): Promise<FoundConf[]> {
  const found: FoundConf[] = [];
  for (const file of files) {
    if (stop()) break;
    const info = await stat(file).catch(() => null);
    if (!info?.isFile() || info.size > maxConfBytes) continue;
    const conf = await readRedisConf(file);
    if (looksLikeServerConf(conf)) found.push({ conf, foundBy });
  }
  return found;
}

/** Those that fit an endpoint, the best first: named port before default, project before the machine, newer before older. */
export function confsFor(confs: readonly FoundConf[], endpoint: Endpoint): FoundConf[] {
  const place = (foundBy: FoundConf['foundBy']) => (foundBy === 'common-place' ? 1 : 0);
  return confs
    .map((found) => ({ found, score: fits(found.conf, endpoint) }))
    .filter(({ score }) => score > 0)
    .sort(
      (a, b) =>
        b.score - a.score ||
        place(a.found.foundBy) - place(b.found.foundBy) ||
        (b.found.conf.modifiedAt ?? '').localeCompare(a.found.conf.modifiedAt ?? '') ||
        a.found.conf.file.localeCompare(b.found.conf.file),
    )
    .map(({ found }) => found);
}
