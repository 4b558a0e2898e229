import { dirname, join } from 'node:path';
import type { FactData } from '../../facts/index.ts';
import { readProc } from './proc.ts';

type CgroupFact = FactData<'cgroup'>;

interface Place {
  version: 1 | 2;
  /** Folder under which the hierarchy is mounted. */
  root: string;
  /** Path of the group, relative to it. */
  path: string;
}

/** Where a controller of a process's group is found: from its cgroup file and our own mounts. */
export function placeOf(cgroup: string, mounts: string, controller: string): Place | null {
  for (const line of cgroup.split('\n')) {
    const match = /^\d+:([^:]*):(.*)$/.exec(line);
    if (!match) continue;
    const controllers = (match[1] as string).split(',');
    const version = match[1] === '' ? 2 : 1;
    if (version === 1 && !controllers.includes(controller)) continue;
    // In a mixed set-up the second version's tree stands beside the first's, without this controller.
    if (version === 2 && mountOf(mounts, 1, controller)) continue;
    const mount = mountOf(mounts, version, controller);
    if (!mount) continue;
    const path = match[2] as string;
    // Inside a container the mount shows only a part of the tree.
    const inside = mount.base !== '/' && path.startsWith(mount.base) ? path.slice(mount.base.length) || '/' : path;
    return { version, root: mount.point, path: inside.replace(/^(\/\.\.)+/, '') || '/' };
  }
  return null;
}

function mountOf(mounts: string, version: 1 | 2, controller: string): { point: string; base: string } | null {
  for (const line of mounts.split('\n')) {
    const [before, after] = line.split(' - ');
    const fields = before?.split(' ') ?? [];
    const [type, , options] = after?.split(' ') ?? [];
    if (version === 2 ? type === 'cgroup2' : type === 'cgroup' && options?.split(',').includes(controller)) return { point: fields[4] as string, base: fields[3] as string };
  }
  return null;
}

/** The smallest of a figure in the group and those above it: a limit further up holds too. */
function smallest({ root, path }: Place, read: (folder: string) => number | null): number | null {
  let least: number | null = null;
  for (let at = path; ; at = dirname(at)) {
    const value = read(join(root, at));
    if (value !== null && (least === null || value < least)) least = value;
    if (at === '/' || at === '.') return least;
  }
}

const numberIn = (file: string): number | null => {
  const text = readProc(file)?.trim();
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : null;
};
const fieldIn = (file: string, field: string): number | null => {
  const match = new RegExp(`^${field} (\\d+)`, 'm').exec(readProc(file) ?? '');
  return match ? Number(match[1]) : null;
};

/** The first version writes a number near 2^63 for "none". */
const unlimited = 2 ** 60;

function quota(folder: string, version: 1 | 2): number | null {
  if (version === 2) {
    const match = /^(\d+) (\d+)/.exec(readProc(join(folder, 'cpu.max')) ?? '');
    return match ? Number(match[1]) / Number(match[2]) : null;
  }
  const allowed = numberIn(join(folder, 'cpu.cfs_quota_us'));
  const period = numberIn(join(folder, 'cpu.cfs_period_us'));
  return allowed !== null && allowed > 0 && period ? allowed / period : null;
}

/** Throttling counters of the group that has the quota; read twice for an increase. */
interface Throttling {
  periods: number;
  throttled: number;
}

export interface CgroupReader {
  throttling(): Throttling | null;
  fact(first: Throttling | null, last: Throttling | null): CgroupFact;
}

/** Null when the process is in no group that can be seen from here. */
export function cgroupOf(pid: number): CgroupReader | null {
  const text = readProc(`/proc/${pid}/cgroup`);
  const mounts = readProc('/proc/self/mountinfo');
  if (text === null || mounts === null) return null;
  const memory = placeOf(text, mounts, 'memory');
  const cpu = placeOf(text, mounts, 'cpu');
  const any = memory ?? cpu;
  if (!any) return null;
  return {
    throttling() {
      if (!cpu) return null;
      for (let at = cpu.path; ; at = dirname(at)) {
        const file = join(cpu.root, at, 'cpu.stat');
        const periods = fieldIn(file, 'nr_periods');
        const throttled = fieldIn(file, 'nr_throttled');
        if (periods !== null && throttled !== null && (periods > 0 || at === '/' || at === '.')) return { periods, throttled };
        if (at === '/' || at === '.') return null;
      }
    },
    fact(first, last) {
      const limit = memory && smallest(memory, (folder) => numberIn(join(folder, memory.version === 2 ? 'memory.max' : 'memory.limit_in_bytes')));
      const folder = memory ? join(memory.root, memory.path) : '';
      return {
        version: any.version,
        path: any.path,
        memoryLimitBytes: limit === null || limit >= unlimited ? null : limit,
        memoryUsedBytes: memory ? numberIn(join(folder, memory.version === 2 ? 'memory.current' : 'memory.usage_in_bytes')) : null,
        oomKills: memory ? fieldIn(join(folder, memory.version === 2 ? 'memory.events' : 'memory.oom_control'), 'oom_kill') : null,
        cpuQuotaCores: cpu ? smallest(cpu, (at) => quota(at, cpu.version)) : null,
        throttledPeriods: first && last ? last.throttled - first.throttled : null,
        periods: first && last ? last.periods - first.periods : null,
      };
    },
  };
}
