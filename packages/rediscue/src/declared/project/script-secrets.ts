import type { Place } from '../../facts/index.ts';
import type { Files } from '../reading.ts';

/** A password that a script gives a client as it is, at its place. Lives in memory only. */
export interface ScriptSecret {
  secret: string;
  place: Place;
}

/** Files whose scripts are run for the project: pipelines. */
const isPipeline = (path: string): boolean =>
  /^\.github\/(workflows|actions)\/.+\.ya?ml$|(^|\/)\.gitlab-ci\.ya?ml$|^\.circleci\/config\.ya?ml$|(^|\/)(azure|bitbucket)-pipelines\.ya?ml$/.test(path);
/** A call of a client up to what ends the command; a backslash carries it to the next line. */
const call = /\b(?:redis|valkey)-cli\b(?:\\\r?\n|[^\n|;&#]){0,2000}/g;
const login =
  /\s(?:-a|--pass(?:word)?)(?:\s*\\?\r?\n\s*|\s+|=)(?:"([^"\n]{1,400})"|'([^'\n]{1,400})'|([^\s"'\\]{1,400}))|\s-u\s+["']?\w{3,40}:\/\/[^\s/@:"']{0,200}:([^\s@"']{1,400})@/g;
/** What a line hands on to later steps: a URL, or the value of a name that says password. */
const handedOn =
  /^[^\n]*?(?:\w{3,40}:\/\/[^\s/@:"']{0,200}:([^\s@"']{1,400})@|\b(?:REDIS|VALKEY)\w{0,60}(?:PASS(?:WORD|WD)?|AUTH|PWD|SECRET)=["']?([^\s"']{1,400}))[^\n]{0,400}>>\s*["']?\$\{?GITHUB_(?:ENV|OUTPUT)/gm;
/** What is put in from elsewhere, also in part, and what tells the reader to put it in. */
const isReference = (text: string): boolean => /[$`]|\{\{|^-|^<.*>$/.test(text);

const maxFound = 200;

/** Passwords that the scripts of pipelines hold, in calls of clients and for later steps. */
export function scriptSecrets(files: Files): ScriptSecret[] {
  const found: ScriptSecret[] = [];
  for (const file of files.paths.filter(isPipeline)) {
    const text = files.text(file) ?? '';
    const add = (match: RegExpMatchArray, from: number) => {
      const secret = match.slice(1).find((each) => each !== undefined) ?? '';
      if (isReference(secret) || found.length >= maxFound) return;
      const at = from + (match.index ?? 0) + match[0].lastIndexOf(secret);
      found.push({ secret, place: { file, line: text.slice(0, at).split('\n').length, column: at - text.lastIndexOf('\n', at - 1) } });
    };
    for (const match of text.matchAll(handedOn)) if (!/^\s*#/.test(match[0])) add(match, 0);
    for (const { 0: command, index } of text.matchAll(call)) {
      const before = text.slice(text.lastIndexOf('\n', index) + 1, index);
      // A comment, and a name that speaks of the command.
      if (/(^|\s)#/.test(before) || /^\s*(-\s+)?(name|description):/.test(before)) continue;
      for (const match of command.matchAll(login)) add(match, index);
    }
  }
  return found;
}
