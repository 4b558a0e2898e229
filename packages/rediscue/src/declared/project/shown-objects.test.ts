import { expect, test } from 'vitest';
import { shownObjects } from './shown-objects.ts';

const place = { file: 'x', line: 1 };
const secret = 'hunter2-planted-secret';

test('no object shows a secret, wherever it stands', () => {
  const objects = [
    { kind: 'compose-secret', name: 'redis', place, data: { group: 'g', content: secret } },
    { kind: 'compose-build', name: 'app', place, data: { args: [{ value: { name: 'REDIS_PASSWORD', value: secret }, place }] } },
    { kind: 'managed-redis', name: 'r', place, data: { attributes: new Map([['auth_token', secret]]), nested: [{ password: { literal: secret } }] } },
    { kind: 'managed-redis', name: 'm', place, data: { env: [{ name: { kind: 'literal', value: 'REDIS_PASSWORD' }, value: { kind: 'literal', value: secret } }] } },
    {
      kind: 'managed-redis',
      name: 'e',
      place,
      data: { items: [new Map(Object.entries({ name: { is: 'known', value: 'REDIS_PASSWORD' }, value: { is: 'known', value: secret } }))] },
    },
    { kind: 'pipeline-step', name: 's', place, data: { run: `redis-cli --pass ${secret}\nREDIS_PASSWORD=${secret} npm test\ncurl redis://:${secret}@h` } },
    { kind: 'prometheus', name: 'c', place, data: { texts: { 'redis.conf': `requirepass ${secret}\nmasterauth "${secret}"\nuser app on >${secret} ~*` } } },
    { kind: 'kubernetes-probe', name: 'p', place, data: { command: ['redis-cli', '-a', secret, 'ping'] } },
    { kind: 'rails-environment', name: 'production', place, data: { uses: [{ variable: null, means: 'REDIS_CACHE_PASSWORD', fallback: secret, place }] } },
    { kind: 'acl-file', name: 'users.acl', place, data: { namedBy: [], rules: new Map([['app', { rules: [`>${secret}`] }]]) } },
  ];
  expect(JSON.stringify(shownObjects(objects))).not.toContain(secret);
});

test('the place of a secret is shown', () => {
  expect(shownObjects([{ kind: 'x', name: 'x', place, data: { auth_token: { place, value: secret } } }])[0]?.data).toEqual({ auth_token: { place, value: '***' } });
});
