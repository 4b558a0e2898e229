import { project } from '../../harness/project.ts';

export default project({
  name: 'a Python application with settings, an env file and a template',
  files: ({ port, password }) => ({
    'requirements.txt': `redis
pydantic-settings
`,
    'app/settings.py': `from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    redis_url: str = "redis://localhost:6379/0"
`,
    'app/main.py': `import redis
from app.settings import Settings

client = redis.from_url(Settings().redis_url)
`,
    '.env': `REDIS_URL=redis://:${password}@127.0.0.1:${port}/0
`,
    '.env.example': `REDIS_URL=redis://:changeme@your-redis-host:6379
`,
    'tests/test_cache.py': `import redis

client = redis.Redis(host="nowhere.invalid", port=1)
`,
  }),
  expect: { root: null },
});
