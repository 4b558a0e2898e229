import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Report } from '../../packages/rediscue/src/report/contract.ts';
import type { Arranged } from './scenario.ts';

/** The program that was built here, or another installation of it. */
export const program = process.env.GAUNTLET_PROGRAM ?? fileURLToPath(new URL('../../packages/rediscue/dist/rediscue.mjs', import.meta.url));

export interface Run {
  report: Report | null;
  exit: number | null;
  wallMs: number;
  stdout: string;
  stderr: string;
}

/** Runs the built program as a person would, in a process of its own, and reads what it prints. */
export function runDiagnose({ command: name = 'diagnose', targets = [], env = {}, project, options = [], through = [] }: Partial<Arranged>, cwd: string): Promise<Run> {
  const where = project && name === 'diagnose' ? ['--project', project] : [];
  const command = [...through, process.execPath, program, name, ...targets, ...where, '--json', ...options];
  const started = performance.now();
  const child = spawn(command[0] as string, command.slice(1), { cwd: project ?? cwd, env: { PATH: process.env.PATH, HOME: cwd, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const cutOff = setTimeout(() => child.kill('SIGKILL'), 30_000);
  return new Promise((resolve) => {
    child.on('close', (exit) => {
      clearTimeout(cutOff);
      resolve({ report: parse(stdout), exit, wallMs: performance.now() - started, stdout, stderr });
    });
  });
}

function parse(text: string): Report | null {
  try {
    const document = JSON.parse(text) as Report;
    return Array.isArray(document.rootCauses) ? document : null;
  } catch {
    return null;
  }
}
