import { cloudRun, connector, memorystore, seenFromOutside } from '../../harness/cloud.ts';

export default seenFromOutside({
  name: 'the connector leads into another network than the one of Memorystore',
  facts: () => [memorystore({ authorizedNetwork: 'projects/shop/global/networks/data' }), cloudRun(), [connector()]],
  mended: () => [memorystore({ authorizedNetwork: 'projects/shop/global/networks/data' }), cloudRun(), [connector({ network: 'data' })]],
  expect: { root: 'cloud/egress-not-routed', says: ['data', 'default'] },
});
