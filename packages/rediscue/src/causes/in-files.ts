import type { Place } from '../facts/index.ts';
import { edit, places, sourceText } from './declaration.ts';
import type { Cited, Found, Remedy } from './define.ts';
import type { ProgramView, ProjectView, TargetView } from './view.ts';

type Consumer = TargetView['consumers'][number];

/** Somebody who is told of a target, with what starts him and the declared server that the address leads to. */
export interface Way {
  target: TargetView;
  consumer: Consumer;
  program: ProgramView | null;
  server: ProgramView | null;
  /** How the files lead there; null where they do not. */
  link: Consumer['server'];
}

/** Every way from a consumer to a Redis that the files declare. */
export function ways(project: ProjectView): Way[] {
  const bySubject = new Map(project.programs.map((program) => [program.subject, program]));
  const find = (subject: string | null | undefined) => (subject == null ? null : (bySubject.get(subject) ?? null));
  return project.targets.flatMap((target) =>
    target.consumers.map((consumer) => ({ target, consumer, program: find(consumer.program), server: find(consumer.server?.program), link: consumer.server })),
  );
}

/** Redis servers that files start. */
export const declaredServers = (project: ProjectView): ProgramView[] => project.programs.filter(({ kind }) => kind === 'redis');

/** Sentinels that files start. */
export const declaredSentinels = (project: ProjectView): ProgramView[] => project.programs.filter(({ kind }) => kind === 'sentinel');

/** Endpoints to which a declared server belongs: what a finding about it explains there. */
export const endpointsOf = (project: ProjectView, server: ProgramView): string[] =>
  project.targets
    .filter(({ consumers }) => consumers.some((consumer) => consumer.server?.program === server.subject))
    .flatMap(({ endpoints }) => endpoints.map(({ subject }) => subject));

/** What a finding about a target's declaration says of it: its name, its endpoints, and its fact to cite. */
export const about = (target: TargetView) => ({ target: target.name, concerns: target.endpoints.map(({ subject }) => subject) });

/** Facts of programs to cite. */
export const programs = (first: ProgramView, ...more: ProgramView[]): [Cited, ...Cited[]] => [
  { probe: 'program', subject: first.subject },
  ...more.map(({ subject }): Cited => ({ probe: 'program', subject })),
];

/** Where a part of a target (`host`, `port`, `password`) is set, or else where the target is. */
export function placeOf({ declared }: TargetView, ending: RegExp): Place | null {
  const sources = declared?.sources ?? [];
  return sources.find(({ name }) => name !== null && ending.test(name))?.place ?? sources[0]?.place ?? null;
}

/** A file that somebody wrote for a place to run, and not what code falls back to: that is for whoever runs it with a server of his own. */
export const isSetting = (place: Place | null): boolean =>
  place === null || /(^|\/)(\.env[^/]*|[^/]*\.env|Procfile[^/]*)$|\.(conf|ya?ml|toml|properties|ini|service)$/.test(place.file);

/** A change of a file: an editor at its place, checked by reading the files again. `edit` says the same exactly, where it is known. */
export const change = (title: string, place: Place | null, exact?: { find: string; replace: string } | { insertBelow: string } | null): Remedy => ({
  title,
  commands: place === null ? [] : [edit(place)],
  risk: 'safe',
  runbook: null,
  verify: 'rediscue audit',
  ...(exact && place?.line !== undefined && { edits: [{ file: place.file, line: place.line, ...exact }] }),
});

/** The whole declaration's places without gaps: what a report shows as `where`. */
export const whereOf = (target: TargetView, first: Place | null): Place[] => (first === null ? places(target).slice(0, 1) : [first]);

/** Ways on which the declared login is not the declared server's, in the given way. `tell` gives the sentence and where to mend it. */
export function loginsInFiles(
  project: ProjectView,
  kind: NonNullable<NonNullable<Consumer['server']>['password']>,
  tell: (from: string, server: ProgramView) => { summary: string; fix: string; at: 'application' | 'server' },
): Found[] {
  return ways(project).flatMap(({ target, server, link, consumer }) => {
    if (!server || link?.password !== kind || consumer.variant !== server.variant) return [];
    const place = placeOf(target, /_(PASSWORD|PASSWORD_FILE|URL)$/);
    const theirs = server.command?.place ?? server.place;
    const { summary, fix, at } = tell(sourceText(target, 'password'), server);
    return [
      {
        summary,
        evidence: ['target', ...programs(server)],
        where: [...whereOf(target, place), theirs],
        ...about(target),
        remedies: [change(fix, at === 'server' ? theirs : place)],
      },
    ];
  });
}
