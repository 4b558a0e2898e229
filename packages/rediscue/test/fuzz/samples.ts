import { readFileSync } from 'node:fs';

/** The readers by their ids, as their samples are named. */
export const readerNames = [
  ...['compose', 'dockerfile', 'dotenv', 'github-actions', 'go', 'ini', 'java', 'javascript', 'json', 'kubernetes', 'monitoring', 'package-scripts', 'php', 'procfile'],
  ...['python', 'redis-conf', 'ruby', 'spring', 'systemd', 'terraform', 'toml'],
];

/** A word that stands for a password in a sample, and nowhere else. */
export const planted = /kV7q2Zsecret[A-Z]W9xLt3/g;
const secretOf = (letter: string): string => `kV7q2Zsecret${letter}W9xLt3`;

/** What may never be shown for a planted word: the word, and as a Secret of Kubernetes spells it. */
export const spellings = (word: string): string[] => [word, Buffer.from(word).toString('base64').slice(0, -1)];

export interface Sample {
  /** The whole: each file behind a line that names it. */
  text: string;
  paths: readonly string[];
}

/** A small project for one reader, from `samples/`. */
export function sampleOf(reader: string): Sample {
  const text = readFileSync(new URL(`samples/${reader}.txt`, import.meta.url), 'utf8')
    .replace(/\bSECRET_([A-Z])\b/g, (_, letter: string) => secretOf(letter))
    .replace(/\bBASE64_([A-Z])\b/g, (_, letter: string) => Buffer.from(secretOf(letter)).toString('base64'));
  return { text, paths: [...text.matchAll(/^#### (.+)$/gm)].map(([, path]) => path ?? '') };
}

/** Cuts it into its files. A broken heading leaves its file as the end of the one before. */
export function filesIn(text: string, paths: readonly string[]): Record<string, string> {
  const found: Record<string, string> = {};
  let path = paths[0] ?? 'x';
  let own: string[] = [];
  const close = () => {
    if (own.length > 0) found[path] = `${found[path] ?? ''}${own.join('\n')}\n`;
    own = [];
  };
  for (const line of text.split('\n')) {
    const named = line.startsWith('#### ') ? line.slice(5) : '';
    if (!paths.includes(named)) own.push(line);
    else {
      close();
      path = named;
    }
  }
  close();
  return found;
}
