import { azureCache, seenFromOutside } from '../../harness/cloud.ts';

export default seenFromOutside({
  name: 'the cache is still being made',
  target: 'rediss://shop-cache.redis.cache.windows.net:6380',
  facts: () => [azureCache({ provisioningState: 'Creating' })],
  mended: () => [azureCache()],
  expect: { root: 'cloud/instance-not-ready', says: ['Creating', 'shop-cache'] },
});
