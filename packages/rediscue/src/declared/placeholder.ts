/**
 * Texts that a template leaves for a person to fill in. Judged by the whole text or by its beginning, never by a
 * word in its middle, because real names hold such words: `static.7.clients.your-server.de`, `example-cache.prod.internal`.
 */
const shapes: readonly RegExp[] = [
  /^<[^<>]*>$/, // <REDIS_HOST>
  /^\[[a-z_ -]+\]$/i, // [your host]
  /^(x{3,}|\*{3,}|\.{3,}|_{3,}|-{3,}|\?{2,}|…)$/i,
  /^(\d{1,3}|x{1,3})(\.(\d{1,3}|x{1,3})){3}$/i, // 10.x.x.x; addresses without an x are excluded below
  /^(please[-_. ]?)?change[-_. ]?(me|this|it|now|in[-_. ]?production)([-_. !]?\d{0,4}|[-_. ].*)$/i,
  /^(to[-_. ]?do|fix[-_. ]?me|tbd|placeholder|redacted|replace[-_. ]?(me|this|with[-_. ].*)|insert[-_. ].*|fill[-_. ]?(me|in|this)([-_. ].*)?|set[-_. ]?me)$/i,
  /^(put|enter|add|type|paste)[-_. ]?(your|a|the)[-_. ].*$/i,
  /^(your|my)[-_. ]?(secret|strong|secure|redis|valkey)?[-_. ]?(password|passwd|pass|secret|token|key)[-_. ]?here$/i,
  /^(the[-_. ])?your[-_ ](?!server\.de$).*$/i, // your-redis-host, your_password
  /^your\.(redis|host|domain|server|valkey)\..*$/i,
  /^your(redis|valkey)?(host|hostname|server|domain|company|password|passwd|pass|secret|username|user|database|instance|endpoint|ip)(name)?(\.(com|org|net|io|local))?$/i,
  /^(.+\.)?your[-_]?(domain|company|org|host)\.(com|org|net|io|local|tld)$/i,
  /^.*[-_](goes[-_])?here$/i, // password-here
  /^(.+\.)?example\.(com|net|org)$/i, // reserved for documentation, RFC 2606
  /^example$/i,
  /^(some|any)[-_]?(host|hostname|password|server|ip|address)$/i,
  /^(redis|valkey)[-_](instance|server|primary|master)[-_](ip|address|host(name)?)$/i,
  /^(HOST|HOSTNAME|PORT|USER|USERNAME|PASSWORD|PASS|IP|SERVER|SECRET|TOKEN|ENDPOINT|PRIMARY_NAME|MASTER_NAME)$/,
  /^(REDIS|VALKEY)_(HOST|HOSTNAME|PORT|USER|USERNAME|PASSWORD|PASS|URL|IP|SECRET|ENDPOINT|INSTANCE_IP)$/,
];

/** The text when it is a template's placeholder, otherwise null. */
export function placeholderIn(text: string): string | null {
  const trimmed = text.trim();
  if (trimmed === '' || /^\d{1,3}(\.\d{1,3}){3}$/.test(trimmed)) return null;
  return shapes.some((shape) => shape.test(trimmed)) ? trimmed : null;
}

/** The same in the place of a secret: of what only begins like a placeholder, as `change-me-4f9a…`, no more than its words is shown. */
export function secretPlaceholderIn(text: string): string | null {
  const placeholder = placeholderIn(text);
  if (placeholder === null) return null;
  const words = /^[<[]?[A-Za-z\s._*?…-]*/.exec(placeholder)?.[0] ?? '';
  return /^\d{0,4}[!?]?[>\]]?$/.test(placeholder.slice(words.length)) ? placeholder : `${words}…`;
}

/**
 * A literal reference that nothing expanded: `${VAR}`, `$(VAR)`, `{{ var }}`, `%VAR%`, and `$VAR` where the name is one that
 * variables have: a password may begin with a dollar sign, and what is taken for a reference is shown. Null when there is none.
 */
export function variableIn(text: string): string | null {
  return (
    /\$\{[A-Za-z_][^{}]*\}/.exec(text)?.[0] ??
    /\{\{[^{}]*\}\}/.exec(text)?.[0] ??
    /\$\([A-Za-z_][A-Za-z0-9_]*\)/.exec(text)?.[0] ??
    /^%[A-Z_][A-Z0-9_]*%$/.exec(text)?.[0] ??
    /^\$(?=[A-Z0-9_]*(?:REDIS|VALKEY|PASS|SECRET|TOKEN|AUTH|HOST|PORT|USER|URL|_))[A-Z][A-Z0-9_]{2,}$/.exec(text)?.[0] ??
    null
  );
}

/**
 * The same in the place of a secret, without what stands there beside the name: `${REDIS_PASSWORD:-hunter2}` and
 * `{{ password | default "hunter2" }}` hold one.
 */
export function secretVariableIn(text: string): string | null {
  const variable = variableIn(text);
  const parts = variable === null ? null : /^(\$\{|\{\{)([\s-]*[.$]?\w*(?:\.\w+)*\s*)(.*?)(\}\}?)$/s.exec(variable);
  if (parts === null) return variable;
  const [, open, name, rest = '', close] = parts;
  const operator = /^:?[-=?+](?=.)/s.exec(rest)?.[0] ?? '';
  return `${open}${name}${operator}${rest === '' ? '' : '***'}${close}`;
}

/** What a program writes where it had no value: `redis://undefined:6379`. */
export function isStringifiedNothing(text: string): boolean {
  return /^(undefined|null|None|nil|NaN|\[object Object\])$/.test(text);
}
