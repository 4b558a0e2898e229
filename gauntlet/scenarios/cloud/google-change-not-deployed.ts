import { cloudRun, connector, memorystore, plain, revision, seenFromOutside } from '../../harness/cloud.ts';

const env = [plain('REDIS_HOST', '10.0.0.3')];

export default seenFromOutside({
  name: 'the traffic is pinned to a revision that still has the old host',
  facts: () => [
    memorystore(),
    cloudRun({ env, traffic: [{ percent: 100, revisionName: 'api-00009-old' }] }),
    revision('api-00009-old', [plain('REDIS_HOST', '10.0.0.99')]),
    connector(),
  ],
  mended: () => [memorystore(), cloudRun({ env }), connector()],
  expect: { root: 'cloud/change-not-deployed', says: ['REDIS_HOST', 'api-00009-old', 'update-traffic api'] },
});
