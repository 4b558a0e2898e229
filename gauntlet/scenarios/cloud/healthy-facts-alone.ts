import { cloudRun, connector, memorystore, seenFromOutside } from '../../harness/cloud.ts';

export default seenFromOutside({
  name: 'nothing is declared here, and what the provider says is well',
  files: { 'README.md': 'The service is deployed from elsewhere.\n' },
  facts: () => [memorystore(), cloudRun(), connector()],
  expect: { root: null },
});
