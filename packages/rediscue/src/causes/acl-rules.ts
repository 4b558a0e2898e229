import type { FactData } from '../facts/index.ts';
import type { EndpointView } from './view.ts';

/** Glob of Redis without sets: `*` and `?`. Null when the pattern holds a set and cannot be told. */
function matches(pattern: string, text: string): boolean | null {
  if (/[[\\]/.test(pattern)) return null;
  let p = 0;
  let t = 0;
  let star = -1;
  let resume = 0;
  while (t < text.length) {
    if (p < pattern.length && pattern[p] === '*') {
      star = p;
      resume = t;
      p += 1;
    } else if (p < pattern.length && (pattern[p] === '?' || pattern[p] === text[t])) {
      p += 1;
      t += 1;
    } else if (star !== -1) {
      p = star + 1;
      resume += 1;
      t = resume;
    } else return false;
  }
  return /^\**$/.test(pattern.slice(p));
}

/**
 * Whether these rules let a command pass, for example `-@all +get`. Null where only the members of a category would tell,
 * and the command's own `categories` are not known.
 */
function commandAllowed(rules: string, command: string, categories?: readonly string[]): boolean | null {
  const wanted = command.toLowerCase();
  const container = wanted.split('|')[0];
  let allowed: boolean | null = false;
  for (const rule of rules.toLowerCase().split(/\s+/)) {
    const grants = rule.startsWith('+');
    const name = rule.slice(1);
    if (rule === 'allcommands' || rule === '+@all') allowed = true;
    else if (rule === 'nocommands' || rule === '-@all') allowed = false;
    else if (!grants && !rule.startsWith('-')) continue;
    else if (name.startsWith('@') && categories) allowed = categories.includes(name) ? grants : allowed;
    else if (name.startsWith('@')) allowed = allowed === grants ? allowed : null;
    else if (name === wanted || name === container) allowed = grants;
  }
  return allowed;
}

/** Whether a list such as `~app:* %R~shared:*` (or `&news:*` for channels) holds this name. */
function nameAllowed(rules: string, name: string): boolean | null {
  let undecided = false;
  for (const rule of rules.split(/\s+/)) {
    if (rule === 'allkeys' || rule === 'allchannels' || rule === '*') return true;
    const parts = /^(%[RW]+)?[~&](.*)$/i.exec(rule);
    if (!parts) continue;
    const fits = matches(parts[2] ?? '', name);
    const partly = parts[1] !== undefined && parts[1].length < 3;
    if (fits === true && !partly) return true;
    if (fits !== false) undecided = true;
  }
  return undecided ? null : false;
}

type AclLog = Extract<FactData<'acl'>['log'], { state: 'ok' }>['value'];
export type Denial = AclLog[number];

/** A refusal is of today's concern for an hour; where the present rules cannot be judged, for five minutes. */
const recentSeconds = 3600;
const freshSeconds = 300;

/** The user that the application logs in as. */
export const userOf = (at: EndpointView): string => at.target.declared?.username ?? 'default';

/** What the server refused to the application's own user lately and would refuse again, the newest first. */
export function denials(at: EndpointView, reason: 'command' | 'key' | 'channel'): Denial[] {
  const acl = at.get('acl');
  if (acl?.log.state !== 'ok') return [];
  const rules = acl.self.state === 'ok' ? acl.self.value : null;
  const allowed = (object: string): boolean | null => {
    if (!rules) return null;
    if (reason === 'command') return commandAllowed(rules.commands, object, acl.categories[object.toLowerCase()]);
    return nameAllowed(reason === 'key' ? rules.keys : rules.channels, object);
  };
  return acl.log.value
    .filter((entry) => entry.reason === reason && entry.username === userOf(at) && entry.ageSeconds <= recentSeconds)
    .filter((entry) => {
      const now = allowed(entry.object);
      return now === false || (now === null && entry.ageSeconds <= freshSeconds);
    })
    .toSorted((a, b) => a.ageSeconds - b.ageSeconds);
}

/** `lpush (3 times, last 20 s ago, by 192.0.2.20:51000)`. */
export function denialText(entry: Denial): string {
  return `${entry.object} (${entry.count === 1 ? 'once' : `${entry.count} times`}, ${Math.round(entry.ageSeconds)} s ago, from ${entry.client})`;
}

/** What an account with rights could see of the application's user; null when none could. */
export function seenUser(at: EndpointView): { exists: boolean; enabled: boolean; by: string } | null {
  const seen = at.get('auth')?.userSeen;
  if (seen) return seen;
  const users = at.get('acl')?.users;
  if (users?.state !== 'ok') return null;
  const user = users.value.find((each) => each.name === userOf(at));
  return { exists: user !== undefined, enabled: user?.enabled ?? false, by: 'an account with rights' };
}
