import { describe, expect, it } from 'vitest';
import { areas } from './areas.ts';
import { endpointsOf } from './figures.ts';
import { sample } from './sample-report.ts';

const figuresOf = (subject: string) => {
  const at = sample.targets.flatMap(({ name }) => endpointsOf(sample, name)).find((each) => each.subject === subject);
  if (at === undefined) throw new Error(`no ${subject}`);
  return Object.fromEntries(areas(at).map(({ name, figures }) => [name, Object.fromEntries(figures.map((figure) => [figure.name, figure.text]))]));
};

describe('the six areas', () => {
  it('are always there, and what nobody knows is unknown, never zero', () => {
    const areasOfSilent = figuresOf('cache.example:6379');
    expect(Object.keys(areasOfSilent)).toEqual(['connectivity', 'memory', 'performance', 'configuration', 'keys', 'clients']);
    expect(new Set([areasOfSilent.memory, areasOfSilent.performance, areasOfSilent.keys, areasOfSilent.clients].flatMap((area) => Object.values(area ?? {})))).toEqual(
      new Set(['unknown']),
    );
  });

  it('say a limit of 0 is none, and measure the hit rate over the window', () => {
    const { memory, performance } = figuresOf('queue.example:6380');
    expect(memory).toMatchObject({ used: '1.0 MiB', limit: 'none', 'used of limit': 'no limit' });
    expect(performance).toMatchObject({ operations: '500/s', 'hit rate': '75 % over 200 ms' });
  });
});
