import { type ChildProcess, spawn } from 'node:child_process';
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { linkOf, readProc, statOf } from '../host/proc.ts';
import type { Question, Seen } from './question.ts';

/** From the sources it is TypeScript itself; published it is a part of its own. */
const program = fileURLToPath(new URL(import.meta.url.endsWith('.ts') ? './inside.ts' : './place.mjs', import.meta.url));

const mostBytes = 256 * 1024;
/** The engine's clock and the kernel's may be a little apart. */
const sameStartMs = 5000;

/** The process that an engine names is one of this very machine, and the container's: an engine in a virtual machine numbers others. */
export function isContainers(pid: number, id: string, startedAt: string | null): boolean {
  if ((readProc(`/proc/${pid}/cgroup`) ?? '').includes(id)) return true;
  const started = statOf(pid)?.startedAtMs ?? null;
  return started !== null && startedAt !== null && Math.abs(started - Date.parse(startedAt)) < sameStartMs;
}

/** A file as the container's processes see it; empty where there is none, null where it cannot be read. Links are not followed: they would lead out of the container. */
export async function fileOf(pid: number, path: string): Promise<string | null> {
  try {
    await using handle = await open(`/proc/${pid}/root${path}`, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    if (!(await handle.stat()).isFile()) return null;
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(mostBytes), 0, mostBytes, 0);
    return buffer.toString('utf8', 0, bytesRead);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' && linkOf(`/proc/${pid}/root`) !== null ? '' : null;
  }
}

/** The words before a program that run it in the network of a process: as root, or as the user to whom the container belongs. */
function entering(pid: number): string[] | null {
  const theirs = linkOf(`/proc/${pid}/ns/net`);
  if (theirs === null) return null;
  if (theirs === linkOf('/proc/self/ns/net')) return [];
  const asOwner = process.getuid?.() === 0 ? [] : ['-U', '--preserve-credentials'];
  return ['nsenter', '-t', String(pid), ...asOwner, '-n'];
}

/**
 * Asks in the network of a process: our own program on this machine's files, so that nothing is needed or run in the container. It gets
 * the question on its standard input and an empty environment. Null where that is not permitted, or did not end in time.
 */
export function askInside(pid: number, question: Question, signal: AbortSignal): Promise<Seen | null> {
  const before = entering(pid);
  if (before === null || signal.aborted) return Promise.resolve(null);
  const [command = process.execPath, ...args] = [...before, process.execPath, '--no-warnings', program];
  return new Promise((resolve) => {
    const child = spawn(command, args, { env: { PATH: process.env.PATH }, stdio: ['pipe', 'pipe', 'ignore'], cwd: '/' });
    let said = '';
    const end = () => {
      signal.removeEventListener('abort', onAbort);
      resolve(read(said));
    };
    const onAbort = () => kill(child);
    signal.addEventListener('abort', onAbort, { once: true });
    child.on('error', end).on('close', end);
    // It may end before it has read the question.
    child.stdin.on('error', () => undefined);
    child.stdout.setEncoding('utf8').on('data', (piece: string) => {
      said += piece;
      if (said.length > mostBytes) kill(child);
    });
    child.stdin.write(`${JSON.stringify(question)}\n`);
  });
}

const kill = (child: ChildProcess): boolean => child.kill('SIGKILL');

function read(text: string): Seen | null {
  try {
    return JSON.parse(text) as Seen;
  } catch {
    return null;
  }
}
