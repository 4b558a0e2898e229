import { describe, expect, test } from 'vitest';
import { aside, cloudInstance, cloudRefusal, cloudService, outside } from '../causes/cloud-fact-examples.ts';
import { notSpoken } from '../causes/example-parts.ts';
import { type ExampleFacts, exampleFacts } from '../causes/examples.ts';
import { causes } from '../causes/generated/index.ts';
import { judge } from './judge.ts';
import { toReport } from './to-report.ts';

function reportOf(example: ExampleFacts) {
  const facts = exampleFacts(example);
  return toReport(judge(facts, causes), facts, 1);
}

const speaks = (state: 'resp' | 'other', protocol: string | null): ExampleFacts => ({
  endpoints: { '10.0.0.3:6379': { ...notSpoken, speak: { state, reply: null, error: null, protocol, firstBytes: 'HTTP/1.1 400 Bad Request' } } },
  machine: { cloud: { instances: [cloudInstance()], services: [], connectors: [], secrets: [], refusals: [], listings: [] } },
});

describe('an address of a network that does not reach to here', () => {
  test('is not looked at, and is no fault of the application', () => {
    const report = reportOf(outside({ instances: [cloudInstance()], services: [cloudService()] }));
    expect(report).toMatchObject({ status: 'healthy', rootCauses: [], targets: [{ looked: false }] });
    expect(report.notChecked[0]).toMatchObject({ what: expect.stringContaining('from here'), why: expect.stringContaining('api is told of it') });
  });

  test('nor is what a middlebox answers in its place', () => {
    expect(reportOf(speaks('other', 'http'))).toMatchObject({ status: 'healthy', targets: [{ looked: false }] });
  });

  test('also where only a service tells of it, or where its instances may not be read', () => {
    expect(reportOf(outside({ services: [cloudService()] })).targets[0]?.looked).toBe(false);
    const denied = reportOf(outside({ refusals: [cloudRefusal({ is: 'denied' })] }));
    expect(denied.rootCauses.map(({ code }) => code)).toEqual(['cloud/permission-denied']);
  });
});

describe('is looked at as ever', () => {
  test('where a server answered', () => {
    expect(reportOf(speaks('resp', null)).targets[0]?.looked).toBe(true);
  });

  test.each([
    ['a public instance', outside({ instances: [cloudInstance({ reach: 'public' })] }), 'network/filtered'],
    ['an address that nobody in the facts knows', aside('10.0.0.9:6379', { instances: [cloudInstance()] }), 'network/filtered'],
    ['an instance that is not ready', outside({ instances: [cloudInstance({ status: 'DELETING', state: 'deleting' })] }), 'cloud/instance-not-ready'],
    ['no facts of a cloud at all', outside({}), 'network/filtered'],
  ])('%s', (_, example, root) => {
    const report = reportOf(example);
    expect([report.targets[0]?.looked, report.rootCauses[0]?.code]).toEqual([true, root]);
  });
});
