import { isSecretOption } from '../../declared/masks/index.ts';

/** What a server's arguments say: its file, and options that win over the file. Values of secrets are left out. */
export interface ServerArguments {
  file: string | null;
  options: ReadonlyMap<string, string>;
  /** From the title that a server gives itself: `redis-server 127.0.0.1:6379 [sentinel]`. */
  title: { address: string; port: number; mode: string | null } | null;
}

export function readServerArguments(words: readonly string[]): ServerArguments {
  const at = words.findIndex((word) => /(?:^|\/)(?:redis|valkey|keydb)-(?:server|sentinel)(?: |$)/.test(word));
  const options = new Map<string, string>();
  if (at < 0) return { file: null, options, title: null };
  const title = /(?:^|\/)(?:redis|valkey|keydb)-(?:server|sentinel) (\S*):(\d+)(?: \[(\w+)\])?\s*$/.exec(words[at] as string);
  if (title) return { file: null, options, title: { address: title[1] as string, port: Number(title[2]), mode: title[3] ?? null } };
  const rest = words.slice(at + 1);
  let file: string | null = null;
  for (let index = 0; index < rest.length; index++) {
    const word = rest[index] as string;
    if (!word.startsWith('-')) {
      if (index === 0) file = word;
      continue;
    }
    const name = word.replace(/^-+/, '').toLowerCase();
    const values: string[] = [];
    while (index + 1 < rest.length && !(rest[index + 1] as string).startsWith('--')) values.push(rest[++index] as string);
    if (name !== '' && !isSecretOption(`--${name}`)) options.set(name, values.join(' '));
  }
  return { file, options, title: null };
}
