import { cloudRun, connector, fromSecret, memorystore, plain, seenFromOutside, version } from '../../harness/cloud.ts';

const env = [plain('REDIS_HOST', '10.0.0.3'), fromSecret('REDIS_PASSWORD', 'redis-password')];

export default seenFromOutside({
  name: 'the newest version of the secret is switched off, and an older one does not stand in for it',
  facts: () => [memorystore(), cloudRun({ env }), connector(), [version(2, 'DISABLED'), version(1)]],
  mended: () => [memorystore(), cloudRun({ env }), connector(), [version(3), version(2, 'DISABLED'), version(1)]],
  expect: { root: 'cloud/secret-missing', says: ['redis-password', 'REDIS_PASSWORD', 'gcloud secrets versions'] },
});
