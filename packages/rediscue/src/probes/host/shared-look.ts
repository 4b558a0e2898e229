import { resolve } from 'node:path';
import type { ProbeContext } from '../context.ts';
import { type FoundConf, readConfs } from './find-conf.ts';
import { type Machine, readMachine } from './processes.ts';
import { commonConfs, type ProjectFiles, projectFiles } from './project-files.ts';

/** What is the same for all endpoints of one run: looked at once. */
export interface SharedLook {
  machine(): Machine;
  project(): Promise<ProjectFiles & { found: FoundConf[] }>;
}

const looks = new WeakMap<ProbeContext, SharedLook>();
/** The search through the project's folder ends after this time. */
const projectMs = 400;

export function sharedLook(context: ProbeContext): SharedLook {
  const known = looks.get(context);
  if (known) return known;
  let machine: Machine | undefined;
  let project: Promise<ProjectFiles & { found: FoundConf[] }> | undefined;
  const look: SharedLook = {
    machine() {
      machine ??= readMachine();
      return machine;
    },
    project() {
      project ??= readProject(context);
      return project;
    },
  };
  looks.set(context, look);
  return look;
}

async function readProject(context: ProbeContext): Promise<ProjectFiles & { found: FoundConf[] }> {
  const until = performance.now() + context.limit(projectMs);
  const stop = () => context.signal.aborted || performance.now() > until;
  const root = resolve(context.options.project);
  const files = await projectFiles(root, stop);
  const own = await readConfs(files.confs, 'project', stop);
  const paths = new Set(own.map(({ conf }) => conf.file));
  const common = await readConfs(
    (await commonConfs()).filter((path) => !paths.has(path)),
    'common-place',
    stop,
  );
  if (stop()) context.skip(`configurations in ${root}`, 'the search through the folder took too long');
  return { ...files, found: [...own, ...common] };
}
