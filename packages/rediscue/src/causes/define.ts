import type { Place, ProbeName } from '../facts/index.ts';
import type { CauseCode, Family } from './catalogue.ts';
import type { ExampleFacts } from './examples.ts';
import { withAppSymptoms } from './symptoms.ts';
import type { EndpointView, ProjectView, TargetView } from './view.ts';

export type Severity = 'critical' | 'error' | 'warning' | 'info';
export type Risk = 'safe' | 'disruptive' | 'destructive';

/** What to do: exact commands for this target, never with a secret in them. */
export interface Remedy {
  title: string;
  commands: string[];
  risk: Risk;
  /** Name of the runbook that does it, once there is one. */
  runbook: string | null;
  /** A command or an observation that proves that it helped. */
  verify: string;
  /** The same as changes of files, where they are known exactly: what `--fix` applies. Never with a secret in them. */
  edits?: Edit[];
}

/** A change of one line of a file of the project. The rest of the line, its comment and the file's form stay as they are. */
type Edit = { file: string; line: number } & ({ find: string; replace: string } | { insertBelow: string });

/** A probe's fact to cite, of the cause's own endpoint or of another. */
export type Cited = ProbeName | { probe: ProbeName; subject: string };

/** What a cause found. */
export interface Found {
  /** One sentence that a tired person understands, with the real names and figures. */
  summary: string;
  /** Link of the chain: why the next symptom follows from this, or what shows it. Defaults to the summary. */
  why?: string;
  /** The facts that prove it. At least one. */
  evidence: [Cited, ...Cited[]];
  /** Only to raise or lower the catalogue's severity where the catalogue says so. */
  severity?: Severity;
  where?: Place[];
  /** Name of the target that a finding of files belongs to. */
  target?: string;
  /** Other endpoints that it also concerns, so that it can explain what is seen there. */
  concerns?: string[];
  remedies?: Remedy[];
}

/** Something that could be the case but that the evidence does not decide. */
export interface Undecided {
  undecided: string;
  /** What would decide it. */
  needs: string;
}

/** What a cause may answer: nothing, one or several findings, or that it cannot tell. */
export type Verdict = Found | Undecided | readonly (Found | Undecided)[] | null | undefined | false;

interface Scopes {
  /** Judged for each endpoint of each target. */
  endpoint: EndpointView;
  /** Judged for each target: compares its endpoints, or judges the declaration itself. */
  target: TargetView;
  /** Judged once: compares targets. */
  project: ProjectView;
}
export type Scope = keyof Scopes;

export interface Cause<S extends Scope = Scope> {
  code: CauseCode;
  severity: Severity;
  scope: S;
  /** A short heading for the manual and for lists. */
  title: string;
  /** What it means to the application, two or three sentences: the manual's page. */
  meaning: string;
  /** How it is detected and told apart from its neighbours: the manual's page. */
  detection: string;
  /** What to do in general: the manual's page. `remedies` of a finding hold the exact commands. */
  advice: string;
  /** Where a fact about Redis comes from: the manual, a measured version. */
  source?: string;
  /** Facts without which it cannot be judged; the engine says in `notChecked` when they are refused. */
  needs: readonly ProbeName[];
  /** Codes (or `family/*`) that this cause explains when both are found: the cause is deeper than they are. */
  explains: readonly (CauseCode | `${Family}/*`)[];
  /**
   * How far it explains: `endpoint` the same endpoint (default), `target` everything of the same target,
   * `machine` every endpoint that is served by this machine.
   */
  reach?: 'endpoint' | 'target' | 'machine';
  /** Pure: no I/O, clock or randomness. */
  detect(view: Scopes[S]): Verdict;
  /**
   * The same cause as the project's files show it, without any live look: pure, over `programs`, `dangling`, `objects` and the
   * declared targets. Its findings name a place. In a live look it counts only as far as it explains what is seen, or as a
   * warning; what files alone prove there too is `isProof`.
   */
  inFiles?: { detect(project: ProjectView): Verdict; isProof?: boolean };
  /** Whole files of small projects: tests of `inFiles`, and the manual's. */
  fileExamples?: { bad: FileExample[]; good: FileExample[] };
  /** Recorded facts: the tests and the manual's example. Each is laid over a healthy system. */
  examples: { bad: Example[]; good: Example[] };
}

interface Example {
  /** The situation in a few words: `primary asks for a password, masterauth is empty`. */
  name: string;
  facts: ExampleFacts;
  /** Words of a bad example's summary that tell it from the others. */
  says?: string;
  /** Where it comes from when no real server shows it here: documentation, version. */
  recordedFrom?: string;
}

export interface FileExample {
  name: string;
  /** Text by path. */
  files: Record<string, string>;
  /** Place that a bad one's finding must name: `docker-compose.yml:12`. */
  at?: string;
}

/** Types a cause file; the index is generated from the folder. What every cause of its kind explains need not stand in each. */
export function defineCause<S extends Scope>(cause: Cause<S>): Cause<S> {
  return { ...cause, explains: withAppSymptoms(cause.code, cause.explains) };
}

/** What a cause that files alone show sees in recorded facts of servers. */
export const nothingLive = (): null => null;

type JudgedInFiles = Omit<Cause<'project'>, 'scope' | 'needs' | 'detect' | 'examples'> & Required<Pick<Cause, 'inFiles' | 'fileExamples'>>;

/** A cause that no live look shows: its examples are whole files. */
export const defineFileCause = (cause: JudgedInFiles): Cause<'project'> => ({ scope: 'project', needs: [], detect: nothingLive, examples: { bad: [], good: [] }, ...cause });
