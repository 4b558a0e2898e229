import { readProc } from './proc.ts';

export interface Mount {
  point: string;
  readOnly: boolean;
  type: string;
}

const plain = (text: string) => text.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));

/** Text of `/proc/<pid>/mountinfo`. */
export function parseMounts(text: string): Mount[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [before, after] = line.split(' - ');
      const fields = before?.split(' ') ?? [];
      const [type, , options] = after?.split(' ') ?? [];
      // A mount may be read-only by itself or by its file system.
      const isReadOnly = [fields[5], options].some((list) => list?.split(',').includes('ro'));
      return { point: plain(fields[4] ?? ''), readOnly: isReadOnly, type: type ?? '' };
    });
}

/** Mounts as a process sees them; null where there is no /proc. */
export function mountsOf(pid: number | 'self'): Mount[] | null {
  const text = readProc(`/proc/${pid}/mountinfo`);
  return text === null ? null : parseMounts(text);
}

/** The mount that holds a path: the longest point that leads to it, the latest of several. */
export function mountOf(mounts: readonly Mount[], path: string): Mount | null {
  let best: Mount | null = null;
  for (const mount of mounts) {
    const leads = mount.point === '/' || path === mount.point || path.startsWith(`${mount.point}/`);
    if (leads && (best === null || mount.point.length >= best.point.length)) best = mount;
  }
  return best;
}
