import { expect, test } from 'vitest';
import { answered, loginRefused, notConnected, notSpoken, tls, unconnected } from '../causes/example-parts.ts';
import { type ExampleFacts, exampleFacts } from '../causes/examples.ts';
import { unusable } from './unusable.ts';
import { projectView } from './view.ts';

const why = (example: ExampleFacts) => unusable(projectView(exampleFacts(example))).map((note) => note.why);

test('a target that answers and takes the login is usable', () => {
  expect(why({})).toEqual([]);
  expect(why({ auth: { outcome: 'not-needed' } })).toEqual([]);
  expect(
    why({
      endpoints: {
        'a:1': { ...unconnected('refused'), learned: { from: 'target', by: 'target', as: 'entry' } },
        'b:1': { learned: { from: 'target', by: 'target', as: 'entry' } },
      },
    }),
  ).toEqual([]);
});

test('one that is switched off is not missed', () => {
  const off = { kind: 'disabled', part: 'switch', reason: '', position: null, text: null, corrected: null, place: null, tolerated: false } as const;
  expect(why({ ...unconnected('refused'), target: { problems: [off] } })).toEqual([]);
});

test('a declaration that lost is not missed', () => {
  expect(why({ targets: { won: { endpoints: { 'a:1': {} } }, lost: { endpoints: { 'b:1': { ...unconnected('refused'), target: { shadowOf: 'won' } } } } } })).toEqual([]);
});

test('otherwise the last stage tells how far it went', () => {
  expect(why(unconnected('refused'))).toEqual([expect.stringContaining('connecting to redis.example:6379: 192.0.2.10 refused')]);
  expect(why({ ...notConnected, connect: null })).toEqual([expect.stringContaining('redis.example:6379 was not reached')]);
  expect(why({ ...notSpoken, speak: null, tls: tls({ state: 'silent' }) })).toEqual([expect.stringContaining('the TLS handshake with redis.example:6379 is silent')]);
  expect(why(loginRefused('rejected', 'WRONGPASS'))).toEqual([expect.stringContaining('its answer is resp')]);
  expect(why(answered('LOADING'))).toEqual([expect.stringContaining('its answer is resp (LOADING)')]);
});

test('nothing could be contacted', () => {
  const facts = exampleFacts({});
  facts.facts = facts.facts.filter(({ probe }) => probe === 'target');
  expect(unusable(projectView(facts))).toMatchObject([{ why: expect.stringContaining('nothing could be contacted') }]);
});
