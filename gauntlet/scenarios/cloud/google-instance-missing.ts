import { cloudRun, connector, memorystore, seenFromOutside } from '../../harness/cloud.ts';

export default seenFromOutside({
  name: 'Memorystore was made in another region than the one that everybody thinks of',
  facts: () => [
    "ERROR: (gcloud.redis.instances.describe) NOT_FOUND: Resource 'projects/shop/locations/europe-west1/instances/cache' was not found. This command is authenticated as ops@shop.example which is the active account specified by the [core/account] property.",
    memorystore({ name: 'projects/shop/locations/us-central1/instances/cache', host: '10.77.0.3', currentLocationId: 'us-central1-a', locationId: 'us-central1-a' }),
    cloudRun(),
    connector(),
  ],
  mended: () => [memorystore(), cloudRun(), connector()],
  expect: { root: 'cloud/instance-missing', says: ['cache', 'europe-west1', 'us-central1', 'gcloud redis instances'], chain: ['network/unreachable', 'cloud/instance-missing'] },
});
