import { dirname } from 'node:path/posix';
import { findNodeAtLocation, type Node as JsonNode, parseTree } from 'jsonc-parser';
import type { DeclaredObject, Files, ReadingProblem } from '../reading.ts';
import { tooDeepJsonAt } from '../settings/index.ts';
import { libraryNamed } from './libraries.ts';
import { placeIn } from './tree.ts';

/** A library for Redis that a `package.json` asks for: an object of kind `code-library`. */
export interface CodeLibrary {
  /** As uses name it: `ioredis`, `node-redis`, `bullmq`, …. */
  library: string;
  language: 'javascript';
  /** What is asked for: a range, a tag, an address of a repository without login. */
  version: string;
  /** What it is for, in lower case: `queue`, `session`, `cache`, `lock`, …; null for a client. */
  use: string | null;
  /** Folder of the package. */
  folder: string;
  /** Only for its developers. */
  development: boolean;
}

const sections = ['dependencies', 'optionalDependencies', 'peerDependencies', 'devDependencies'] as const;

/** Packages that speak of Redis only together with others, or only in some of their uses. */
const general = /^(?:@nestjs\/(?:common|cache-manager)|cache-manager|keyv|bun|unstorage.*|rate-limiter-flexible)$/;

/** Reads the libraries of one `package.json`. */
export function librariesIn(file: string, files: Files, problems: ReadingProblem[]): DeclaredObject[] {
  const text = files.text(file);
  if (text === null || text.length > 400_000 || !/redis|valkey|bull|redlock|kue|bee-queue|resque|keyv|rsmq/i.test(text)) return [];
  const deep = tooDeepJsonAt(text);
  if (deep !== null) {
    problems.push({ place: placeIn(file, text, deep), why: 'this is nested too deeply to be read' });
    return [];
  }
  const errors: { error: number; offset: number; length: number }[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  const [broken] = errors;
  if (broken) problems.push({ place: placeIn(file, text, broken.offset), why: 'this is no JSON from here on, so dependencies behind it may be missing' });
  if (!root) return [];
  const found: DeclaredObject[] = [];
  const seen = new Set<string>();
  for (const section of sections) {
    for (const property of findNodeAtLocation(root, [section])?.children ?? []) {
      const [key, value] = (property.children ?? []) as (JsonNode | undefined)[];
      if (typeof key?.value !== 'string' || typeof value?.value !== 'string' || seen.has(key.value)) continue;
      const library = general.test(key.value) ? null : libraryNamed(key.value);
      if (!library) continue;
      seen.add(key.value);
      const data: CodeLibrary = {
        library: library.name,
        language: 'javascript',
        version: value.value.replace(/\/\/[^/@\s]*@/, '//'),
        use: library.use?.toLowerCase() ?? null,
        folder: dirname(file),
        development: section === 'devDependencies',
      };
      found.push({ kind: 'code-library', name: key.value, place: placeIn(file, text, value.offset), data });
    }
  }
  return found;
}
