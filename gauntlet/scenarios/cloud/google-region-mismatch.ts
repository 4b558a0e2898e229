import { cloudRun, connector, memorystore, seenFromOutside } from '../../harness/cloud.ts';

export default seenFromOutside({
  name: 'Memorystore is in another region than the service',
  facts: () => [[memorystore({ name: 'projects/shop/locations/us-central1/instances/cache', currentLocationId: 'us-central1-a' })], cloudRun(), connector()],
  mended: () => [[memorystore()], cloudRun(), connector()],
  expect: { root: 'cloud/region-mismatch', says: ['us-central1', 'europe-west1'] },
});
