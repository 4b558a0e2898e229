import { cloudRun, connector, fromSecret, memorystore, plain, seenFromOutside, version } from '../../harness/cloud.ts';

const env = [plain('REDIS_HOST', '10.0.0.3'), fromSecret('REDIS_PASSWORD', 'redis-password')];

export default seenFromOutside({
  name: 'all is well in the network of the provider, which does not reach to here',
  facts: (secret) => [
    '$ gcloud redis instances list --region europe-west1 --format json',
    [memorystore(), memorystore({ name: 'projects/shop/locations/europe-west1/instances/old', host: '10.0.0.19', state: 'DELETING' })],
    { authString: secret() },
    cloudRun({ env }),
    [connector(), connector({ name: 'projects/shop/locations/europe-west1/connectors/legacy', network: 'legacy', state: 'ERROR' })],
    [version(2), version(1, 'DESTROYED')],
  ],
  expect: { root: null, never: ['network/unreachable', 'network/filtered', 'cloud/instance-not-ready'] },
});
