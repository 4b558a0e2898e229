import { cpus, freemem, loadavg, platform, totalmem } from 'node:os';
import type { FactData } from '../../facts/index.ts';
import type { ProbeContext } from '../context.ts';
import { readProc } from './proc.ts';

const settingOf = (path: string): number | null => {
  const text = readProc(path)?.trim();
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : null;
};

/** Settings of the kernel and memory of this machine; elsewhere than on Linux what the platform tells. */
function readKernel(): FactData<'kernel'> {
  const memory = readProc('/proc/meminfo') ?? '';
  const bytes = (name: string) => {
    const match = new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(memory);
    return match ? Number(match[1]) * 1024 : null;
  };
  const pages = /\[(always|madvise|never)\]/.exec(readProc('/sys/kernel/mm/transparent_hugepage/enabled') ?? '')?.[1];
  return {
    platform: platform(),
    overcommitMemory: settingOf('/proc/sys/vm/overcommit_memory'),
    transparentHugePages: pages === 'always' || pages === 'madvise' || pages === 'never' ? pages : null,
    somaxconn: settingOf('/proc/sys/net/core/somaxconn'),
    memoryTotalBytes: bytes('MemTotal') ?? totalmem(),
    memoryAvailableBytes: bytes('MemAvailable') ?? (memory === '' ? freemem() : null),
    swapTotalBytes: bytes('SwapTotal'),
    cores: cpus().length,
    load1: platform() === 'win32' ? null : (loadavg()[0] ?? null),
  };
}

const thisMachine = 'this machine';

/** Recorded once a run, and only where a server of this machine is looked at: another's kernel is not ours. */
export function recordKernel(context: ProbeContext): void {
  if (context.get('kernel', thisMachine, null) !== undefined) return;
  context.record('kernel', thisMachine, null, readKernel(), context.clock.tick());
}
