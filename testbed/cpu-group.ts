import { existsSync, mkdirSync, rmdirSync, writeFileSync } from 'node:fs';
import { eventually } from './eventually.ts';
import type { World } from './world.ts';

let count = 0;
const firstVersion = '/sys/fs/cgroup/cpu';

/** Moves a process into a control group of its own that may use so much of a core; gone with the world. The result sets another share. Needs root. */
export function limitCpu(world: World, pid: number, cores: number): (cores: number) => void {
  count += 1;
  const name = `rediscue-${process.pid}-${count}`;
  const periodMicros = 100_000;
  const isFirst = existsSync(`${firstVersion}/cpu.cfs_quota_us`);
  const group = isFirst ? `${firstVersion}/${name}` : `/sys/fs/cgroup/${name}`;
  mkdirSync(group);
  // The kernel takes a moment to forget the last process.
  world.defer(() => eventually('the control group is empty', () => rmdirSync(group) === undefined));
  const share = (some: number) => {
    if (isFirst) writeFileSync(`${group}/cpu.cfs_quota_us`, String(some * periodMicros));
    else writeFileSync(`${group}/cpu.max`, `${some * periodMicros} ${periodMicros}`);
  };
  share(cores);
  writeFileSync(`${group}/cgroup.procs`, String(pid));
  return share;
}

/** Whether such a group can be made here. */
export function canLimitCpu(): boolean {
  const parent = existsSync(`${firstVersion}/cpu.cfs_quota_us`) ? firstVersion : '/sys/fs/cgroup';
  const group = `${parent}/rediscue-try-${process.pid}`;
  try {
    mkdirSync(group);
    const can = existsSync(`${group}/cpu.cfs_quota_us`) || existsSync(`${group}/cpu.max`);
    rmdirSync(group);
    return can;
  } catch {
    return false;
  }
}
