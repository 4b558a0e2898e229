import type { Rival, Target } from '../target/index.ts';
import type { Declaration } from './declarations.ts';
import { type Layer, setterOf } from './layers.ts';
import { isSameServer } from './same-server.ts';

/** More than these are a zoo, and each is looked at. */
const mostRivals = 3;

/** What the loser says otherwise; null when both agree, when it is silent there, or when it names no server. */
function difference(winner: Target, loser: Target): Rival['differs'] | null {
  const [a, b] = [winner.fact, loser.fact];
  if (b.addresses.length === 0 && b.path === null) return null;
  if (a.kind !== b.kind || a.tls !== b.tls || !isSameServer(a, b)) return 'endpoint';
  const theirs = loser.credentials;
  if (theirs.password === null) return null;
  const user = (name: string | null) => name ?? 'default';
  const isSame = theirs.password === winner.credentials.password && user(theirs.username) === user(winner.credentials.username);
  return isSame ? null : 'credentials';
}

const isTwin = (one: Target, other: Target): boolean => difference(one, other) === null && one.credentials.password === other.credentials.password;

/** Variables of a declaration, as a clause names them. */
const named = ({ target }: Declaration): string => target.fact.sources.map(({ name }) => name).join(', ');

/**
 * The declarations that `winner` beats and that say something else: other variables of the same environment first, then those
 * that would count if the upper layers did not set theirs. `lower[i]` holds those of the layers from `i + 1` on.
 */
export function rivalsOf(winner: Declaration, beside: readonly Declaration[], lower: readonly (readonly Declaration[])[], layers: readonly Layer[]): Rival[] {
  const found: Rival[] = [];
  const add = (loser: Target, rule: string) => {
    const differs = difference(winner.target, loser);
    if (differs === null || found.length >= mostRivals || found.some(({ target }) => isTwin(target, loser))) return;
    found.push({ target: loser, differs, rule, place: loser.fact.sources[0]?.place ?? null });
  };
  for (const loser of beside) add(loser.target, `${winner.target.fact.sources[0]?.name} beats ${named(loser)}`);
  for (const [index, losers] of lower.entries())
    for (const loser of losers) {
      const overridden = overriddenIn(loser, layers, index + 1);
      if (overridden === null) continue;
      const { name, rule, label } = overridden;
      const source = { kind: 'file' as const, name, place: label.place(name) };
      const sources = [source, ...loser.target.fact.sources.filter((entry) => entry.name !== name)];
      add({ ...loser.target, fact: { ...loser.target.fact, sources } }, rule);
    }
  return found;
}

/** The variable of a declaration of the layers from `from` on to which an upper layer gives another value. */
function overriddenIn(loser: Declaration, layers: readonly Layer[], from: number): { name: string; rule: string; label: Layer } | null {
  for (const name of loser.variables) {
    const top = setterOf(name, layers);
    const below = setterOf(name, layers.slice(from));
    if (top && below && top !== below && top.values[name] !== below.values[name]) return { name, rule: `${top.label} beats ${below.label} for ${name}`, label: below };
  }
  return null;
}
