import type { Place, TargetFact } from '../facts/index.ts';
import type { CauseCode } from './catalogue.ts';
import type { Remedy, Risk } from './define.ts';
import { kubectl, objectAt } from './kubectl.ts';
import { quoted as quotedWord } from './quoted.ts';
import type { TargetView } from './view.ts';

export type Problem = TargetFact['problems'][number];

/** What an address ends in that is not the server's. */
export const deadEnds = [
  'network/name-not-found',
  'network/resolver-unreachable',
  'network/nothing-listening',
  'network/filtered',
  'network/unreachable',
  'network/not-redis',
] as const satisfies readonly CauseCode[];

/** Where the target was written down, the winning place first. */
export function places(target: TargetView): Place[] {
  return (target.declared?.sources ?? []).flatMap(({ place }) => (place ? [place] : []));
}

export const placeText = (place: Place): string => (place.line === undefined ? place.file : `${place.file}:${place.line}`);

/** Ends of the names of variables that hold one part of a target alone. */
const partEndings: Readonly<Record<string, RegExp>> = {
  host: /_HOST$/,
  port: /_PORT$/,
  username: /_USERNAME$/,
  password: /_PASSWORD(_FILE)?$/,
  database: /_DB$/,
};

/** Where a part of the target was written down, when it has a place of its own; otherwise where the target was. */
function sourceOf(target: TargetView, part?: string) {
  const sources = target.declared?.sources ?? [];
  const ending = partEndings[part ?? ''];
  const own = part === undefined ? undefined : sources.find((source) => source.part === part);
  return own ?? (ending && sources.find(({ name }) => name !== null && ending.test(name))) ?? sources[0];
}

/** Where a part of the target was written down; where the target was, when the part has no place of its own. */
export function placeOfPart(target: TargetView, part: string): Place[] {
  const place = sourceOf(target, part)?.place;
  return place ? [place] : places(target).slice(0, 1);
}

/** `REDIS_URL in .env:3`, `the environment variable REDIS_PORT` (for the part `port`), `the argument`. */
export function sourceText(target: TargetView, part?: string): string {
  const source = sourceOf(target, part);
  if (!source) return 'the declaration';
  if (source.place) return source.name ? `${source.name} in ${placeText(source.place)}` : placeText(source.place);
  return source.kind === 'environment' && source.name ? `the environment variable ${source.name}` : 'the argument';
}

export function problemsOf(target: TargetView, kind: Problem['kind']): Problem[] {
  return (target.declared?.problems ?? []).filter((problem) => problem.kind === kind);
}

/** The place of a problem; without one of its own, that of the declaration. */
export const placesOf = (problem: Problem, target: TargetView): Place[] => (problem.place ? [problem.place] : places(target).slice(0, 1));

/** Opens an editor at the line, or of an object of a cluster. */
export const edit = (place: Place): string => {
  const live = objectAt(place);
  return live === null ? editFile(place) : `${kubectl(live)} edit ${quotedWord(live.object)}`;
};

const editFile = (place: Place): string => `\${EDITOR:-vi} ${place.line === undefined ? '' : `+${place.line} `}'${place.file.replaceAll("'", `'\\''`)}'`;

/** The command with which a person changes the declaration, or a part of it: an editor at its place, or what stands in for one. */
export function change(target: TargetView, place?: Place, part?: string): string[] {
  const source = sourceOf(target, part);
  const at = place ?? source?.place ?? places(target)[0];
  if (at) return [edit(at)];
  return source?.kind === 'environment' && source.name ? [`printenv ${source.name} | sed 's#//.*@#//***@#'`] : [];
}

/** The command that looks at the whole target again; what is declared is read anew, with its secrets. */
export function diagnoseTarget(target: TargetView): string {
  const kind = target.declared?.sources[0]?.kind;
  const cluster = target.entries.map((entry) => entry.get('kubernetes')).find((fact) => fact !== undefined);
  if (cluster) {
    const named = kind === 'file' ? '' : ` '${target.name}'`;
    return `rediscue diagnose${named} --context ${quotedWord(cluster.context)} --namespace ${quotedWord(cluster.home)}`;
  }
  return kind === 'environment' || kind === 'file' ? 'rediscue diagnose' : `rediscue diagnose '${target.name}'`;
}

/** A remedy with `verify` as the command that shows that it helped. */
export function remedy(title: string, commands: string[], verify: string, risk: Risk = 'safe', runbook: string | null = null): Remedy {
  return { title, commands, risk, runbook, verify };
}

/** A service of compose whose container runs on what its file said before. */
export const recreate = (service: string, verify: string): Remedy =>
  remedy('Make the container anew with what the file says now; its volumes stay', [`docker compose up -d --force-recreate ${service}`], verify, 'disruptive', 'recreate-container');

/** A remedy with the exact change of the line that declares a part of the target, where it stands in a file. */
export function withEdit(whole: Remedy, target: TargetView, part: string | undefined, text: { find: string; replace: string }): Remedy {
  const place = sourceOf(target, part)?.place ?? places(target)[0];
  return place?.line === undefined ? whole : { ...whole, edits: [{ file: place.file, line: place.line, ...text }] };
}

/** An answer of a server inside a sentence: short, and without the full stop that would end the sentence. */
export const quoted = (reply: string | null | undefined): string => `"${(reply ?? '').replace(/^[-+]/, '').replace(/[.\s]+$/, '')}"`;
