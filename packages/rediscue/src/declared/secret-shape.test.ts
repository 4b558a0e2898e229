import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isStringifiedNothing, placeholderIn, variableIn } from './placeholder.ts';
import { shapeOfSecret } from './secret-shape.ts';

describe('a placeholder', () => {
  test.each([
    'your-redis-host',
    'your-redis-instance-ip',
    'YOUR_REDIS_HOST',
    'your_password',
    'yourpassword',
    'your-password-here',
    '<REDIS_HOST>',
    '<your password>',
    'changeme',
    'change-me',
    'CHANGE_ME_IN_PRODUCTION',
    'changeme123',
    'xxx',
    'XXXXXXXX',
    '***',
    'REPLACE_ME',
    'insert-password-here',
    'placeholder',
    'TODO',
    'example.com',
    'redis.example.com',
    'redis.yourdomain.com',
    '10.x.x.x',
    'REDIS_HOST',
    'HOSTNAME',
  ])('%s', (text) => expect(placeholderIn(text)).toBe(text));

  test.each([
    'localhost',
    '127.0.0.1',
    '0.0.0.0',
    '10.1.2.3',
    '::1',
    'redis',
    'redis-host',
    'my-redis',
    'redis-master',
    'redis-primary.default.svc.cluster.local',
    'cache.prod.internal',
    'example-cache.prod.internal',
    'static.88.1.2.3.clients.your-server.de',
    'your-server.de',
    'master.my-cache.abc123.use1.cache.amazonaws.com',
    'redis-12345.c1.us-east-1-2.ec2.cloud.redislabs.com',
    'x',
    'xx',
    'todo-app-redis',
    'exchange',
    'host.docker.internal',
    'ip-10-0-0-1.ec2.internal',
    'placeholder-removed.internal',
    'nothere.internal',
    'changelog-redis',
    'redis_cache_1',
    'db.some-company.com',
    'hostname.internal',
  ])('is not %s', (text) => expect(placeholderIn(text)).toBeNull());
});

describe('a literal reference', () => {
  test.each([
    ['${REDIS_HOST}', '${REDIS_HOST}'],
    ['a${P:-6379}b', '${P:-6379}'],
    ['$(REDIS_HOST)', '$(REDIS_HOST)'],
    ['{{ .Values.password }}', '{{ .Values.password }}'],
    ['%REDIS_PASSWORD%', '%REDIS_PASSWORD%'],
    ['$REDIS_PASSWORD', '$REDIS_PASSWORD'],
  ])('%s', (text, found) => expect(variableIn(text)).toBe(found));
  test.each(['pa$$word', '$ecret', '$5', 'a%20b', '{json}', '100%', '$(rm -rf)', '${}'])('is not %s', (text) => expect(variableIn(text)).toBeNull());
  test.each(['undefined', 'null', 'None', 'NaN'])('nothing as text: %s', (text) => expect(isStringifiedNothing(text)).toBe(true));
});

describe('the shape of a secret', () => {
  const weak = (text: string, user: string | null = null) => shapeOfSecret(text, user).weak;
  test.each(['password', 'Password1', 'P@ssw0rd', 'secret', 's3cr3t!', 'redis123', '123456', '12345678', 'aaaaaaaaaaaa', 'abcabcabcabc', 'qwerty', 'letmein', 'admin'])(
    '%s is common',
    (text) => expect(weak(text)).toBe('common'),
  );
  test.each(['foobared', 'redis', 'bitnami', 'default'])('%s is a default', (text) => expect(weak(text)).toBe('default'));
  test.each(['k9Xf2', '9402837561'])('%s is short', (text) => expect(weak(text)).toBe('short'));
  test('the same as the user', () => expect(weak('Application', 'application')).toBe('same-as-user'));
  test.each(['kD8-vQ2x', 'correct-horse-battery', 'app-secret-4711', '5f4dcc3b5aa765d61d83', 'test-password-of-shop'])('%s is left alone', (text) =>
    expect(weak(text, 'app')).toBeNull(),
  );
  test('none, empty, placeholder, variable, padded', () => {
    expect(shapeOfSecret(null, null).set).toBe(false);
    expect(shapeOfSecret('', null).set).toBe(false);
    expect(shapeOfSecret('changeme', null)).toMatchObject({ set: true, placeholder: 'changeme', weak: null });
    expect(shapeOfSecret('${REDIS_PASSWORD}', null)).toMatchObject({ variable: '${REDIS_PASSWORD}', placeholder: null, weak: null });
    expect(shapeOfSecret('kD8-vQ2x-long\n', null)).toMatchObject({ padded: true, weak: null });
  });

  test('never holds the secret itself, its length or its hash', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-zA-Z0-9]{16,40}$/), (secret) => {
        const shape = shapeOfSecret(secret, 'app');
        expect(JSON.stringify(shape)).not.toContain(secret);
        expect(shape).toEqual({ set: true, placeholder: null, variable: null, weak: shape.weak, padded: false });
      }),
    );
  });

  test('ends for every text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 2000 }), (text) => void shapeOfSecret(text, null)));
  });
});

describe('a secret that only looks like a placeholder in a part', () => {
  test.each(['x9<kd>Q7vLt2', 'aB<3>cD'])('%s is a password', (text) => expect(shapeOfSecret(text, null)).toMatchObject({ placeholder: null, variable: null }));
  test.each([
    ['<password>', '<password>'],
    ['change-me', 'change-me'],
    ['changeme123', 'changeme123'],
    ['change-me-8kV7q2ZxW9xLt3', 'change-me-…'],
  ])('of %s is shown: %s', (text, shown) => expect(shapeOfSecret(text, null).placeholder).toBe(shown));
  test.each([
    ['${REDIS_PASSWORD}', '${REDIS_PASSWORD}'],
    ['${REDIS_PASSWORD:-kV7q2ZxW9xLt3}', '${REDIS_PASSWORD:-***}'],
    ['{{ .Values.redis.password }}', '{{ .Values.redis.password }}'],
    ['{{ password | default("kV7q2ZxW9xLt3") }}', '{{ password ***}}'],
  ])('of %s is shown: %s', (text, shown) => expect(shapeOfSecret(text, null).variable).toBe(shown));
});
