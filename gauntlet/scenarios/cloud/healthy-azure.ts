import { azureCache, seenFromOutside } from '../../harness/cloud.ts';

export default seenFromOutside({
  name: 'a cache of Azure behind a private endpoint',
  target: 'rediss://shop-cache.redis.cache.windows.net:6380',
  facts: (secret) => [azureCache(), { primaryKey: secret(), secondaryKey: secret() }],
  expect: { root: null },
});
