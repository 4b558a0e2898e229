import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a name that can never exist',
  arrange: () => ({
    targets: ['redis://cache.rediscue-gauntlet.invalid:6379/0'],
    expect: { root: 'network/name-not-found', says: ['cache.rediscue-gauntlet.invalid'] },
  }),
});
