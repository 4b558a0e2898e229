import { isStringifiedNothing, secretPlaceholderIn, secretVariableIn, variableIn } from '../placeholder.ts';
import { type Environment, leftover, signName, unexpanded } from './address.ts';
import { type Problem, problem } from './build.ts';
import type { Piece } from './split.ts';

export interface Login {
  username: string | null;
  password: string | null;
  /** There is no colon: the name may be a password. */
  hideUsername: boolean;
  problems: Problem[];
  /** The password holds characters that need encoding for the URL to mean what was meant. */
  escape: boolean;
}

/** Reads what stands before `@`. `reservedAt` is where an unescaped character cut the URL short. */
export function readLogin(userinfo: Piece | null, reservedAt: number | null, environment: Environment): Login {
  const none: Login = { username: null, password: null, hideUsername: false, problems: [], escape: false };
  if (userinfo === null || userinfo.text === '') return none;
  const colon = userinfo.text.indexOf(':');
  const namePiece: Piece = { text: colon === -1 ? userinfo.text : userinfo.text.slice(0, colon), at: userinfo.at };
  const passwordPiece: Piece = { text: colon === -1 ? '' : userinfo.text.slice(colon + 1), at: userinfo.at + colon + 1 };
  const name = percentDecoded(namePiece.text);
  const password = percentDecoded(passwordPiece.text);
  const problems: Problem[] = [];
  if (reservedAt !== null) {
    const sign = userinfo.text[reservedAt - userinfo.at] ?? '#';
    const encoded = encodeURIComponent(sign);
    problems.push(
      problem('invalid-url', 'password', `the password holds \`${sign}\`, which ends it there for a URL reader: it must be written as ${encoded}`, {
        position: reservedAt,
        text: sign,
      }),
    );
  } else if (password.badAt !== null) {
    problems.push(
      problem('invalid-url', 'password', 'the password holds a `%` that begins no escape: it must be written as %25', { position: passwordPiece.at + password.badAt, text: '%' }),
    );
  } else {
    const at = passwordPiece.text.search(/[@\s]/);
    if (at !== -1) {
      const sign = passwordPiece.text[at] ?? '';
      const reason = `the password holds ${signName(sign)}, which must be written as ${encodeURIComponent(sign)}; many clients read it as meant, others refuse it`;
      problems.push(problem('invalid-url', 'password', reason, { position: passwordPiece.at + at, text: sign === '@' ? sign : null, tolerated: true }));
    }
  }
  const username = name.text === '' ? null : name.text;
  if (username !== null && colon !== -1) {
    const left = leftover('username', { text: username, at: namePiece.at }, environment);
    if (left) problems.push(left);
  }
  if (username !== null && colon === -1 && variableIn(username) === null) {
    const reason = 'before `@` stands a name without a password; if it is the password, it needs a colon in front';
    problems.push(problem('invalid-url', 'password', reason, { position: namePiece.at, tolerated: true }));
  }
  problems.push(...secretLeftover('password', password.text, passwordPiece.at, environment));
  return {
    username,
    password: password.text === '' ? null : password.text,
    hideUsername: colon === -1 && username !== null,
    problems,
    escape: problems.some((entry) => entry.part === 'password'),
  };
}

/** A placeholder or a literal reference in the place of a secret: neither is one, so both may be shown. */
export function secretLeftover(part: string, text: string, position: number | null, environment: Environment): Problem[] {
  const variable = secretVariableIn(text.trim());
  if (variable !== null) return [problem('unexpanded-variable', part, unexpanded(part, variable, environment), { position, text: variable })];
  if (isStringifiedNothing(text.trim()))
    return [problem('unset-variable', part, `the ${part} is the text \`${text.trim()}\`, which a program writes where a variable has no value`, { position, text: text.trim() })];
  const placeholder = secretPlaceholderIn(text);
  return placeholder === null ? [] : [problem('placeholder', part, `the ${part} is still the placeholder \`${placeholder}\``, { position, text: placeholder })];
}

/** Decodes `%41`; where an escape is malformed the text stays as it is and `badAt` says where. */
export function percentDecoded(text: string): { text: string; badAt: number | null } {
  try {
    return { text: decodeURIComponent(text), badAt: null };
  } catch {
    const badAt = text.search(/%(?![0-9a-f]{2})/i);
    return { text, badAt: badAt === -1 ? text.indexOf('%') : badAt };
  }
}
