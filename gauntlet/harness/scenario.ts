import type { CauseCode } from '../../packages/rediscue/src/causes/catalogue.ts';
import type { Capability, World } from '../../testbed/index.ts';

/** What the report must say. */
export interface Expectation {
  /** The first root cause; null: a healthy system, nothing above `warning`. */
  root: CauseCode | null;
  /** Codes that must stand in the chain, symptom first, the root last. */
  chain?: CauseCode[];
  /** What the first root cause's summary, chain or remedies must name: an address, a file, a figure. */
  says?: (string | RegExp)[];
  /** Other root causes at error or above that are truly there, such as a second, independent fault. */
  also?: CauseCode[];
  /** Codes that must not be found at all, at any severity: the decoys. */
  never?: CauseCode[];
  /** Codes that must be among the findings, at any severity. */
  finds?: CauseCode[];
}

export interface Arranged {
  /** `audit` reads the project's files alone. Default: `diagnose`. */
  command?: 'diagnose' | 'audit';
  /** Targets on the command line. */
  targets?: string[];
  /** Environment of the command beside PATH and HOME. */
  env?: Record<string, string>;
  /** Folder of the project (`--project`). */
  project?: string;
  /** More options. */
  options?: string[];
  /** Prefix that runs the command elsewhere, such as `ip netns exec`. */
  through?: string[];
  expect: Expectation;
  /** Mends it; afterwards a second diagnosis must find nothing above `warning`. */
  heal?: () => unknown;
  /** What the second diagnosis is given, where mending is on the application's side. */
  healed?: Partial<Pick<Arranged, 'targets' | 'env' | 'project' | 'options' | 'through'>>;
}

export interface Scenario {
  /** The situation in a sentence, as its victim would tell it. */
  name: string;
  needs?: Capability[];
  /** Runs without others beside it: it measures load, or somebody in this very process must answer in time. */
  alone?: boolean;
  arrange(world: World): Promise<Arranged> | Arranged;
}

export const scenario = (definition: Scenario): Scenario => definition;
