import type { Files } from '../reading.ts';
import { resolvePath } from './paths.ts';

/** One file, or several in compose's order, in a JSON with comments. Source: containers.dev, "devcontainer.json reference". */
const named = /"dockerComposeFile"\s*:\s*(\[[^\]]*\]|"[^"\n]*")/;

/** Compose files that the description of a development container in the same folder names; null where there is none, or where one of them is missing. */
export function devcontainerFiles(files: Files, folder: string): string[] | null {
  const list = named.exec(files.text(folder === '.' ? 'devcontainer.json' : `${folder}/devcontainer.json`) ?? '')?.[1];
  const paths = [...(list ?? '').replace(/^\s*\/\/.*$/gm, '').matchAll(/"([^"\n]+)"/g)].map(([, path]) => resolvePath(folder, path ?? ''));
  return paths.length > 0 && paths.every((path) => files.kind(path) === 'file') ? paths : null;
}
