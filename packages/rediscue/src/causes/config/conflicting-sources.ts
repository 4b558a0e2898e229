import type { FactData } from '../../facts/index.ts';
import { diagnoseTarget, edit, places, placeText, remedy, sourceText } from '../declaration.ts';
import { defineCause, type Found } from '../define.ts';
import { unconnected } from '../example-parts.ts';
import { works } from '../reach.ts';

const winner = 'redis://:***@old-redis.example:6379/0';
const loser = 'redis://:***@redis.example:6379/0';
const rivals: FactData<'rivals'> = {
  overridden: [{ name: loser, differs: 'endpoint', place: { file: 'config/production.yaml', line: 9 }, rule: 'the environment beats config/production.yaml' }],
};

export default defineCause({
  code: 'config/conflicting-sources',
  severity: 'error',
  scope: 'target',
  title: 'Two places disagree, and the wrong one wins',
  meaning: 'The same use is declared twice with different servers or logins. The rules of precedence choose the one that does not work, while the other one would.',
  detection: 'Both declarations are looked at: the losing one leads to a server that works, the winning one does not.',
  advice: 'Keep one declaration, or correct the one that wins.',
  needs: [],
  explains: [
    'network/name-not-found',
    'network/resolver-unreachable',
    'network/nothing-listening',
    'network/filtered',
    'network/unreachable',
    'network/not-redis',
    'auth/password-missing',
    'auth/password-wrong',
    'auth/server-has-no-password',
    'auth/user-unknown',
    'tls/server-is-plaintext',
    'tls/server-expects-tls',
  ],
  detect: (target) => {
    if (works(target)) return null;
    const overridden = target.entries.flatMap((at) => at.get('rivals')?.overridden ?? []);
    return overridden.flatMap((rival): Found[] => {
      const other = target.project.targets.find(({ name }) => name === rival.name);
      if (!other || !works(other)) return [];
      const there = rival.place ? placeText(rival.place) : other.name;
      return [
        {
          summary: `${sourceText(target)} wins over ${there} (${rival.rule}) and names ${rival.differs === 'endpoint' ? 'a server that does not work' : 'a login that is refused'}; the one in ${there} works.`,
          why: `the losing declaration in ${there} works, the winning one does not`,
          evidence: ['rivals', 'target'],
          where: [...places(target).slice(0, 1), ...(rival.place ? [rival.place] : [])],
          concerns: target.endpoints.map((at) => at.subject),
          remedies: [
            remedy(
              'Correct the declaration that wins, or remove it',
              [...places(target).slice(0, 1).map(edit), ...(rival.place ? [edit(rival.place)] : [])],
              diagnoseTarget(target),
            ),
          ],
        },
      ];
    });
  },
  examples: {
    bad: [
      {
        name: 'an old endpoint in the environment beats the right one in the file',
        facts: { targets: { [winner]: { endpoints: { 'old-redis.example:6379': { ...unconnected('refused'), rivals } } }, [loser]: { endpoints: { 'redis.example:6379': {} } } } },
      },
    ],
    good: [
      {
        name: 'the winning one works',
        facts: { targets: { [winner]: { endpoints: { 'old-redis.example:6379': { rivals } } }, [loser]: { endpoints: { 'redis.example:6379': {} } } } },
      },
      {
        name: 'neither works',
        facts: {
          targets: {
            [winner]: { endpoints: { 'old-redis.example:6379': { ...unconnected('refused'), rivals } } },
            [loser]: { endpoints: { 'redis.example:6379': unconnected('refused') } },
          },
        },
      },
    ],
  },
});
