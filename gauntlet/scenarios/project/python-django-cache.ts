import { project } from '../../harness/project.ts';

export default project({
  name: 'the cache of Django has no password',
  files: ({ port }) => ({
    'manage.py': ``,
    'shop/settings.py': `import os

CACHES = {
    "default": {
        "BACKEND": "django_redis.cache.RedisCache",
        "LOCATION": os.environ.get("CACHE_LOCATION", "redis://127.0.0.1:${port}/1"),
        "OPTIONS": {"CLIENT_CLASS": "django_redis.client.DefaultClient"},
    }
}
`,
  }),
  expect: { root: 'auth/password-missing', says: ['shop/settings.py'] },
  mended: ({ port, password }) => ({
    '.env': `CACHE_LOCATION=redis://:${password}@127.0.0.1:${port}/1
`,
  }),
});
