import { ZodError } from 'zod';
import { exampleFacts } from '../../src/causes/examples.ts';
import { causes } from '../../src/causes/generated/index.ts';
import { judge } from '../../src/diagnose/judge.ts';
import { toReport } from '../../src/diagnose/to-report.ts';
import { type Facts, parseFacts } from '../../src/facts/index.ts';
import { renderers } from '../../src/report/index.ts';
import { plain } from '../../src/report/options.ts';
import { disturbJson, jsonOf } from './disturb.ts';
import { expectBounded } from './expectations.ts';
import type { FuzzTarget } from './target.ts';

/** Undefined when the bundle is refused, as `--facts` does it. */
function read(value: unknown): Facts | undefined {
  try {
    return parseFacts(value);
  } catch (error) {
    if (!(error instanceof ZodError)) throw error;
    return undefined;
  }
}

export const factsTargets: readonly FuzzTarget[] = [
  {
    name: 'facts/saved',
    seeds: () => causes.flatMap(({ examples }) => examples.bad.slice(0, 1)).map(({ facts }) => Buffer.from(JSON.stringify(exampleFacts(facts)))),
    run: (input, { random }) => {
      const value = jsonOf(input);
      read(value);
      // Whatever the schema lets pass is judged and told.
      const facts = read(disturbJson(value ?? exampleFacts({}), random, 150));
      if (facts === undefined) return;
      const report = toReport(judge(facts, causes), facts, 1);
      for (const render of Object.values(renderers)) expectBounded(render(report, { ...plain, verbose: true }), input.length + 50_000);
    },
  },
];
