import { foreign } from '../shell/index.ts';

/** What expressions of a pipeline may refer to, as far as the file tells it. */
export interface Context {
  env: ReadonlyMap<string, string | null>;
  /** Port of the runner that a service's port is published on. */
  port(service: string, inside: number): number | null;
  matrix: ReadonlyMap<string, string>;
}

/** What a text with expressions comes to; null, with where it comes from, when only a run would tell. */
export function evaluate(text: string, context: Context): { value: string | null; from: string | null } {
  let value = '';
  let at = 0;
  for (let open = text.indexOf('${{'); open !== -1; open = text.indexOf('${{', at)) {
    const close = text.indexOf('}}', open);
    if (close === -1) break;
    const expression = text.slice(open + 3, close).trim();
    const known = resolve(expression, context);
    if (known === null) return { value: null, from: sourceOf(expression) };
    value += text.slice(at, open) + known;
    at = close + 2;
  }
  return { value: value + text.slice(at), from: null };
}

function resolve(expression: string, { env, port, matrix }: Context): string | null {
  const [, literal] = /^'([^']*)'$/.exec(expression) ?? [];
  if (literal !== undefined) return literal;
  const [, kind, name = ''] = /^(env|matrix)\.([\w-]+)$/.exec(expression) ?? [];
  if (kind === 'env') return env.get(name) ?? null;
  if (kind === 'matrix') return matrix.get(name) ?? null;
  const [, service = '', inside] = /^job\.services\.([\w-]+)\.ports(?:\[\s*'?(\d{1,5})'?\s*\]|\.(?=\d))/.exec(expression) ?? [];
  const published = inside === undefined ? null : port(service, Number(inside));
  return published === null ? null : String(published);
}

/** An expression may hold a default that is a secret: only names are told. */
function sourceOf(expression: string): string {
  const [, kind, name] = /^(secrets|vars|env|matrix|inputs)\.([\w-]+)/.exec(expression) ?? [];
  switch (kind) {
    case 'secrets':
      return `the secret ${name}`;
    case 'vars':
      return `the variable ${name} of the repository`;
    case undefined:
      return /^[\w.-]{1,80}$/.test(expression) ? `the expression ${expression}` : 'an expression';
    default:
      return `the expression ${kind}.${name}`;
  }
}

/** A script before a shell sees it: expressions, of whatever length, are one unknown to it, at the same offsets. */
export function withoutExpressions(text: string): string {
  let whole = '';
  let at = 0;
  for (let open = text.indexOf('${{'); open !== -1; open = text.indexOf('${{', at)) {
    const close = text.indexOf('}}', open);
    if (close === -1) break;
    whole += text.slice(at, open) + foreign.repeat(close + 2 - open);
    at = close + 2;
  }
  return whole + text.slice(at);
}
