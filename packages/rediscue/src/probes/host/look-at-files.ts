import { existsSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { readRedisConf } from '../../declared/redis-conf/index.ts';
import { type Endpoint, reachedPort, type Target } from '../../declared/target/types.ts';
import type { LogFact, ProcessFact } from '../../facts/index.ts';
import { loadableBy } from '../../rdb/index.ts';
import type { ProbeContext } from '../context.ts';
import type { Identity } from './access.ts';
import { readServerArguments } from './arguments.ts';
import { configFact } from './config-fact.ts';
import { dataFact } from './data-fact.ts';
import { deadContainer, pathOnHost } from './dead-container.ts';
import { expectedBy } from './expected.ts';
import { confsFor, type FoundConf } from './find-conf.ts';
import { baseFolders, findLog, findTrace } from './find-log.ts';
import { recordKernel } from './kernel.ts';
import { kernelKills } from './kernel-kills.ts';
import { argumentsOf, linkOf, statusOf } from './proc.ts';
import { Settings } from './settings.ts';
import { sharedLook } from './shared-look.ts';

/** Time for the checks of data files: a dead server's are the question itself, a running one's are not. */
const deadCheckMs = 2000;
const liveCheckMs = 120;
const logMs = 300;

/** Configuration, log and data of a server: of the running `process`, or of the one that should run when it is null. */
export async function lookAtFiles(endpoint: Endpoint, target: Target, context: ProbeContext, running: ProcessFact | null): Promise<void> {
  const startTick = context.clock.tick();
  const name = target.fact.name;
  const shared = await sharedLook(context).project();
  const project = resolve(context.options.project);
  const root = running === null ? '' : rootOf(running.pid);
  const box = running === null ? deadContainer(context, endpoint.subject, name) : undefined;
  // What this machine configures for itself says nothing of a container.
  const isContainers = box !== undefined || endpoint.via !== undefined;
  const fitting = confsFor(isContainers ? shared.found.filter(({ foundBy }) => foundBy === 'project') : shared.found, endpoint);
  const found = await chooseConf(running, fitting, context, endpoint, name, root);
  const expected = await expectedBy(endpoint, {
    confs: running && found ? [...fitting, found] : fitting,
    procfiles: shared.procfiles,
    units: shared.units,
    ofMachine: !isContainers,
  });
  // A running server needs no file to say that it should run; how it is started matters.
  const declared = context.get('expected', endpoint.subject, name)?.by ?? [];
  const by = [...declared, ...(running === null ? expected : expected.filter(({ kind }) => kind === 'unit' || kind === 'procfile'))];
  if (by.length > 0) context.record('expected', endpoint.subject, name, { by }, startTick);
  if (running === null) {
    recordKernel(context);
    if (by.length === 0 && !found) return box ? undefined : await lookAtTraces(endpoint, name, context, shared.logs);
  }
  const identity = running === null ? null : identityOf(running.pid);
  if (found) {
    const fact = await configFact(found, {
      identity,
      pid: running?.pid ?? null,
      startedAtMs: running?.startedAt ? Date.parse(running.startedAt) : null,
      credentials: target.credentials,
      root,
    });
    context.record('configFile', endpoint.subject, name, fact, startTick);
  }
  const settings = new Settings(context, endpoint.subject, name, found, running);
  const directory = box ? pathOnHost(box, settings.get('dir') || '/data') : dataDirectory(settings, found, running, project);
  const logTick = context.clock.tick();
  // What a container wrote its engine may have told.
  const written = running === null ? context.get('log', endpoint.subject, name) : undefined;
  const log = written ? null : await logOf({ settings, directory, found, running, project, root, context, endpoint, projectLogs: shared.logs });
  if (log) context.record('log', endpoint.subject, name, log, logTick);
  // An empty name is standard output: there is no file to miss.
  else if (running !== null && settings.get('logfile') !== '')
    context.skip(`the log of ${endpoint.subject}`, 'no log file was found that can be read here; let the account run CONFIG GET, or run this as the user of the server');
  await recordData({ settings, directory, running, root, identity, log: log ?? written ?? null, context, endpoint, name });
}

/** Nothing says that a server should be here: only a log that names this very port is about it. */
async function lookAtTraces(endpoint: Endpoint, name: string, context: ProbeContext, logs: readonly string[]): Promise<void> {
  if (endpoint.path !== null || logs.length === 0) return;
  const startTick = context.clock.tick();
  const until = performance.now() + context.limit(logMs);
  const log = await findTrace(logs, reachedPort(endpoint), () => context.signal.aborted || performance.now() > until);
  if (log) context.record('log', endpoint.subject, name, log, startTick);
}

/** Prefix under which the files of a process with its own root can be reached. */
function rootOf(pid: number): string {
  const own = linkOf('/proc/self/ns/mnt');
  const other = linkOf(`/proc/${pid}/ns/mnt`);
  if (own === null || other === null || own === other) return '';
  const path = `/proc/${pid}/root`;
  return existsSync(`${path}/`) ? path : '';
}

function identityOf(pid: number): Identity | null {
  const status = statusOf(pid);
  return status?.uid == null ? null : { uid: status.uid, gid: status.gid, groups: status.groups, overrides: status.overrides };
}

async function chooseConf(
  running: ProcessFact | null,
  fitting: readonly FoundConf[],
  context: ProbeContext,
  endpoint: Endpoint,
  target: string,
  root: string,
): Promise<FoundConf | null> {
  if (running === null) return fitting[0] ?? null;
  const info = context.get('info', endpoint.subject, target);
  const named = info?.state === 'ok' ? info.value.config_file : undefined;
  if (named) return { conf: await readRedisConf(root + named, { workingDirectory: running.workingDirectory && root + running.workingDirectory }), foundBy: 'info' };
  // It says itself that it was started without a file.
  if (named === '') return null;
  const argument = readServerArguments(argumentsOf(running.pid)).file;
  if (argument && isAbsolute(argument)) return { conf: await readRedisConf(root + argument), foundBy: 'arguments' };
  return root === '' ? (fitting.find(({ foundBy }) => foundBy === 'project') ?? fitting[0] ?? null) : null;
}

/** The data directory: where a process stands is where its data is. Null when nothing tells. */
function dataDirectory(settings: Settings, found: FoundConf | null, running: ProcessFact | null, project: string): string | null {
  // The server names no directory when the one in which it stands was removed.
  if (running !== null) return settings.live('dir') || running.workingDirectory || settings.get('dir') || null;
  const named = settings.get('dir');
  const beside = found === null ? project : dirname(found.conf.file);
  if (named !== undefined && named !== '') {
    if (isAbsolute(named)) return named;
    return [beside, project].map((folder) => resolve(folder, named)).find((folder) => existsSync(folder)) ?? resolve(beside, named);
  }
  // Not said: the folder in which it was started. Only a folder that holds data can be taken for it.
  const file = settings.get('dbfilename') ?? 'dump.rdb';
  return [beside, project].find((folder) => [file, 'appendonlydir', 'appendonly.aof'].some((entry) => existsSync(join(folder, entry)))) ?? null;
}

interface LogLook {
  settings: Settings;
  directory: string | null;
  found: FoundConf | null;
  running: ProcessFact | null;
  project: string;
  root: string;
  context: ProbeContext;
  endpoint: Endpoint;
  projectLogs: readonly string[];
}

async function logOf({ settings, directory, found, running, project, root, context, endpoint, projectLogs }: LogLook): Promise<LogFact | null> {
  const until = performance.now() + context.limit(logMs);
  const confFile = found && found.foundBy !== 'common-place' ? found.conf.file : null;
  const ports = [reachedPort(endpoint), Number(settings.get('port')), Number(settings.get('tls-port'))].filter((port) => port > 0);
  const log = await findLog({
    ports: [...new Set(ports)],
    liveLogFile: settings.live('logfile') ?? null,
    confLogFile: settings.file('logfile'),
    argumentLogFile: settings.argument('logfile'),
    folders: root === '' ? baseFolders(found?.conf.file ?? null, project, directory) : directory === null ? [] : [directory],
    besides: running !== null || root !== '' ? [] : [...new Set([...(confFile ? [dirname(confFile)] : []), ...(directory && directory !== '/' ? [directory] : [])])],
    projectLogs: running === null ? projectLogs : [],
    pid: running?.pid ?? null,
    root,
    isRunning: running !== null,
    stop: () => context.signal.aborted || performance.now() > until,
  });
  if (!log || running !== null || log.ended !== 'ready') return log;
  // It was well and is gone without a word: only the kernel can tell who did it.
  const pid = Number(log.events.findLast(({ kind }) => kind === 'started')?.detail.pid);
  const kills = await kernelKills(Number.isSafeInteger(pid) && pid > 0 ? pid : null);
  return kills.length === 0 ? log : { ...log, events: [...log.events, ...kills] };
}

interface DataLook {
  settings: Settings;
  directory: string | null;
  running: ProcessFact | null;
  root: string;
  identity: Identity | null;
  log: LogFact | null;
  context: ProbeContext;
  endpoint: Endpoint;
  name: string;
}

async function recordData({ settings, directory, running, root, identity, log, context, endpoint, name }: DataLook): Promise<void> {
  if (settings.info.redis_mode === 'sentinel' || settings.file('sentinel') !== undefined) return;
  if (directory === null) {
    context.skip(`the data directory of ${endpoint.subject}`, running === null ? 'no configuration names it' : "the server does not tell it, and its process is another user's");
    return;
  }
  const startTick = context.clock.tick();
  const started = log?.events.findLast(({ kind }) => kind === 'started');
  const version = settings.info.valkey_version ?? settings.info.redis_version ?? started?.detail.version;
  const isValkey = settings.info.server_name === 'valkey' || settings.info.valkey_version !== undefined || /valkey/i.test(`${started?.text ?? ''} ${running?.name ?? ''}`);
  const write = context.get('write', endpoint.subject, name);
  const pointsAtFiles = log?.events.some(({ kind, afterLastStart }) => afterLastStart && /^(rdb|aof)-(corrupt|truncated|too-new|manifest|unknown)|load-failed/.test(kind)) ?? false;
  const yes = (value: string | undefined) => (value === undefined ? null : value.toLowerCase() === 'yes');
  const fact = await dataFact({
    directory,
    root,
    pid: running?.pid ?? null,
    identity,
    dbFileName: settings.get('dbfilename') ?? 'dump.rdb',
    appendFileName: settings.get('appendfilename'),
    appendFolderName: settings.get('appenddirname'),
    // A file that does not mention it leaves it off.
    appendOnly: yes(settings.get('appendonly')) ?? (running === null ? false : null),
    loadTruncated: yes(settings.get('aof-load-truncated')) ?? (running === null ? true : null),
    loadable: version === undefined ? null : loadableBy(isValkey ? 'valkey' : 'redis', version),
    isRunning: running !== null,
    isSuspected: running === null || pointsAtFiles || write?.error === 'MISCONF',
    deadlineMs: context.limit(running === null || pointsAtFiles ? deadCheckMs : liveCheckMs),
    signal: context.signal,
  });
  context.record('data', endpoint.subject, name, fact, startTick);
}
