import { cloudRun, connector, memorystore, plain, revision, seenFromOutside } from '../../harness/cloud.ts';

export default seenFromOutside({
  name: 'a new revision is on trial with a tenth of the traffic',
  facts: () => [
    {
      redis: memorystore(),
      run: cloudRun({
        env: [plain('REDIS_HOST', '10.0.0.3')],
        traffic: [
          { percent: 90, revisionName: 'api-00011-xyz' },
          { percent: 10, revisionName: 'api-00012-kal' },
        ],
      }),
      before: revision('api-00011-xyz', [plain('REDIS_HOST', '10.0.0.4')]),
      vpc: connector(),
    },
  ],
  expect: { root: null, never: ['cloud/change-not-deployed'] },
});
