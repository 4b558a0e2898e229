import type { FoundTarget, FoundTargets } from '../../../config/write.ts';
import type { DeclaredTarget } from '../../../declared/project/index.ts';
import { buildTarget, partsOfTarget } from '../../../declared/target/index.ts';
import type { Place } from '../../../facts/index.ts';

/** What the project declares, as settings without secrets; and what cannot be written down, with the reason. */
export function findTargets(declared: readonly DeclaredTarget[], isLive: (one: DeclaredTarget) => boolean): FoundTargets {
  const found: FoundTargets = { targets: [], leftOut: [], areComments: false };
  for (const one of declared) {
    const { fact } = one.target;
    const declaredIn = fact.sources.flatMap(({ place }) => place ?? []);
    const why = reasonAgainst(one, isLive);
    if (why !== null) {
      // Targets in the file win over all others: with them nobody would look at the one that is wrong.
      if (isLive(one) && !isFallback(one)) found.areComments = true;
      found.leftOut.push({ target: fact.name, declaredIn, why });
      continue;
    }
    const settings = settingsOf(one);
    const twin = found.targets.find((other) => JSON.stringify(other.settings) === JSON.stringify(settings));
    if (twin) twin.declaredIn.push(...declaredIn.filter((place) => !twin.declaredIn.some((known) => known.file === place.file && known.line === place.line)));
    else found.targets.push({ name: freeName(one, found.targets), shown: fact.name, settings, declaredIn, note: noteOf(one, settings) });
  }
  return found;
}

/** A wrong declaration is not made right by a copy in another place: it is found as long as the application has it. */
function reasonAgainst(one: DeclaredTarget, isLive: (one: DeclaredTarget) => boolean): string | null {
  const { fact } = one.target;
  if (!isLive(one)) return one.variant === null ? 'it is for another place than this one' : `it is for ${one.variant}`;
  if (isFallback(one)) return 'sources fall back to it, and a target here would win over the environment too';
  const fault = fact.problems.find(({ tolerated }) => !tolerated);
  if (fault) return fault.reason;
  return fact.addresses.length === 0 && fact.path === null ? 'it cannot be known from the files where it is' : null;
}

const sourceFile = /\.(?:[cm]?[jt]sx?|py|rb|php|go|java|kt)$/;
/** Nothing but defaults in sources says so. */
const isFallback = ({ target: { fact } }: DeclaredTarget): boolean => fact.sources.length > 0 && fact.sources.every(({ place }) => place !== null && sourceFile.test(place.file));

type Settings = FoundTarget['settings'];

function settingsOf({ target }: DeclaredTarget): Settings {
  const { fact, credentials, tls } = target;
  const secret = credentials.password === null ? {} : secretOf(target.fact.sources);
  const isHidden = fact.username === null && credentials.username !== null;
  const use = { ...(fact.use === null ? {} : { use: fact.use }), ...(fact.readOnly ? { readOnly: true } : {}) };
  const files = {
    ...(tls?.authorityFile ? { caFile: tls.authorityFile } : {}),
    ...(tls?.certificateFile && tls.keyFile ? { certFile: tls.certificateFile, keyFile: tls.keyFile } : {}),
    ...(tls?.serverName ? { serverName: tls.serverName } : {}),
  };
  const encrypted = Object.keys(files).length === 0 ? {} : { tls: files };
  if (secret.urlEnv !== undefined) return { urlEnv: secret.urlEnv, ...encrypted, ...use };
  const { name } = buildTarget({ ...partsOfTarget(target), password: null, hideUsername: false, username: isHidden ? null : credentials.username }).fact;
  return { url: name, ...secret, ...encrypted, ...use };
}

/** The variable that holds the password, where `rediscue diagnose` finds it again: in the environment, or in an env file at the top. */
function secretOf(sources: DeclaredTarget['target']['fact']['sources']): { urlEnv?: string; passwordEnv?: string } {
  const reached = sources.filter(({ name, place }) => name !== null && /^[A-Za-z_]\w*$/.test(name) && (place === null || place.file === '.env' || place.file === '.env.local'));
  const password = reached.find(({ name }) => /(PASS(WORD|WD)?|AUTH|SECRET|TOKEN|PWD)$/i.test(name ?? ''));
  if (password?.name) return { passwordEnv: password.name };
  const url = reached.find(({ name }) => /UR[IL]|DSN|REDIS$|VALKEY$/i.test(name ?? ''));
  return url?.name && sources.length === 1 ? { urlEnv: url.name } : {};
}

function noteOf({ target, consumers }: DeclaredTarget, settings: Settings): string[] {
  const who = [...new Set(consumers.map(({ name }) => name))].slice(0, 4).join(', ');
  const notes = who === '' ? [] : [`Told to ${who}.`];
  if (settings.urlEnv !== undefined) notes.push(`Now ${target.fact.name}`);
  const isElsewhere = target.credentials.password !== null && settings.urlEnv === undefined && settings.passwordEnv === undefined;
  if (isElsewhere) notes.push(`Its login is taken from ${placeOf(target.fact.sources.find(({ place }) => place !== null)?.place)}.`);
  return notes;
}

const placeOf = (place: Place | null | undefined): string => (place ? `${place.file}${place.line === undefined ? '' : `:${place.line}`}` : 'the environment');

/** After its use, or the server that the files declare, or what it is. */
function freeName({ target, server }: DeclaredTarget, taken: readonly FoundTarget[]): string {
  const kind = target.fact.kind === 'server' || target.fact.kind === 'unix' ? 'redis' : target.fact.kind;
  const wanted = (target.fact.use ?? server?.name ?? kind).replace(/[^\w.-]+/g, '-').replace(/^[^A-Za-z0-9]+/, '') || kind;
  const names = [wanted, ...Array.from({ length: taken.length + 1 }, (_, index) => `${wanted}-${index + 2}`)];
  return names.find((name) => !taken.some((other) => other.name === name)) ?? wanted;
}
