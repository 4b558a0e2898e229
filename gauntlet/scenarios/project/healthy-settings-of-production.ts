import { project } from '../../harness/project.ts';

export default project({
  name: 'What the settings of production write down is not contacted from the machine of somebody who runs those for development',
  files: ({ port, password }) => ({
    'manage.py': 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")\n',
    'config/settings/base.py': 'import os\n',
    'config/settings/local.py':
      'from .base import *\nimport environ\n\nenv = environ.Env()\nCACHES = {"default": {"BACKEND": "django_redis.cache.RedisCache", "LOCATION": env("REDIS_URL")}}\n',
    'config/settings/production.py':
      'from .base import *\n\nCACHES = {"default": {"BACKEND": "django_redis.cache.RedisCache", "LOCATION": "rediss://cache.prod.invalid:6380/0"}}\n',
    '.env': `REDIS_URL=redis://:${password}@127.0.0.1:${port}/0\n`,
  }),
  expect: { root: null, never: ['network/name-not-found', 'config/conflicting-sources'] },
});
