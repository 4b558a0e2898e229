import { closeSync, constants, openSync, readSync } from 'node:fs';
import type { LogFact } from '../../facts/index.ts';
import { recognise } from './log/recognise.ts';
import { readTail } from './log/tail.ts';

const kernelLogs = ['/var/log/kern.log', '/var/log/syslog', '/var/log/messages'];
const tailBytes = 256 * 1024;
const maxRecords = 4000;

/** The kernel's own ring of messages: readable for root, and for others where the machine allows it. */
export function kernelRing(): string {
  let descriptor: number | null = null;
  const lines: string[] = [];
  try {
    descriptor = openSync('/dev/kmsg', constants.O_RDONLY | constants.O_NONBLOCK);
    const buffer = Buffer.allocUnsafe(8192);
    for (let count = 0; count < maxRecords; count++) {
      const length = readSync(descriptor, buffer, 0, buffer.length, null);
      if (length <= 0) break;
      const record = buffer.toString('utf8', 0, length);
      lines.push(record.slice(record.indexOf(';') + 1).split('\n')[0] ?? '');
    }
  } catch {
    // EAGAIN: the ring is read to its end; EPERM: it is not for us.
  } finally {
    if (descriptor !== null) closeSync(descriptor);
  }
  return lines.join('\n');
}

/** Kills by the kernel for lack of memory: of that process, or of a server of that name when the number is not known. */
export async function kernelKills(pid: number | null): Promise<LogFact['events']> {
  const texts = [kernelRing(), ...(await Promise.all(kernelLogs.map(async (path) => (await readTail(path, tailBytes))?.text ?? '')))];
  for (const text of texts) {
    if (!/oom|out of memory/i.test(text)) continue;
    const kills = recognise(text, null).filter(
      ({ kind, detail }) => kind === 'killed-by-kernel' && (pid === null ? /^(redis|valkey|keydb)/.test(detail.name ?? '') : detail.pid === String(pid)),
    );
    if (kills.length > 0) return kills.slice(-2).map((event) => ({ ...event, line: null, afterLastStart: true }));
  }
  return [];
}
