import { styleText } from 'node:util';
import { errors, isRediscueError, type RediscueError } from '../errors.ts';
import type { ErrorDocument } from '../report/contract.ts';
import type { Terminal } from './command.ts';

/** Whatever was thrown, as an error of ours. What is not one of ours is a bug, named without its values. */
export function asFailure(thrown: unknown): RediscueError {
  if (isRediscueError(thrown)) return thrown;
  const what = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : typeof thrown;
  return errors.bug({ what }, { cause: thrown });
}

/** One JSON document, as docs/reference/error.schema.json has it. */
export function failureJson(failure: RediscueError): string {
  const document: ErrorDocument = { schema: 1, error: { code: failure.code, message: failure.message, hint: failure.hint, exit: failure.exit } };
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** For people: what is wrong, its code, and what would be right. */
export function failureText(failure: RediscueError, terminal: Terminal, withStack: boolean): string {
  const word = terminal.colour ? styleText(['red', 'bold'], 'error', { validateStream: false }) : 'error';
  const lines = [`rediscue: ${word}: ${failure.message} (${failure.code})`];
  if (failure.hint !== null) lines.push(failure.hint);
  if (withStack) for (let at: unknown = failure; at instanceof Error; at = at.cause) lines.push(at.stack ?? at.message);
  return `${lines.join('\n')}\n`;
}
