import type { Answer, AskedProbe, CloudFact, FactData, ProbeName } from '../facts/index.ts';
import type { Outside } from './cloud.ts';

/** What a cause sees of one endpoint. Everything may be missing: `undefined` means unknown, never zero. */
export interface EndpointView {
  /** `host:port` or the path of a socket. */
  readonly subject: string;
  readonly target: TargetView;
  /** The application was told this endpoint itself (it was not learned from another server). */
  readonly isEntry: boolean;
  /** Gathered data of a probe. */
  get<K extends ProbeName>(probe: K): FactData<K> | undefined;
  /** The value of a probe that asks the server, when it answered. */
  value<K extends AskedProbe>(probe: K): Answer<K> | undefined;
  /** An INFO field. */
  info(field: string): string | undefined;
  /** An INFO field as a number: undefined when absent or no number. */
  infoNumber(field: string): number | undefined;
  /** A live setting (CONFIG GET); secrets are never here. */
  config(name: string): string | undefined;
  /** A numeric live setting. */
  configNumber(name: string): number | undefined;
  /** Increase of an INFO counter per second over the window. */
  rate(counter: string): number | undefined;
  /** ISO time at which the facts were taken, in milliseconds since 1970. */
  readonly nowMs: number;
  /** Facts of the machine on which Rediscue runs. */
  readonly machine: { get<K extends ProbeName>(probe: K): FactData<K> | undefined };
}

/** What a cause sees of one target: the declaration and every endpoint behind it. */
export interface TargetView {
  /** As in the report; without secrets. */
  readonly name: string;
  readonly declared: FactData<'target'> | undefined;
  readonly endpoints: readonly EndpointView[];
  /** The endpoints the application was told. */
  readonly entries: readonly EndpointView[];
  endpoint(subject: string): EndpointView | undefined;
  /** Declarations of the same use that lost to this one (`rivals`); looked at only where this one could not be used. */
  readonly shadows: readonly TargetView[];
  /** Who is told of it, by the project's files; empty for a target that was named. */
  readonly consumers: readonly FactData<'consumers'>['consumers'][number][];
  /** Why what was seen of it from here says nothing of the application; its endpoints then show nothing. */
  readonly outside: Outside | null;
  readonly project: ProjectView;
  readonly nowMs: number;
  readonly machine: EndpointView['machine'];
}

/** What a file of the project starts. */
export interface ProgramView extends FactData<'program'> {
  /** `redis in docker-compose.yml`: the subject of its fact. */
  readonly subject: string;
  /** Targets that it is told of. */
  readonly targets: readonly TargetView[];
  /** Directives of a server, the last line of each that says something; undefined: not given. */
  setting(name: string): string | undefined;
}

/** Another thing that a file declares; `data` is what the reader of its kind exports. */
export type ObjectView = FactData<'objects'>['objects'][number];

/** All targets of one run, without shadows. */
export interface ProjectView {
  /** `files`: nothing was contacted, so that nothing can be said of what is live. */
  readonly look: 'live' | 'files';
  readonly targets: readonly TargetView[];
  readonly programs: readonly ProgramView[];
  readonly dangling: readonly FactData<'dangling'>['names'][number][];
  objects(kind: string): readonly ObjectView[];
  /** What the providers say; all of it empty where nothing was given. */
  readonly cloud: CloudFact;
  readonly nowMs: number;
  readonly machine: EndpointView['machine'];
}
