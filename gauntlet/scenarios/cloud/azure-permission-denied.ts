import { azureCache, seenFromOutside } from '../../harness/cloud.ts';

export default seenFromOutside({
  name: 'the identity of the pipeline may not read the cache',
  target: 'rediss://shop-cache.redis.cache.windows.net:6380',
  facts: () => [
    "(AuthorizationFailed) The client '5f1c9a3e-1111-2222-3333-444455556666' with object id '5f1c9a3e-1111-2222-3333-444455556666' does not have authorization to perform action 'Microsoft.Cache/redis/read' over scope '/subscriptions/0b1f6471-1bf0-4dda-aec3-111122223333/resourceGroups/shop/providers/Microsoft.Cache/redis/shop-cache' or the scope is invalid. If access was recently granted, please refresh your credentials.\nCode: AuthorizationFailed",
  ],
  mended: () => [azureCache()],
  expect: { root: 'cloud/permission-denied', says: ['Microsoft.Cache/redis/read', 'az role assignment'], also: ['network/resolver-unreachable'] },
});
