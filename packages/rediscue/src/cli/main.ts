import { errors, type RediscueError } from '../errors.ts';
import { version } from '../version.ts';
import { printable, readCall } from './arguments.ts';
import type { Command, Outcome, World } from './command.ts';
import { endNow, outliveReaders, writeAll, writeNow } from './ending.ts';
import { asFailure, failureJson, failureText } from './failure.ts';
import { commandHelp, overview } from './help.ts';
import { listenForInterrupts } from './interrupt.ts';
import { nearest } from './nearest.ts';
import { startProgress } from './progress.ts';
import { commandNames, loadAll, loadCommand } from './registry.ts';
import { terminalOf } from './terminal.ts';

/** Runs the command line: the one place that writes to stdout and sets the exit status. */
export async function main(argv: readonly string[]): Promise<never> {
  outliveReaders();
  const noColour = argv.includes('--no-color');
  const wantsJson = argv.some((word, index) => word === '--json' || word === '--format=json' || (word === '--format' && argv[index + 1] === 'json'));
  const stderr = terminalOf(process.stderr, process.env, noColour);
  const fail = (failure: RediscueError) => ({
    stdout: wantsJson ? failureJson(failure) : '',
    // Where stdout is read by a program, the sentence on stderr is for the person who watches it.
    stderr: failureText(failure, stderr, Boolean(process.env.REDISCUE_STACK)),
    status: failure.exit,
  });
  const atOnce = () => {
    writeNow(2, '\n');
    endNow(130);
  };
  const { signal, asked, onInterrupt } = listenForInterrupts(atOnce);
  const world: World = {
    environment: process.env,
    folder: process.cwd(),
    signal,
    stdout: terminalOf(process.stdout, process.env, noColour),
    stderr,
    progress: (text) => startProgress(process.stderr, stderr, text),
    ask: async (question) => (await import('./ask.ts')).ask(question, signal),
    onInterrupt,
    commands: loadAll,
  };
  const work = run(argv, world).then(
    (outcome) => (signal.aborted ? fail(errors.interrupted({})) : { stderr: '', ...outcome }),
    (thrown: unknown) => fail(signal.aborted ? errors.interrupted({}) : asFailure(thrown)),
  );
  const result = await Promise.race([work, asked.then(() => fail(errors.interrupted({})))]);
  if (stderr.isTerminal && signal.aborted) writeNow(2, '\r\x1b[K');
  await Promise.race([Promise.all([writeAll(process.stdout, result.stdout), writeAll(process.stderr, result.stderr ?? '')]), asked]);
  return endNow(result.status);
}

/** Options that may stand before a command, or without one. */
const early = ['--help', '-h', '--version', '-V', '--no-color', '--json', '--quiet'];

async function run(argv: readonly string[], world: World): Promise<Outcome> {
  const at = argv.findIndex((word) => !word.startsWith('-'));
  const name = argv[at];
  // What stands before the command is looked at first: `--password hunter2` must not repeat the second word.
  const stray = (name === undefined ? argv : argv.slice(0, at)).find((word) => !early.includes(word));
  if (stray !== undefined) throw errors.unknownOption({ name: optionName(stray), command: 'rediscue', nearest: nearest(optionName(stray), early)[0] ?? null });
  if (name === undefined) {
    if (argv.includes('--version') || argv.includes('-V')) return { status: 0, stdout: `rediscue ${version}\n` };
    return { status: 0, stdout: overview(await loadAll(), world.stdout) };
  }
  const command = await loadCommand(name);
  if (command === null) throw errors.unknownCommand({ name: printable(name), nearest: suggestion(name) });
  const rest = [...argv.slice(0, at), ...argv.slice(at + 1)];
  return call(command, rest, world);
}

async function call(command: Command, rest: readonly string[], world: World): Promise<Outcome> {
  const read = readCall(command, rest);
  return read === 'help' ? { status: 0, stdout: commandHelp(command, world.stdout) } : command.run(read, world);
}

/** `rediscue redis://…` lacks only its command. */
function suggestion(name: string): string | null {
  if (/^(redis|rediss|valkey|valkeys|unix|sentinel|sentinels|cluster|clusters):\/\//.test(name)) return `rediscue diagnose ${printable(name)}`;
  const [near] = nearest(name, commandNames);
  return near === undefined ? null : `rediscue ${near}`;
}

/** The name of an option without its value, which may be anybody's secret. */
const optionName = (word: string): string => printable(word.split('=', 1)[0] ?? word);
