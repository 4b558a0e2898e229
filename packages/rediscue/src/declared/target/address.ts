import { isStringifiedNothing, placeholderIn, variableIn } from '../placeholder.ts';
import { type Address, type Problem, problem } from './build.ts';
import { type Piece, shadowOf, splitHost } from './split.ts';

/** A template's leftover in a part that is no secret; null when the text may be real. */
export function leftover(part: string, { text, at }: Piece, environment: Environment): Problem | null {
  const variable = variableIn(text);
  if (variable !== null) return problem('unexpanded-variable', part, unexpanded(part, variable, environment), { position: at, text: variable });
  if (isStringifiedNothing(text))
    return problem('unset-variable', part, `the ${part} is the text \`${text}\`, which a program writes where a variable has no value`, { position: at, text });
  // No name holds such a pair of signs, so one in the middle tells too: `<env>-cache`. A password may hold them.
  const placeholder = placeholderIn(text) ?? /<[^<>]*>/.exec(text)?.[0] ?? null;
  return placeholder === null ? null : problem('placeholder', part, `the ${part} is still the placeholder \`${placeholder}\``, { position: at, text: placeholder });
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** Says of a literal reference whether there would have been a value for it. */
export function unexpanded(part: string, variable: string, environment: Environment): string {
  const name = /[A-Za-z_][A-Za-z0-9_.]*/.exec(variable)?.[0] ?? variable;
  const known = environment[name] !== undefined && environment[name] !== '';
  return `the ${part} holds the literal text \`${variable}\`, which nothing expanded${known ? ` (${name} has a value in the environment)` : ''}`;
}

export interface ReadAddress {
  address: Address | null;
  problems: Problem[];
}

/** Reads `host[:port]`. With a problem `address` is what was most likely meant, or null when nothing can be. */
export function readAddress(piece: Piece, defaultPort: number, environment: Environment, showPort: boolean): ReadAddress {
  const problems: Problem[] = [];
  const { host, port: portPiece, brackets } = splitHost(piece);
  const name = decoded(host.text);
  // `redis://:password:6379`, `redis://user:password:6379`: what stands there is not for showing.
  const colon = brackets || piece.text.startsWith('[') ? -1 : shadowOf(name).indexOf(':');
  if (colon !== -1) {
    problems.push(problem('invalid-url', 'host', 'a host name cannot hold `:`; behind a user name and a password belongs `@`', { position: host.at + colon, text: ':' }));
    return { address: colon === 0 ? null : { host: name.slice(0, colon), port: defaultPort }, problems };
  }
  if (brackets) problems.push(problem('invalid-url', 'host', 'an IPv6 address needs square brackets around it', { position: host.at, text: name }));
  if (name === '') problems.push(problem('invalid-url', 'host', 'the host is missing', { position: host.at }));
  else {
    const left = leftover('host', { text: name, at: host.at }, environment);
    if (left) problems.push(left);
    else {
      const bad = /[\s"'`\\^|{}<>]/.exec(name);
      if (bad) problems.push(problem('invalid-url', 'host', `a host name cannot hold ${signName(bad[0])}`, { position: host.at + bad.index, text: bad[0] }));
    }
  }
  let port = defaultPort;
  if (portPiece !== null && portPiece.text !== '') {
    const left = leftover('port', portPiece, environment);
    const number = /^\d+$/.test(portPiece.text) ? Number(portPiece.text) : Number.NaN;
    // Where the host may be missing, longer text than a port could have may be a password.
    const isShown = showPort || portPiece.text.length <= 5;
    if (left) problems.push(left);
    else if (Number.isNaN(number)) problems.push(problem('invalid-url', 'port', 'the port is not a number', { position: portPiece.at, text: showPort ? portPiece.text : null }));
    else if (number < 1 || number > 65535)
      problems.push(
        problem('invalid-url', 'port', `${isShown ? `port ${number}` : 'the port'} is outside 1 to 65535`, { position: portPiece.at, text: isShown ? portPiece.text : null }),
      );
    else port = number;
  }
  return { address: name === '' ? null : { host: name, port }, problems };
}

export function signName(sign: string): string {
  return { ' ': 'a space', '\t': 'a tab', '\n': 'a line break', '\r': 'a line break', '"': 'a quotation mark', "'": 'a quotation mark' }[sign] ?? `\`${sign}\``;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
