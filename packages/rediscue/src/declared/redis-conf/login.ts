import { hash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Place } from '../../facts/index.ts';
import type { RedisConf } from './read.ts';

/** What a file says of one user, in the server's order. The rules hold passwords and stay in memory. */
export interface UserRules {
  rules: readonly string[];
  /** Of the last line that says something of the user. */
  place: Place;
}

/**
 * The rules that a configuration gives a user. `user` lines beat `requirepass`, which is the default user's password; with an
 * ACL file neither counts (measured with Redis 7.0.15). Null: it says nothing of that user.
 */
export function rulesInConf(conf: RedisConf, username: string): UserRules | null {
  const own = conf.directives.filter(({ name, values }) => name === 'user' && values[0] === username);
  const last = own.at(-1);
  if (last !== undefined) return { rules: own.flatMap(({ values }) => values.slice(1)), place: last.place };
  const password = conf.directives.findLast(({ name }) => name === 'requirepass');
  const value = password?.values[0];
  return username !== 'default' || password === undefined || !value ? null : { rules: ['on', `>${value}`], place: password.place };
}

/** The same of an ACL file. Null also when it cannot be read. */
export async function rulesInAclFile(file: string, username: string): Promise<UserRules | null> {
  const text = await readFile(file, 'utf8').catch(() => '');
  for (const [index, line] of text.split('\n').entries()) {
    const [word, name, ...rules] = line.trim().split(/ +/);
    if (word === 'user' && name === username) return { rules, place: { file, line: index + 1 } };
  }
  return null;
}

/** Whether a user with these rules logs in with this password. Null: it needs none, or has none, so that there is nothing to compare. */
export function takesPassword(rules: readonly string[], password: string): boolean | null {
  const digest = (text: string) => hash('sha256', text);
  const digests = new Set<string>();
  let isOn = false;
  let needsNone = false;
  for (const rule of rules) {
    const word = rule.toLowerCase();
    if (word === 'on' || word === 'off') isOn = word === 'on';
    else if (word === 'nopass' || word === 'resetpass' || word === 'reset') {
      digests.clear();
      needsNone = word === 'nopass';
      if (word === 'reset') isOn = false;
    } else if (rule.startsWith('>') || rule.startsWith('#')) {
      digests.add(rule.startsWith('>') ? digest(rule.slice(1)) : word.slice(1));
      needsNone = false;
    } else if (rule.startsWith('<')) digests.delete(digest(rule.slice(1)));
    else if (rule.startsWith('!')) digests.delete(word.slice(1));
  }
  if (needsNone || digests.size === 0) return null;
  return isOn && digests.has(digest(password));
}
