import { type Reply, text } from '../resp.ts';
import { clip, list } from './shape.ts';

export interface AclUser {
  name: string;
  enabled: boolean;
  noPassword: boolean;
  hasPassword: boolean;
  /** `+@all` without anything taken away again. */
  allCommands: boolean;
  allKeys: boolean;
}

const most = 1000;

/** ACL LIST: `user NAME on #hash ~* &* +@all` a line. Hashes are not kept. */
export function parseAclList(reply: Reply): AclUser[] | undefined {
  const lines = list(reply);
  if (lines === undefined) return undefined;
  const users: AclUser[] = [];
  for (const line of lines.slice(0, most)) {
    const user = parseAclLine(text(line) ?? '');
    if (user) users.push(user);
  }
  return users.length > 0 || lines.length === 0 ? users : undefined;
}

function parseAclLine(line: string): AclUser | undefined {
  // Selectors stand in parentheses at the end: they add rights, and never all of them in practice.
  const [keyword, name, ...rules] = line.replace(/\([^)]*\)/g, ' ').split(/\s+/);
  if (keyword !== 'user' || !name) return undefined;
  const user: AclUser = { name: clip(name, 128), enabled: false, noPassword: false, hasPassword: false, allCommands: false, allKeys: false };
  for (const rule of rules) {
    if (rule === 'on') user.enabled = true;
    else if (rule === 'off') user.enabled = false;
    else if (rule === 'nopass') user.noPassword = true;
    else if (rule.startsWith('#')) user.hasPassword = true;
    else if (rule === '~*' || rule === 'allkeys' || rule === '%RW~*') user.allKeys = true;
    else if (rule === '+@all' || rule === 'allcommands') user.allCommands = true;
    else if (rule.startsWith('-')) user.allCommands = false;
  }
  return user;
}
