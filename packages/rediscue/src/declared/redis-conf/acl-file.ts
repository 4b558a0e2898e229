import { readFile, stat } from 'node:fs/promises';
import type { Place, SecretShape } from '../../facts/index.ts';
import { shapeOfSecret } from '../secret-shape.ts';

/** A user of an ACL file without its passwords. */
interface AclUser {
  name: string;
  enabled: boolean;
  /** `nopass`: every password is accepted. */
  noPassword: boolean;
  /** Count of passwords, in clear or hashed. */
  passwords: number;
  /** Shape of the first password that stands in clear. */
  secret: SecretShape | null;
  /** Rules without passwords. */
  rules: string[];
  place: Place;
}

interface AclFile {
  file: string;
  /** Null when it can be read; otherwise the system's code. */
  unreadable: string | null;
  users: AclUser[];
  /** What stops a start. */
  problems: { place: Place; reason: string }[];
}

const maxFileBytes = 4 * 1024 * 1024;

/** Reads the file that `aclfile` names. Never rejects. */
export async function readAclFile(file: string): Promise<AclFile> {
  try {
    const info = await stat(file);
    if (!info.isFile() || info.size > maxFileBytes) return { file, unreadable: info.isFile() ? 'it is too large for an ACL file' : 'it is no file', users: [], problems: [] };
    return parseAclFile(file, await readFile(file, 'utf8'));
  } catch (error) {
    return { file, unreadable: (error as NodeJS.ErrnoException).code ?? 'unknown error', users: [], problems: [] };
  }
}

/** Lines of `user NAME rules…`, nothing else: not even a comment (servers since 6.0 refuse it). */
export function parseAclFile(file: string, text: string): AclFile {
  const users: AclUser[] = [];
  const problems: AclFile['problems'] = [];
  const names = new Set<string>();
  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.trim();
    if (line === '') continue;
    const place: Place = { file, line: index + 1 };
    const words = line.split(/ +/);
    const name = words[1];
    if (words[0] !== 'user' || name === undefined) {
      const reason = line.startsWith('#') ? 'a comment: servers refuse an ACL file that has one' : 'a line that does not begin with `user NAME`';
      problems.push({ place, reason });
      continue;
    }
    if (names.has(name)) problems.push({ place, reason: `user \`${name}\` stands here a second time` });
    names.add(name);
    users.push(readUser(name, words.slice(2), place));
  }
  return { file, unreadable: null, users, problems };
}

function readUser(name: string, words: readonly string[], place: Place): AclUser {
  const user: AclUser = { name, enabled: false, noPassword: false, passwords: 0, secret: null, rules: [], place };
  for (const word of words) {
    const lower = word.toLowerCase();
    if (lower === 'on' || lower === 'off') user.enabled = lower === 'on';
    else if (lower === 'nopass') user.noPassword = true;
    else if (lower === 'resetpass' || lower === 'reset') Object.assign(user, { noPassword: false, passwords: 0, secret: null }, lower === 'reset' && { enabled: false, rules: [] });
    else if (word.startsWith('>')) {
      user.passwords++;
      user.secret ??= shapeOfSecret(word.slice(1), name);
      user.noPassword = false;
    } else if (word.startsWith('#')) {
      user.passwords++;
      user.noPassword = false;
    } else if (!/^[<!]/.test(word)) user.rules.push(word);
  }
  return user;
}
