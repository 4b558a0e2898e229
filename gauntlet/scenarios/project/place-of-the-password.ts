import { project } from '../../harness/project.ts';

export default project({
  name: 'Host, port and password are variables of their own: the line of the wrong password is named, not that of the host',
  files: ({ port, wrong }) => ({
    'manage.py': '',
    'shop/settings.py':
      'import environ\n\nenv = environ.Env()\nCACHES = {\n    "default": {\n        "BACKEND": "django_redis.cache.RedisCache",\n        "LOCATION": env("CACHE_LOCATION"),\n        "OPTIONS": {"PASSWORD": env("CACHE_PASS")},\n    }\n}\n',
    '.env': `DEBUG=on\nCACHE_LOCATION=redis://127.0.0.1:${port}/1\nCACHE_PASS=${wrong}\n`,
  }),
  expect: { root: 'auth/password-wrong', says: ['"file":".env","line":3'] },
  mended: ({ port, password }) => ({ '.env': `CACHE_LOCATION=redis://127.0.0.1:${port}/1\nCACHE_PASS=${password}\n` }),
});
