import { project } from '../../harness/project.ts';

export default project({
  name: 'the settings class defaults to a port on which nothing listens',
  files: ({ dead }) => ({
    'pyproject.toml': `[project]
name = "shop"
`,
    'shop/settings.py': `from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="SHOP_", env_file=".env")

    redis_host: str = "127.0.0.1"
    redis_port: int = ${dead}
    redis_password: SecretStr | None = None


settings = Settings()
`,
    'shop/cache.py': `import redis
from shop.settings import settings

client = redis.Redis(
    host=settings.redis_host,
    port=settings.redis_port,
    password=settings.redis_password.get_secret_value() if settings.redis_password else None,
)
`,
  }),
  expect: ({ dead }) => ({ root: 'network/nothing-listening', says: [`127.0.0.1:${dead}`, 'shop/settings.py'] }),
  mended: ({ port, password }) => ({
    '.env': `SHOP_REDIS_PORT=${port}
SHOP_REDIS_PASSWORD=${password}
`,
  }),
});
