import { stat } from 'node:fs/promises';
import { type RedisConf, rulesInAclFile, rulesInConf, takesPassword } from '../../declared/redis-conf/index.ts';
import type { Credentials } from '../../declared/target/index.ts';
import type { ConfigFileFact } from '../../facts/index.ts';

/** Compares the password that the application sends with the one that the server's file holds. Neither leaves this function. */
export async function declaredPassword(conf: RedisConf, aclFile: string | null, { username, password }: Credentials): Promise<ConfigFileFact['declaredPassword']> {
  if (password === null || conf.sentinel || conf.unreadable !== null) return null;
  const user = username ?? 'default';
  const found = aclFile === null ? rulesInConf(conf, user) : await rulesInAclFile(aclFile, user);
  const takes = found && takesPassword(found.rules, password);
  if (!found || takes === null) return null;
  const changedAt = await stat(found.place.file).then(
    ({ mtime }) => mtime.toISOString(),
    () => null,
  );
  return { is: takes ? 'same' : 'other', place: found.place, changedAt };
}
