import { cloudRun, connector, memorystore, seenFromOutside } from '../../harness/cloud.ts';

export default seenFromOutside({
  name: 'nothing is declared here, and the service has no way to its instance',
  files: { 'README.md': 'The service is deployed from elsewhere.\n' },
  facts: () => [memorystore(), cloudRun({ annotations: {} })],
  mended: () => [memorystore(), cloudRun(), connector()],
  expect: { root: 'cloud/no-vpc-access', says: ['REDIS_HOST', 'cache'] },
});
