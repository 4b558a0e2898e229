// Everything that must hold before a change lands: `npm test`. Ends on the line `N passed, N failed`.
// usage: npm test -- [NAME …]   runs only the named checks
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

interface Tally {
  passed: number;
  failed: number;
  skipped: number;
}
interface Check {
  name: string;
  command: string[];
  /** How many tests stand behind it; a plain check counts as one. */
  tally?: (output: string) => Tally;
}

const scratch = mkdtempSync(join(tmpdir(), 'rediscue-check-'));
const vitestReport = join(scratch, 'vitest.json');
const npmBin = (name: string) => join('node_modules', '.bin', name);

const checks: Check[] = [
  { name: 'lint', command: [npmBin('biome'), 'ci', '--error-on-warnings', '.'] },
  { name: 'types', command: [npmBin('tsc'), '-p', '.'] },
  { name: 'exports', command: [npmBin('knip')] },
  { name: 'docs', command: [process.execPath, 'scripts/docs.ts', '--check'] },
  { name: 'build', command: [process.execPath, 'scripts/build.mjs'] },
  {
    name: 'tests',
    command: [process.execPath, 'node_modules/vitest/vitest.mjs', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${vitestReport}`],
    tally: vitestTally,
  },
  { name: 'gauntlet', command: [process.execPath, 'gauntlet/run.ts', '--jobs', '1'], tally: closingLine },
];

function vitestTally(): Tally {
  const { numPassedTests, numFailedTests, numPendingTests } = JSON.parse(readFileSync(vitestReport, 'utf8')) as Record<
    'numPassedTests' | 'numFailedTests' | 'numPendingTests',
    number
  >;
  return { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests };
}

function closingLine(output: string): Tally {
  const [, passed, failed, skipped] = /^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$/m.exec(output) ?? [];
  return { passed: Number(passed ?? 0), failed: Number(failed ?? 0), skipped: Number(skipped ?? 0) };
}

function run([program, ...args]: string[]): Promise<{ status: number; output: string }> {
  const child = spawn(program as string, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, PATH: `${join(process.cwd(), 'node_modules', '.bin')}:${process.env.PATH}` },
  });
  let output = '';
  const keep = (chunk: Buffer) => {
    output += chunk;
    process.stdout.write(chunk);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  return new Promise((resolve) => child.on('close', (code) => resolve({ status: code ?? 1, output })));
}

const chosen = process.argv.slice(2);
const total: Tally = { passed: 0, failed: 0, skipped: 0 };
for (const { name, command, tally } of checks) {
  if (chosen.length > 0 && !chosen.includes(name)) continue;
  console.log(`\n── ${name}`);
  const { status, output } = await run(command);
  const count = tallied(tally, output) ?? { passed: status === 0 ? 1 : 0, failed: 0, skipped: 0 };
  // A run that fails without naming a failed test (a crash, an unhandled error) is a failure too.
  if (status !== 0 && count.failed === 0) count.failed = 1;
  total.passed += count.passed;
  total.failed += count.failed;
  total.skipped += count.skipped;
}
rmSync(scratch, { recursive: true, force: true });
console.log(`\n${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ''}`);
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;

function tallied(tally: Check['tally'], output: string): Tally | null {
  try {
    return tally?.(output) ?? null;
  } catch {
    return null;
  }
}
