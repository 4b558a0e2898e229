import type { FactData } from '../../facts/index.ts';
import { change, deadEnds, diagnoseTarget, edit, placeOfPart, places, remedy, sourceText } from '../declaration.ts';
import { defineCause, type Found } from '../define.ts';
import { answered, loginRefused, unconnected } from '../example-parts.ts';
import type { EndpointExample, ExampleFacts } from '../examples.ts';
import { workingRivals } from '../rivals.ts';

const winner = 'redis://:***@old-redis.example:6379/0';
const loser = 'redis://:***@redis.example:6379/0';
const rivals: FactData<'rivals'> = { overridden: [{ name: loser, differs: 'endpoint', place: { file: '.env', line: 9 }, rule: 'the environment beats .env for REDIS_URL' }] };

/** The environment's `REDIS_URL` won with this outcome over the one in `.env`. */
const conflict = (won: EndpointExample, lost: EndpointExample = {}): ExampleFacts => ({
  targets: {
    [winner]: { endpoints: { 'old-redis.example:6379': { target: { sources: [{ kind: 'environment', name: 'REDIS_URL', place: null }] }, ...won, rivals } } },
    [loser]: { endpoints: { 'redis.example:6379': { target: { shadowOf: winner, sources: [{ kind: 'file', name: 'REDIS_URL', place: { file: '.env', line: 9 } }] }, ...lost } } },
  },
});

export default defineCause({
  code: 'config/conflicting-sources',
  severity: 'error',
  scope: 'target',
  title: 'Two places disagree, and the wrong one wins',
  meaning: 'The same use is declared twice with different servers or logins. The rules of precedence choose the one that does not work, while the other one would.',
  detection:
    "Where the winning declaration leads to no server that takes its login, those that it beats are tried too: one of them works. The process's environment beats `.env.local`, which beats `.env`; `REDIS_` beats `VALKEY_`; a URL beats Sentinels, those cluster nodes, and those host, port and password. A URL on the command line contradicts nothing.",
  advice: 'Keep one declaration, or correct the one that wins.',
  needs: [],
  explains: [
    'config/placeholder-value',
    'config/unset-variable',
    'config/interpolation-not-expanded',
    'config/invalid-url',
    'config/wrong-port',
    ...deadEnds,
    'auth/password-missing',
    'auth/password-wrong',
    'auth/server-has-no-password',
    'auth/user-unknown',
    'auth/user-disabled',
    'tls/server-is-plaintext',
    'tls/server-expects-tls',
  ],
  detect: (target) =>
    workingRivals(target).flatMap(({ rival, other, does, isOutdated }): Found[] => {
      // The file is right, and was changed since: config/change-not-applied.
      if (isOutdated) return [];
      return [
        {
          summary: `Two places disagree, and the wrong one wins: ${rival.rule}. ${sourceText(target, rival.differs === 'credentials' ? 'password' : undefined)} ${does}; ${sourceText(other)} works.`,
          why: `${sourceText(other)} works and loses: ${rival.rule}`,
          evidence: ['rivals', 'target', ...other.endpoints.map(({ subject }) => ({ probe: 'auth', subject }) as const)],
          where: [...(rival.differs === 'credentials' ? placeOfPart(target, 'password') : places(target).slice(0, 1)), ...(rival.place ? [rival.place] : [])],
          concerns: target.endpoints.map((at) => at.subject),
          remedies: [
            remedy('Correct the declaration that wins, or remove it', change(target, undefined, rival.differs === 'credentials' ? 'password' : undefined), diagnoseTarget(target)),
            ...(rival.place ? [remedy('For comparison, the one that works', [edit(rival.place)], diagnoseTarget(other))] : []),
          ],
        },
      ];
    }),
  examples: {
    bad: [
      { name: 'an old endpoint in the environment beats the right one in the file', facts: conflict(unconnected('refused')) },
      { name: 'an old password in the environment beats the right one in the file', facts: conflict(loginRefused('rejected', 'WRONGPASS invalid username-password pair')) },
    ],
    good: [
      { name: 'the winning one works', facts: conflict({}) },
      { name: 'neither works', facts: conflict(unconnected('refused'), unconnected('refused')) },
      { name: 'the winning server is the right one, and still loads', facts: conflict(answered('LOADING Redis is loading the dataset in memory')) },
      {
        name: 'a server should run at the winning address: process/not-running',
        facts: conflict({ ...unconnected('refused'), expected: { by: [{ kind: 'redis.conf', place: { file: '/srv/app/redis.conf', line: 1 }, text: 'port 6379' }] } }),
      },
    ],
  },
});
