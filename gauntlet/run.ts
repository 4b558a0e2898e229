// Makes real faults with real servers and judges what `rediscue diagnose` says of them.
// usage: npm run gauntlet -- [PART-OF-ID …] [--jobs N] [--verbose]
import { readdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type Outcome, runScenario } from './harness/run-scenario.ts';
import type { Scenario } from './harness/scenario.ts';

const { values, positionals } = parseArgs({ allowPositionals: true, options: { jobs: { type: 'string', default: '4' }, verbose: { type: 'boolean', default: false } } });
const folder = new URL('./scenarios/', import.meta.url);
const ids = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.slice(0, -3))
  .filter((id) => positionals.length === 0 || positionals.some((part) => id.includes(part)))
  .toSorted();

const scenarios = await Promise.all(ids.map(async (id) => ({ id, scenario: ((await import(new URL(`${id}.ts`, folder).href)) as { default: Scenario }).default })));
const outcomes: Outcome[] = [];

function tell(outcome: Outcome): void {
  outcomes.push(outcome);
  const mark = { passed: 'ok  ', failed: 'FAIL', skipped: 'skip' }[outcome.state];
  const root = outcome.run?.report?.rootCauses[0]?.code ?? '–';
  const time = outcome.run ? `${Math.round(outcome.run.wallMs)} ms` : '–';
  console.log(`${mark} ${outcome.id.padEnd(52)} ${root.padEnd(40)} ${time.padStart(8)}`);
  for (const complaint of outcome.complaints) console.log(`       ${complaint}`);
  if (values.verbose && outcome.state === 'failed' && outcome.run?.report) console.log(JSON.stringify({ ...outcome.run.report, evidence: outcome.run.report.evidence }, null, 1));
}

async function inParallel(queue: typeof scenarios, jobs: number): Promise<void> {
  const waiting = [...queue];
  await Promise.all(
    Array.from({ length: jobs }, async () => {
      for (let one = waiting.shift(); one; one = waiting.shift()) tell(await runScenario(one.id, one.scenario));
    }),
  );
}

await inParallel(
  scenarios.filter(({ scenario }) => !scenario.alone),
  Number(values.jobs),
);
await inParallel(
  scenarios.filter(({ scenario }) => scenario.alone),
  1,
);

const run = outcomes.filter((outcome) => outcome.state !== 'skipped');
const share = (of: Outcome[]) => `${of.filter((outcome) => outcome.state === 'passed').length} of ${of.length}`;
const times = run.flatMap((outcome) => (outcome.run ? [outcome.run.wallMs] : [])).toSorted((a, b) => a - b);
console.log(
  `\nfaults named right: ${share(run.filter((outcome) => !outcome.isHealthySystem))}; healthy systems without a false alarm: ${share(run.filter((outcome) => outcome.isHealthySystem))}`,
);
console.log(`time to a verdict: median ${Math.round(times[times.length >> 1] ?? 0)} ms, slowest ${Math.round(times.at(-1) ?? 0)} ms`);
const failed = outcomes.filter((outcome) => outcome.state === 'failed').length;
const skipped = outcomes.length - run.length;
console.log(`${run.length - failed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exitCode = failed > 0 || run.length === 0 ? 1 : 0;
