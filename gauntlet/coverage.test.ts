import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type CauseCode, catalogue } from '../packages/rediscue/src/causes/catalogue.ts';
import { causes } from '../packages/rediscue/src/causes/generated/index.ts';

const folder = new URL('./scenarios/', import.meta.url);

/** Scenarios as written, without the codes that they must not find: what is expected is made only when a fault is. */
const scenarios = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => ({ file, text: readFileSync(new URL(file, folder), 'utf8').replace(/\bnever:\s*\[[^\]]*\]/g, '') }));

/** Families of which a live look can prove every code; of the others those that have a cause. */
const provable = ['network', 'tls', 'auth', 'process', 'persistence', 'memory', 'latency', 'replication', 'sentinel', 'cluster', 'security', 'host'];

const familyOf = (code: string) => code.slice(0, code.indexOf('/'));
const codes = (Object.keys(catalogue) as CauseCode[]).filter((code) => provable.includes(familyOf(code)) || causes.some((cause) => cause.code === code));
const recordedFrom = (code: CauseCode) => causes.find((cause) => cause.code === code)?.examples.bad.find((example) => example.recordedFrom !== undefined)?.recordedFrom;

describe('every code has a real fault that makes it appear, or says why none can be made here', () => {
  test.each(codes)('%s', (code) => {
    expect(causes.map((cause) => cause.code)).toContain(code);
    const expecting = scenarios.filter(({ text }) => text.includes(`'${code}'`)).map(({ file }) => file);
    // What files alone show has whole files as its examples: nothing is made up there.
    const isOfFiles = (causes.find((cause) => cause.code === code)?.fileExamples?.bad.length ?? 0) > 0;
    if (expecting.length === 0 && !isOfFiles) expect(recordedFrom(code), 'no scenario expects it, and no example says where it was recorded from').toMatch(/; /);
  });
});

test('a scenario stands in the folder of a family, among the healthy systems, the projects, or those of a cluster', () => {
  const families = new Set([...Object.keys(catalogue).map(familyOf), 'healthy', 'project', 'kubernetes']);
  expect(scenarios.map(({ file }) => file).filter((file) => !families.has(familyOf(file)))).toEqual([]);
});
