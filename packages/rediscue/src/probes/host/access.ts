import type { Stats } from 'node:fs';

/** Who the server runs as. */
export interface Identity {
  uid: number;
  gid: number | null;
  groups: readonly number[];
  /** It has the capability that sets permissions aside (CAP_DAC_OVERRIDE), as root usually has. */
  overrides: boolean;
}

/** Whether that user may do it by owner, group and mode; ACLs and security modules are not seen. */
export function may(stats: Stats, { uid, gid, groups, overrides }: Identity, want: 'read' | 'write' | 'enter'): boolean {
  const bit = { read: 4, write: 2, enter: 1 }[want];
  if (overrides) return want !== 'enter' || (stats.mode & 0o111) !== 0 || stats.isDirectory();
  if (stats.uid === uid) return (stats.mode & (bit << 6)) !== 0;
  if (gid === stats.gid || groups.includes(stats.gid)) return (stats.mode & (bit << 3)) !== 0;
  return (stats.mode & bit) !== 0;
}
