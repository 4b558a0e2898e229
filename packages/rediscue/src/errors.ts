/** What a command's exit status says about a failure: the call is wrong, it could not be done, interrupted. */
export type FailureStatus = 2 | 3 | 130;

interface ErrorEntry<Detail> {
  /** Stable, `family/kebab-name`; never renamed. */
  code: string;
  exit: FailureStatus;
  /** For the manual: when it appears. */
  when: string;
  /** One sentence for a person. Never with a secret: whoever calls it passes names, not values that may hold one. */
  say: (detail: Detail) => string;
  hint?: string | ((detail: Detail) => string | null);
}

const brand = Symbol.for('rediscue.error');

/** An error about our work, in contrast to a finding, which is about the user's system. */
export class RediscueError extends Error {
  readonly [brand] = true;
  readonly code: string;
  readonly exit: FailureStatus;
  readonly hint: string | null;
  constructor(code: string, exit: FailureStatus, message: string, hint: string | null, options?: ErrorOptions) {
    super(message, options);
    this.name = 'RediscueError';
    this.code = code;
    this.exit = exit;
    this.hint = hint;
  }
}

/** By brand and not by class: each part of the published program has its own copy of the class. */
export const isRediscueError = (thrown: unknown): thrown is RediscueError => thrown instanceof Error && brand in thrown;

type Table = Record<string, ErrorEntry<never>>;
type Makers<T extends Table> = { readonly [K in keyof T]: T[K] extends ErrorEntry<infer Detail> ? (detail: Detail, options?: ErrorOptions) => RediscueError : never };

/** A table of errors becomes functions that make them; the table itself stays readable for the manual. */
function defineErrors<const T extends Table>(table: T): Makers<T> & { readonly table: T } {
  const makers = Object.entries(table).map(([name, entry]) => {
    const make = (detail: never, options?: ErrorOptions) => {
      const hint = typeof entry.hint === 'function' ? entry.hint(detail) : (entry.hint ?? null);
      return new RediscueError(entry.code, entry.exit, entry.say(detail), hint, options);
    };
    return [name, make] as const;
  });
  return { ...(Object.fromEntries(makers) as Makers<T>), table };
}

interface Named {
  name: string;
  nearest: string | null;
}
const didYouMean = ({ nearest }: { nearest: string | null }, otherwise: string): string => (nearest === null ? otherwise : `Did you mean ${nearest}?`);

interface At {
  file: string;
  line?: number | undefined;
}
const spot = ({ file, line }: At): string => (line === undefined ? file : `${file}:${line}`);
const further = (more: number): string => (more === 0 ? '' : `; ${more} more ${more === 1 ? 'line is' : 'lines are'} wrong`);

