import { describe, expect, it } from 'vitest';
import { exampleFacts } from '../causes/examples.ts';
import { causes } from '../causes/generated/index.ts';
import { judge } from '../diagnose/judge.ts';
import { toReport } from '../diagnose/to-report.ts';
import { Report } from './contract.ts';
import { type Format, renderers } from './index.ts';
import { renderJson } from './json.ts';
import { renderJunit } from './junit.ts';
import { renderMarkdown } from './markdown.ts';
import { plain } from './options.ts';
import { healthySample, sample } from './sample-report.ts';
import { renderSarif } from './sarif.ts';

interface Sarif {
  runs: {
    tool: { driver: { rules: { id: string }[] } };
    results: { ruleId: string; ruleIndex: number; level: string; locations: { physicalLocation?: { artifactLocation: { uri: string }; region?: { startLine: number } } }[] }[];
  }[];
}
const sarif = (report: Report): Sarif => JSON.parse(renderSarif(report, plain)) as Sarif;

/** Every element is closed in order, and every attribute is quoted. */
function isWellFormed(xml: string): boolean {
  const open: string[] = [];
  const rest = xml.replace(/^<\?xml [^?]*\?>/, '').replace(/<(\/?)([a-z-]+)((?:\s+[a-z-]+="[^"<]*")*)\s*(\/?)>/g, (_, closing: string, name: string, __, self: string) => {
    if (closing) return open.pop() === name ? '' : '<';
    if (!self) open.push(name);
    return '';
  });
  return open.length === 0 && !/[<>]/.test(rest) && !/&(?!#\d+;)/.test(rest);
}

describe('JSON', () => {
  it('is the contract', () => {
    expect(Report.parse(JSON.parse(renderJson(sample, plain)))).toEqual(sample);
  });
});

describe('Markdown', () => {
  it('tells the whole story', () => {
    expect(renderMarkdown(sample, plain)).toMatchSnapshot();
  });
});

describe('JUnit', () => {
  it('has a failed test for each root cause and a skipped one for what was not looked at', () => {
    expect(renderJunit(sample, plain)).toMatchSnapshot();
    expect(isWellFormed(renderJunit(sample, plain))).toBe(true);
  });

  it('passes when all is well', () => {
    expect(renderJunit(healthySample, plain)).toContain('tests="1" failures="0"');
  });
});

describe('SARIF', () => {
  it('has a rule for each code and a result for each finding', () => {
    expect(renderSarif(sample, plain)).toMatchSnapshot();
    const [run] = sarif(sample).runs;
    for (const result of run?.results ?? []) expect(run?.tool.driver.rules[result.ruleIndex]?.id).toBe(result.ruleId);
  });

  it('gives places as references that a code host can follow', () => {
    const uris = sarif(sample).runs[0]?.results.flatMap(({ locations }) => locations.flatMap(({ physicalLocation }) => physicalLocation?.artifactLocation.uri ?? []));
    expect(uris).toEqual(['.env', 'redis%20conf/redis.conf']);
  });
});

describe.each(Object.keys(renderers) as Format[])('%s of every recorded example', (format) => {
  it('is rendered, and every report keeps the contract', () => {
    const render = renderers[format];
    for (const cause of causes)
      for (const { facts: example } of [...cause.examples.bad, ...cause.examples.good]) {
        const facts = exampleFacts(example);
        const report = toReport(judge(facts, causes), facts, 5);
        Report.parse(report);
        const text = render(report, { ...plain, verbose: true });
        expect(text.endsWith('\n')).toBe(true);
        if (format === 'junit') expect(isWellFormed(text)).toBe(true);
        if (format === 'json' || format === 'sarif') JSON.parse(text);
      }
  });
});
