import { expect, test } from 'vitest';
import { isSecretName, mayBeSecretName } from './secret-names.ts';

test.each(['REDIS_PASSWORD', 'requirepass', 'REDIS_PWD', 'dbPass', 'auth_token', 'clientSecret', 'secret_key', 'google_credentials_json', 'SENTRY_DSN', 'routing_key'])(
  '%s is the name of a secret',
  (name) => expect([isSecretName(name), mayBeSecretName(name)]).toEqual([true, true]),
);

test.each(['REDIS_PASSWORD_FILE', 'DB_PASS_1', 'SECRET_KEY_BASE', 'token_ttl', 'ssh-key'])('%s may be one', (name) =>
  expect([isSecretName(name), mayBeSecretName(name)]).toEqual([false, true]),
);

test.each(['REDIS_HOST', 'author', 'KEY_PREFIX', 'maxmemory', 'DATABASE'])('%s is none', (name) => expect([isSecretName(name), mayBeSecretName(name)]).toEqual([false, false]));