/** Errors of every command. */
export const errors = defineErrors({
  unknownCommand: {
    code: 'cli/unknown-command',
    exit: 2,
    when: 'The first word is no command.',
    say: ({ name }: Named) => `there is no command ${name}`,
    hint: (detail: Named) => didYouMean(detail, 'rediscue --help lists the commands.'),
  },
  unknownOption: {
    code: 'cli/unknown-option',
    exit: 2,
    when: 'An option that the command does not have.',
    say: ({ name, command }: Named & { command: string }) => `${command} has no option ${name}`,
    hint: (detail: Named & { command: string }) => didYouMean(detail, `rediscue ${detail.command} --help lists its options.`),
  },
  missingValue: {
    code: 'cli/missing-value',
    exit: 2,
    when: 'An option that takes a value stands without one.',
    say: ({ option }: { option: string; value: string }) => `${option} needs a value`,
    hint: ({ option, value }: { option: string; value: string }) => `For example ${option} ${value}`,
  },
  unexpectedValue: {
    code: 'cli/unexpected-value',
    exit: 2,
    when: 'A switch was given a value.',
    say: ({ option }: { option: string }) => `${option} is a switch and takes no value`,
  },
  badValue: {
    code: 'cli/bad-value',
    exit: 2,
    when: 'The value of an option cannot be used.',
    say: ({ option, value }: { option: string; value: string; right: string }) => `${option} cannot be ${value === '' ? 'empty' : `"${value}"`}`,
    hint: ({ right }: { option: string; value: string; right: string }) => right,
  },
  conflictingOptions: {
    code: 'cli/conflicting-options',
    exit: 2,
    when: 'Two options exclude each other.',
    say: ({ options }: { options: string; why: string }) => `${options} exclude each other`,
    hint: ({ why }: { options: string; why: string }) => why,
  },
  missingArgument: {
    code: 'cli/missing-argument',
    exit: 2,
    when: 'A command lacks an argument.',
    say: ({ name, command }: { name: string; command: string; example: string }) => `${command} needs ${name}`,
    hint: ({ example }: { name: string; command: string; example: string }) => `For example ${example}`,
  },
  unexpectedArgument: {
    code: 'cli/unexpected-argument',
    exit: 2,
    when: 'A command was given more arguments than it takes.',
    say: ({ text, command }: { text: string; command: string }) => `${command} does not know what to do with "${text}"`,
    hint: ({ command }: { text: string; command: string }) => `rediscue ${command} --help shows how it is called.`,
  },
  unknownCode: {
    code: 'explain/unknown-code',
    exit: 2,
    when: '`explain` was asked for a code that is not in the catalogue.',
    say: ({ code }: { code: string; nearest: readonly string[] }) => `there is no code ${code}`,
    hint: ({ nearest }: { code: string; nearest: readonly string[] }) =>
      nearest.length === 0 ? 'rediscue explain --list shows all codes.' : `Did you mean ${nearest.join(', ')}?`,
  },
  configUnreadable: {
    code: 'config/unreadable',
    exit: 2,
    when: 'There is a `rediscue.yaml` that cannot be read.',
    say: ({ file, why }: { file: string; why: string }) => `${file} cannot be read: ${why}`,
  },
  configNotYaml: {
    code: 'config/not-yaml',
    exit: 2,
    when: '`rediscue.yaml` is no sound YAML.',
    say: ({ place, why }: { place: At; why: string }) => `${spot(place)} is no valid YAML: ${why}`,
  },
  configUnknownKey: {
    code: 'config/unknown-key',
    exit: 2,
    when: 'A key of `rediscue.yaml` that there is not.',
    say: ({ place, key, more }: { place: At; key: string; nearest: string | null; known: readonly string[]; more: number }) =>
      `${spot(place)}: there is no setting ${key}${further(more)}`,
    hint: ({ nearest, known }: { place: At; key: string; nearest: string | null; known: readonly string[]; more: number }) =>
      `${nearest === null ? '' : `Did you mean ${nearest}? `}There ${known.length === 0 ? 'is none' : `are ${known.join(', ')}`}.`,
  },
  configWrongValue: {
    code: 'config/wrong-value',
    exit: 2,
    when: 'A value of `rediscue.yaml` that the setting cannot have.',
    say: ({ place, key, value, more }: { place: At; key: string; value: string | null; allowed: string; more: number }) =>
      `${spot(place)}: ${key} cannot be ${value ?? 'what stands there'}${further(more)}`,
    hint: ({ allowed }: { place: At; key: string; value: string | null; allowed: string; more: number }) => `It has to be ${allowed}.`,
  },
  configUnknownTarget: {
    code: 'config/unknown-target',
    exit: 2,
    when: 'A target was named that `rediscue.yaml` does not have, and that looks much like one that it has.',
    say: ({ name }: { name: string; nearest: string }) => `rediscue.yaml has no target ${name}`,
    hint: ({ name, nearest }: { name: string; nearest: string }) => `Did you mean ${nearest}? A host of that name is redis://${name}.`,
  },
  configAlreadyThere: {
    code: 'config/already-there',
    exit: 2,
    when: '`rediscue init` would overwrite a file.',
    say: ({ file }: { file: string }) => `${file} is there already`,
    hint: 'It was left as it is. `--force` overwrites it, `--dry-run` shows what would be written.',
  },
  noTarget: {
    code: 'diagnose/no-target',
    exit: 2,
    when: 'No target was named and none is declared.',
    say: () => 'no target was named, and neither the environment nor a file of the project declares one that would run here',
    hint: 'Name one: rediscue diagnose redis://127.0.0.1:6379 (secrets are best given through REDIS_PASSWORD), or set REDIS_URL there; --project DIR reads another folder.',
  },
  nothingLookedAt: {
    code: 'diagnose/nothing-looked-at',
    exit: 3,
    when: 'The project declares targets, and none of them could be looked at from here: they mean something in networks of containers only.',
    say: ({ why }: { why: string }) => `none of the declared targets could be looked at from here: ${why}`,
    hint: 'Let this see the container engine (DOCKER_HOST, or the right to use its socket), name a target, or judge the files alone with `rediscue audit`.',
  },
  noProject: {
    code: 'diagnose/no-project',
    exit: 2,
    when: '--project names a folder that is not there.',
    say: ({ folder }: { folder: string }) => `the project folder ${folder} does not exist or is no folder`,
  },
  noPath: {
    code: 'audit/no-path',
    exit: 2,
    when: 'A path that is to be read does not exist, or lies outside of the folder that the other paths are in.',
    say: ({ path }: { path: string }) => `${path} does not exist, or lies outside of the current folder`,
    hint: 'Name one folder, or files and folders below the current one.',
  },
  badBaseline: {
    code: 'audit/bad-baseline',
    exit: 2,
    when: '--baseline names a file that cannot be read, or is no baseline.',
    say: ({ file, why }: { file: string; why: string }) => `the baseline ${file} cannot be used: ${why}`,
    hint: 'Write one with `rediscue audit --write-baseline FILE`.',
  },
  kubeconfigUnusable: {
    code: 'kubernetes/bad-kubeconfig',
    exit: 2,
    when: 'The context of `--context` cannot be found, or its kubeconfig cannot be used.',
    say: ({ why }: { why: string }) => why,
    hint: 'kubectl config get-contexts lists the contexts; KUBECONFIG names other files than ~/.kube/config.',
  },
  clusterUnreadable: {
    code: 'kubernetes/unreadable',
    exit: 3,
    when: 'The API server of the context cannot be asked: it does not answer, its certificate is not trusted, the login is refused.',
    say: ({ context, why }: { context: string; why: string }) => `the cluster of ${context} cannot be read: ${why}`,
    hint: ({ context }: { context: string; why: string }) => `kubectl --context ${context} get pods shows whether kubectl can.`,
  },
  factsUnreadable: {
    code: 'facts/unreadable',
    exit: 2,
    when: '--facts names a file that cannot be read.',
    say: ({ file, why }: { file: string; why: string }) => `the facts ${file} cannot be read: ${why}`,
  },
  factsInvalid: {
    code: 'facts/invalid',
    exit: 2,
    when: '--facts names a file that is no bundle of facts of this version.',
    say: ({ file, why }: { file: string; why: string }) => `${file} holds no facts that this version understands: ${why}`,
    hint: 'rediscue diagnose TARGET --save-facts FILE writes such a file; an older one is best judged by the version that wrote it.',
  },
  cloudFactsUnreadable: {
    code: 'cloud/facts-unreadable',
    exit: 2,
    when: '--cloud-facts, or `diagnose.cloudFacts` of rediscue.yaml, names a file that cannot be read.',
    say: ({ file, why }: { file: string; why: string }) => `the cloud facts ${file} cannot be read: ${why}`,
  },
  cloudFactsInvalid: {
    code: 'cloud/facts-invalid',
    exit: 2,
    when: '--cloud-facts names a file that holds something else than what providers print.',
    say: ({ place, why }: { place: At; why: string }) => `${spot(place)} cannot be understood as cloud facts: ${why}`,
    hint: 'It has to be what `gcloud … --format json`, `aws … --output json` or `az … --output json` print of a managed Redis, a service, a connector or a secret, one behind the other; docs/cloud-facts.md shows the commands.',
  },
  logUnreadable: {
    code: 'log/unreadable',
    exit: 2,
    when: '--log names a file that cannot be read.',
    say: ({ file, why }: { file: string; why: string }) => `the log ${file} cannot be read: ${why}`,
  },
  notWritten: {
    code: 'output/not-written',
    exit: 3,
    when: 'A report or bundle of facts could not be written.',
    say: ({ file, why }: { file: string; why: string }) => `${file} could not be written: ${why}`,
    hint: 'Nothing was left behind; what stood there before is unchanged.',
  },
  notFixed: {
    code: 'fix/not-changed',
    exit: 3,
    when: '`--fix` could not write a file.',
    say: ({ file, why }: { file: string; why: string }) => `${file} could not be changed: ${why}`,
    hint: 'All files are as they were.',
  },
  noConsent: {
    code: 'fix/no-consent',
    exit: 2,
    when: '`--fix` would change files, and there is no terminal on which a person could be asked.',
    say: ({ what }: { what: string }) => `nobody can be asked whether ${what} may be changed`,
    hint: 'Add `--yes` to consent, or `--dry-run` to see the changes alone.',
  },
  interrupted: {
    code: 'cli/interrupted',
    exit: 130,
    when: 'Ctrl-C, or a request to end.',
    say: () => 'interrupted',
    hint: 'Connections are closed. A key that the probe may have written expires by itself within a minute.',
  },
  oldNode: {
    code: 'cli/old-node',
    exit: 2,
    when: 'The Node.js that runs it is too old.',
    say: ({ version }: { version: string }) => `Node.js 24 or newer is needed, this is ${version}`,
  },
  bug: {
    code: 'rediscue/bug',
    exit: 3,
    when: 'A promise of our own was broken: please report it.',
    say: ({ what }: { what: string }) => `Rediscue itself failed: ${what}`,
    hint: 'Please report it with the output of the same command and REDISCUE_STACK=1 in its environment.',
  },
});
