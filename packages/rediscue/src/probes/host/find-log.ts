import { readdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { LogFact } from '../../facts/index.ts';
import { combineLogs, type LogSource, portsIn } from './log/combine.ts';
import { readTail } from './log/tail.ts';
import { linkOf } from './proc.ts';
import { isLogName } from './project-files.ts';

export interface LogSearch {
  ports: readonly number[];
  /** `logfile` as the live server says; null when it did not say. */
  liveLogFile: string | null;
  /** `logfile` of the configuration; undefined when there is none. */
  confLogFile: string | undefined;
  argumentLogFile: string | undefined;
  /** Folders against which a relative name is tried. */
  folders: readonly string[];
  /** Folder of the configuration file: output is often redirected to a file beside it. */
  besides: readonly string[];
  projectLogs: readonly string[];
  /** The running process, whose output may be a file. */
  pid: number | null;
  /** Prefix of paths of a process with its own root. */
  root: string;
  isRunning: boolean;
  stop: () => boolean;
}

const deadTailBytes = 1024 * 1024;
const liveTailBytes = 128 * 1024;
const maxSources = 8;
const commonFolders = ['/var/log/redis', '/var/log/valkey', '/usr/local/var/log', '/opt/homebrew/var/log'];

/** Finds and reads what a server wrote about itself; null when there is nothing. */
export async function findLog(search: LogSearch): Promise<LogFact | null> {
  const sources: LogSource[] = [];
  const seen = new Set<string>();
  const size = search.isRunning ? liveTailBytes : deadTailBytes;
  const add = async (path: string, foundBy: LogFact['foundBy'], isNamed: boolean): Promise<void> => {
    const whole = search.root + path;
    if (seen.has(whole) || sources.length >= maxSources || search.stop()) return;
    seen.add(whole);
    const tail = await readTail(whole, size);
    if (tail) sources.push({ path, foundBy, isNamed, tail });
  };
  const addNamed = async (name: string | null | undefined, foundBy: LogFact['foundBy']): Promise<void> => {
    if (name === null || name === undefined || name === '' || name === '/dev/null') return;
    for (const folder of search.folders.length > 0 ? search.folders : ['/']) await add(resolve(folder, name), foundBy, true);
  };
  await addNamed(search.liveLogFile, 'config');
  await addNamed(search.argumentLogFile, 'arguments');
  await addNamed(search.confLogFile, 'config');
  if (search.pid !== null) for (const descriptor of ['1', '2']) await addOutput(search.pid, descriptor, add);
  const isKnown = sources.length > 0;
  // A running server's own word is enough; a dead one may have said its last words elsewhere.
  if (!(search.isRunning && isKnown)) {
    for (const folder of search.besides) for (const path of await logsIn(search.root + folder)) await add(path.slice(search.root.length), 'project', false);
    if (!isKnown) for (const path of search.projectLogs) await add(path, 'project', false);
    if (!isKnown && sources.length === 0) for (const folder of commonFolders) for (const path of await logsIn(folder)) await add(path, 'common-place', false);
  }
  return combineLogs(sources, search.ports);
}

/** The log of a server that ran on a port, by what it says itself; the newest of several. */
export async function findTrace(paths: readonly string[], port: number, stop: () => boolean): Promise<LogFact | null> {
  const sources: LogSource[] = [];
  for (const path of paths) {
    if (stop() || sources.length >= maxSources) break;
    const tail = await readTail(path, deadTailBytes);
    if (tail && portsIn(tail.text).has(port)) sources.push({ path, foundBy: 'project', isNamed: false, tail });
  }
  return combineLogs(sources, [port]);
}

async function addOutput(pid: number, descriptor: string, add: (path: string, foundBy: LogFact['foundBy'], isNamed: boolean) => Promise<void>): Promise<void> {
  const path = linkOf(`/proc/${pid}/fd/${descriptor}`);
  if (path?.startsWith('/') && !path.startsWith('/dev/') && !path.endsWith(' (deleted)')) await add(path, 'stdout', true);
}

/** Files of a folder and its `log` and `logs` folders that look like logs. */
async function logsIn(folder: string): Promise<string[]> {
  const names = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const found = names.filter((entry) => entry.isFile() && isLogName(entry.name)).map((entry) => join(folder, entry.name));
  for (const entry of names) if (entry.isDirectory() && /^logs?$/.test(entry.name)) found.push(...(await logsIn(join(folder, entry.name))));
  return found.slice(0, 40);
}

/** Folders against which a relative name of a configuration may be meant. */
export const baseFolders = (conf: string | null, project: string, dataDirectory: string | null): string[] => [
  ...new Set([dataDirectory, conf === null ? null : dirname(conf), project].filter((folder) => folder !== null)),
];
