import { cloudRun, connector, memorystore, seenFromOutside } from '../../harness/cloud.ts';

export default seenFromOutside({
  name: 'Cloud Run was deployed without its connector',
  facts: () => [memorystore(), cloudRun({ annotations: { 'autoscaling.knative.dev/maxScale': '10' } })],
  mended: () => [memorystore(), cloudRun(), connector()],
  expect: { root: 'cloud/no-vpc-access', says: ['REDIS_HOST', 'gcloud run services update api'], never: ['network/unreachable', 'network/filtered'] },
});
