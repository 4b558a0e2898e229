/** Names that attacks on open servers have left, and that nothing else uses. */
export const attackNames = ['crackit', 'weaponX', 'weaponx', 'trojan1', 'trojan2', 'trojan3', 'trojan4'] as const;

/** Names that attacks use and that may be innocent: a sign only by their value, or all four backups together. */
export const suspectNames = ['backup1', 'backup2', 'backup3', 'backup4', 'Backup1', 'Backup2', 'Backup3', 'Backup4', 'x', 'xx', 'xxx', '1', 'root', 'shell', 'pwn'] as const;

export interface NamedRow {
  key: string;
  /** What the value looks like: `cron`, `ssh` or `ssh-padded`; empty for anything else, and where it was not looked at. */
  sign: string;
}

/**
 * Traces of known attacks among keys that were looked at. Signs: `known-name`, `cron-line`, `ssh-key`; each has no
 * innocent reading: a bare schedule, or a public key as a code host stores it, is not told.
 */
export function attackKeysOf(rows: readonly NamedRow[]): { key: string; sign: string }[] {
  const found = new Map<string, string>();
  const names = new Set(rows.map((row) => row.key));
  const allBackups = [1, 2, 3, 4].every((n) => names.has(`backup${n}`) || names.has(`Backup${n}`));
  for (const { key, sign } of rows) {
    const isSuspect = (suspectNames as readonly string[]).includes(key);
    if (sign === 'cron') found.set(key, 'cron-line');
    else if (sign === 'ssh-padded' || (sign === 'ssh' && isSuspect)) found.set(key, 'ssh-key');
    else if ((attackNames as readonly string[]).includes(key)) found.set(key, 'known-name');
    else if (allBackups && /^[Bb]ackup[1-4]$/.test(key)) found.set(key, 'known-name');
  }
  return [...found].slice(0, 50).map(([key, sign]) => ({ key, sign }));
}
