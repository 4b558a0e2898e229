import { cloudRun, connector, memorystore, seenFromOutside } from '../../harness/cloud.ts';

export default seenFromOutside({
  name: 'Memorystore is being repaired',
  facts: () => [memorystore({ state: 'REPAIRING', statusMessage: 'The instance is being repaired.' }), cloudRun(), connector()],
  mended: () => [memorystore(), cloudRun(), connector()],
  expect: { root: 'cloud/instance-not-ready', says: ['REPAIRING', 'gcloud redis instances describe cache --region europe-west1'] },
});
