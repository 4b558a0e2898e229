import type { TargetFact } from '../../facts/index.ts';
import type { Files, Variable } from '../reading.ts';
import { problem, type Target } from '../target/index.ts';

/** `password="…"`, `'password' => '…'`, `REDIS_PASSWORD=…`, `getenv("REDIS_PASSWORD") or "…"`: a name of a secret, and soon behind it a word. */
const assigned = /(?:pass(?:word|wd|phrase)?|secret|token|auth)\w{0,20}["'`]?[\])]{0,2}\s{0,4}(?:=>|[=:,]|\bor\b|\|\||\?\?|\?:)\s{0,4}["'`]?([A-Za-z0-9]{10,64})(?![A-Za-z0-9])/gi;

/** No host is named so, as names have no case, and no word of a name is as long as a digest: what else looks like a secret may be a host. */
const isUnlikeName = (word: string): boolean => (/[a-z]/.test(word) && /[A-Z]/.test(word) && /\d/.test(word)) || (word.length >= 20 && /[a-z]/i.test(word) && /\d/.test(word));

/** More would not be looked for in each target: a file with so many is generated. */
const maxSecrets = 200;
const secretName = /pass|secret|token|auth/i;

/** Secrets as a file assigns them, and those of all `variables`. Each file is looked through once. */
export function secretsIn(files: Files, variables: readonly Variable[]): (file: string) => readonly string[] {
  const known = new Map<string, readonly string[]>();
  const everywhere = variables.flatMap(({ name, value }) => (value !== null && secretName.test(name) && /^[A-Za-z0-9]{10,64}$/.test(value) && isUnlikeName(value) ? [value] : []));
  return (file) => {
    const inFile = () => [...(files.text(file) ?? '').matchAll(assigned)].map(([, word]) => word ?? '').filter(isUnlikeName);
    const found = known.get(file) ?? [...new Set([...everywhere, ...inFile()])].slice(0, maxSecrets);
    known.set(file, found);
    return found;
  };
}

/**
 * A password of the project may have got into the place of a host or a user, by a forgotten sign or the wrong order of arguments. There
 * it would be shown, and asked of a name server: it is hidden, and leads nowhere.
 */
export function hideStraySecrets(target: Target, secretsOf: (file: string) => readonly string[]): void {
  for (const rival of target.rivals) hideStraySecrets(rival.target, secretsOf);
  const { fact } = target;
  const files = new Set(fact.sources.flatMap(({ place }) => (place === null ? [] : [place.file])));
  const shown = JSON.stringify([fact.name, fact.addresses, fact.username, fact.path, fact.primaryName, fact.problems]);
  const stray = [...files].flatMap(secretsOf).filter((secret) => shown.includes(secret));
  if (stray.length === 0) return;
  const hidden = (text: string): string => stray.reduce((left, secret) => left.replaceAll(secret, '***'), text);
  const orNull = (text: string | null): string | null => (text === null ? null : hidden(text));
  const addresses = fact.addresses.filter(({ host }) => hidden(host) === host);
  const found: TargetFact['problems'] = fact.problems.map((each) => ({ ...each, reason: hidden(each.reason), text: orNull(each.text), corrected: orNull(each.corrected) }));
  if (addresses.length < fact.addresses.length)
    found.push(problem('invalid-url', 'host', 'the host holds what is a password elsewhere in the project, and is not asked for', { place: fact.sources[0]?.place ?? null }));
  Object.assign(fact, { name: hidden(fact.name), addresses, username: orNull(fact.username), path: orNull(fact.path), primaryName: orNull(fact.primaryName), problems: found });
}
