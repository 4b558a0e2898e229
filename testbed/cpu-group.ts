import { existsSync, mkdirSync, rmdirSync, writeFileSync } from 'node:fs';
import { eventually } from './eventually.ts';
import type { World } from './world.ts';

let count = 0;
const firstVersion = '/sys/fs/cgroup/cpu';

/** Moves a process into a control group of its own that may use so much of a core; gone with the world. Needs root. */
export function limitCpu(world: World, pid: number, cores: number): string {
  count += 1;
  const name = `rediscue-${process.pid}-${count}`;
  const periodMicros = 100_000;
  const isFirst = existsSync(`${firstVersion}/cpu.cfs_quota_us`);
  const group = isFirst ? `${firstVersion}/${name}` : `/sys/fs/cgroup/${name}`;
  mkdirSync(group);
  // The kernel takes a moment to forget the last process.
  world.defer(() => eventually('the control group is empty', () => rmdirSync(group) === undefined));
  if (isFirst) writeFileSync(`${group}/cpu.cfs_quota_us`, String(cores * periodMicros));
  else writeFileSync(`${group}/cpu.max`, `${cores * periodMicros} ${periodMicros}`);
  writeFileSync(`${group}/cgroup.procs`, String(pid));
  return group;
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
