import { basename, dirname, normalize } from 'node:path/posix';
import type { Files } from '../reading.ts';

/** Files that call compose: scripts, pipelines, and what tells people how to. */
const callers = /^(?:package\.json|[Mm]akefile|GNUmakefile|[Jj]ustfile|Taskfile\.ya?ml|tasks\.py|Procfile|README[^/]*|CONTRIBUTING\.md|\.env)$|\.(?:sh|bash|mk|ps1|service)$/;
const pipelines = /(?:^|\/)\.github\/workflows\/[^/]+\.ya?ml$|(?:^|\/)(?:\.gitlab-ci|\.travis|azure-pipelines)\.ya?ml$|(?:^|\/)\.circleci\/config\.yml$/;
const maxCallers = 100;
const maxBytes = 256 * 1024;

const option = /(?:^|[\s"'])(?:-f|--file)(?:[\s=]+|(?=[./\w]))["']?([\w./-]+\.ya?ml)["']?/g;

/** Compose files that one command names, in its order, as paths of the project: every `-f` of every call that is written down. */
export function calledTogether(files: Files): string[][] {
  const found = new Map<string, string[]>();
  const callersOf = files.paths.filter((path) => callers.test(basename(path)) || pipelines.test(path)).slice(0, maxCallers);
  for (const path of callersOf) {
    const text = files.text(path);
    if (text === null || text.length > maxBytes || !text.includes('compose') || !/\s-f|--file/.test(text)) continue;
    const lines = text.replace(/[\\`]\r?\n\s*/g, ' ').split('\n');
    for (const line of lines) if (line.includes('compose') && !/^\s*#/.test(line)) for (const call of callsIn(line)) add(files, found, path, call);
  }
  return [...found.values()];
}

/** Several commands may stand in one line. */
const callsIn = (line: string): string[][] => line.split(/&&|\|\||;|",/).map((command) => [...command.matchAll(option)].map((match) => match[1] ?? ''));

function add(files: Files, found: Map<string, string[]>, caller: string, names: readonly string[]): void {
  if (names.length === 0) return;
  // A script may be run from its own folder or from the project's.
  for (const folder of [dirname(caller), '.']) {
    const paths = names.map((name) => normalize(`${folder}/${name}`));
    if (paths.every((path) => files.kind(path) === 'file')) {
      found.set(paths.join(' '), paths);
      return;
    }
  }
}
