import { describe, expect, test } from 'vitest';
import { filesOf } from '../files.fixture.ts';
import { pythonReader } from './index.ts';

const read = (texts: Record<string, string>) => {
  const files = filesOf(texts);
  return pythonReader.read(files.paths.filter(pythonReader.detect), files);
};

/** `means <- variable ?? fallback @ file:line:column library`. */
const uses = (texts: string | Record<string, string>) =>
  (read(typeof texts === 'string' ? { 'app/main.py': texts } : texts).uses ?? []).map(
    ({ means, variable, fallback, place, library }) =>
      `${means} <- ${variable}${fallback === null ? '' : ` ?? '${fallback}'`} @${typeof texts === 'string' ? '' : `${place.file}:`}${place.line}:${place.column} ${library}`,
  );
const said = (texts: string | Record<string, string>) => uses(texts).map((line) => line.replace(/ @.*/, ''));

describe('what code reads of the environment', () => {
  test.each([
    ['import os\nos.environ["REDIS_URL"]', ['REDIS_URL <- REDIS_URL @2:12 null']],
    ['import os\nos.environ.get("REDIS_URL")', ['REDIS_URL <- REDIS_URL @2:16 null']],
    ['import os\nos.environ.get("REDIS_URL", "redis://h:1")', ["REDIS_URL <- REDIS_URL ?? 'redis://h:1' @2:29 null"]],
    ['import os\nos.getenv("REDIS_URL", default="redis://h:1")', ["REDIS_URL <- REDIS_URL ?? 'redis://h:1' @2:32 null"]],
    ['import os\nos.getenv("REDIS_PASSWORD", "")', ["REDIS_PASSWORD <- REDIS_PASSWORD ?? '' @2:29 null"]],
    ['import os\nos.getenv("REDIS_PASSWORD", None)', ['REDIS_PASSWORD <- REDIS_PASSWORD @2:11 null']],
    [
      'import os as o\nfrom os import environ as e\ne["REDIS_HOST"]\no.environ.get("REDIS_PORT", 6379)',
      ["REDIS_PORT <- REDIS_PORT ?? '6379' @4:29 null", 'REDIS_HOST <- REDIS_HOST @3:3 null'],
    ],
    ['from os import getenv\nx = getenv("REDIS_URL") or "redis://h:1"\ndef f(): return x', ['REDIS_URL <- REDIS_URL @2:12 null']],
    ['import os\nREDIS_URL = os.getenv("REDIS_URL") or "redis://h:1"', ["REDIS_URL <- REDIS_URL ?? 'redis://h:1' @2:39 null"]],
    ['import os\nREDIS_URL = os.getenv("REDIS_URL", "") or "redis://h:1"', ["REDIS_URL <- REDIS_URL ?? 'redis://h:1' @2:43 null"]],
    ['import os\nREDIS_URL = os.getenv("REDIS_URL")\nif REDIS_URL is None:\n    REDIS_URL = "redis://h:1"', ["REDIS_URL <- REDIS_URL ?? 'redis://h:1' @4:17 null"]],
    ['import os\nREDIS_URL = os.environ["REDIS_URL"] if "REDIS_URL" in os.environ else "redis://h:1"', ["REDIS_URL <- REDIS_URL ?? 'redis://h:1' @2:71 null"]],
    ['import os\nD = "redis://h:1"\nREDIS_URL = os.getenv("REDIS_URL", D)', ["REDIS_URL <- REDIS_URL ?? 'redis://h:1' @2:5 null"]],
    [
      'import environ\nenv = environ.Env(REDIS_DB=(int, 3))\nenv("REDIS_URL", default="redis://h")\nenv.int("REDIS_DB")',
      ["REDIS_URL <- REDIS_URL ?? 'redis://h' @3:26 null", "REDIS_DB <- REDIS_DB ?? '3' @2:34 null"],
    ],
    ['from decouple import config\nconfig("REDIS_PORT", default=6379, cast=int)', ["REDIS_PORT <- REDIS_PORT ?? '6379' @2:30 null"]],
    ['from starlette.config import Config\nc = Config()\nc("REDIS_DB", cast=int, default=2)', ["REDIS_DB <- REDIS_DB ?? '2' @3:33 null"]],
    ['from environs import Env\nenv = Env()\nwith env.prefixed("REDIS_"):\n    REDIS_HOST = env.str("HOST", "h")', ["REDIS_HOST <- REDIS_HOST ?? 'h' @4:34 null"]],
    ['import os\nfrom distutils.util import strtobool\nON = strtobool(os.getenv("REDIS_ENABLED", "true"))', ["REDIS_ENABLED <- REDIS_ENABLED ?? 'true' @3:43 null"]],
    ['import os\nUSE_REDIS = os.getenv("USE_REDIS", "no").lower() in ("1", "true", "yes")', ["REDIS_ENABLED <- USE_REDIS ?? 'no' @2:36 null"]],
    ['import click\n@click.option("--redis-url", envvar="REDIS_URL", default="redis://h")\ndef main(redis_url): pass', ["REDIS_URL <- REDIS_URL ?? 'redis://h' @2:58 null"]],
  ])('%j', (text, expected) => {
    expect(uses(text).toSorted()).toEqual(expected.toSorted());
  });

  test('helpers of the project are followed', () => {
    expect(
      uses({
        'app/env.py': 'import os\ndef env(name, default=None):\n    value = os.getenv(name)\n    if value is None:\n        return default\n    return value\n',
        'app/settings.py': 'from .env import env\nREDIS_HOST = env("CACHE_SERVER", "localhost")\n',
      }),
    ).toEqual(["REDIS_HOST <- CACHE_SERVER ?? 'localhost' @app/settings.py:2:34 null"]);
  });
});

describe('clients', () => {
  test('each argument is told with its place', () => {
    expect(uses('import os, redis\nr = redis.Redis(host=os.getenv("RH", "localhost"), port=int(os.getenv("RP", "6379")), db=2, password=os.environ["RW"], ssl=True)')).toEqual([
      "REDIS_HOST <- RH ?? 'localhost' @2:38 redis-py",
      "REDIS_PORT <- RP ?? '6379' @2:77 redis-py",
      "REDIS_DB <- null ?? '2' @2:90 redis-py",
      'REDIS_PASSWORD <- RW @2:113 redis-py',
      "REDIS_TLS <- null ?? 'true' @2:124 redis-py",
    ]);
  });

  test.each([
    ['import redis\nredis.Redis()', ["REDIS_HOST <- null ?? 'localhost'"]],
    ['import redis\nredis.Redis(connection_pool=pool)', []],
    ['import redis\nredis.Redis(**options)', []],
    ['import redis\nO = {"host": "h", "port": 1}\nredis.Redis(**O)', ["REDIS_HOST <- null ?? 'h'", "REDIS_PORT <- null ?? '1'"]],
    ['import redis\nredis.StrictRedis("h", 1, 2)', ["REDIS_HOST <- null ?? 'h'", "REDIS_PORT <- null ?? '1'", "REDIS_DB <- null ?? '2'"]],
    ['import redis\ndef f(host): return redis.Redis(host=host, port=6379)', []],
    ['import redis\ndef f(host="h"): return redis.Redis(host=host)', ["REDIS_HOST <- null ?? 'h'"]],
    ['import redis\ndef f(host="h"): return redis.Redis(host=host)\nf("other")', ["REDIS_HOST <- null ?? 'other'"]],
    ['import redis.asyncio as redis\nredis.from_url("redis://h:1/2")', ["REDIS_URL <- null ?? 'redis://h:1/2'"]],
    ['from redis.asyncio import Redis\nRedis.from_url("rediss://h:1")', ["REDIS_URL <- null ?? 'rediss://h:1'"]],
    ['from redis import ConnectionPool as P\nP.from_url(url="redis://h")', ["REDIS_URL <- null ?? 'redis://h'"]],
    ['import valkey\nvalkey.Valkey(host="h")', ["REDIS_HOST <- null ?? 'h'"]],
    ['import redis\nredis.Redis(unix_socket_path="/run/redis.sock")', ["REDIS_URL <- null ?? 'unix:///run/redis.sock'"]],
    ['import aioredis\nasync def f():\n    return await aioredis.create_redis_pool(("h", 2))', ["REDIS_HOST <- null ?? 'h'", "REDIS_PORT <- null ?? '2'"]],
    ['from redis.sentinel import Sentinel\ns = Sentinel([("a", 1), ("b", 2)])\ns.master_for("m")', ["REDIS_SENTINELS <- null ?? 'a:1,b:2'", "REDIS_SENTINEL_NAME <- null ?? 'm'"]],
    ['from redis.cluster import RedisCluster, ClusterNode\nRedisCluster(startup_nodes=[ClusterNode("a", 1), ClusterNode("b", 2)])', ["REDIS_CLUSTER_NODES <- null ?? 'a:1,b:2'"]],
    ['import os\nfrom redis.sentinel import Sentinel\nSentinel([tuple(n.split(":")) for n in os.environ["SENTINELS"].split(",")])', ['REDIS_SENTINELS <- SENTINELS']],
    ['from arq.connections import RedisSettings\nRedisSettings(host="h", database=2)', ["REDIS_QUEUE_HOST <- null ?? 'h'", "REDIS_QUEUE_DB <- null ?? '2'"]],
    ['from dramatiq.brokers.redis import RedisBroker\nRedisBroker(url="redis://h")', ["REDIS_QUEUE_URL <- null ?? 'redis://h'"]],
    ['from flask_limiter import Limiter\nLimiter(storage_uri="memory://")', []],
    [
      'import os, redis\nredis.from_url(os.getenv("CACHE_URL") or os.getenv("REDIS_URL", "redis://h"))',
      ['REDIS_CACHE_URL <- CACHE_URL', "REDIS_CACHE_URL <- REDIS_URL ?? 'redis://h'"],
    ],
    ['from langchain_redis import RedisChatMessageHistory\nRedisChatMessageHistory("s", redis_url="redis://h")', ["REDIS_URL <- null ?? 'redis://h'"]],
    ['from fakeredis import FakeRedis\nFakeRedis(host="h")', []],
    ['import redis, urllib\ndef f(url):\n    return redis.Redis(host=urlparse(url).hostname or "localhost")', []],
    ['import os, psycopg, redis\npsycopg.connect(os.environ["DATABASE_URL"])', []],
  ])('%j', (text, expected) => {
    expect(said(text)).toEqual(expected);
  });

  test('a URL that is put together is told by its parts', () => {
    expect(
      uses(
        'import os, redis\nHOST = os.getenv("RH", "h")\nPORT = 6379\nPASSWORD = os.environ.get("RW")\nAUTH = f":{PASSWORD}@" if PASSWORD else ""\nredis.from_url(f"rediss://{AUTH}{HOST}:{PORT}/3")\n',
      ),
    ).toEqual([
      "REDIS_HOST <- RH ?? 'h' @2:24 redis-py",
      "REDIS_PORT <- null ?? '6379' @3:8 redis-py",
      'REDIS_PASSWORD <- RW @4:27 redis-py',
      "REDIS_DB <- null ?? '3' @6:16 redis-py",
      "REDIS_TLS <- null ?? 'true' @6:16 redis-py",
    ]);
  });

  test.each(['"redis://%s:%s" % (H, P)', '"redis://{}:{}".format(H, P)', '"redis://" + H + ":" + str(P)', '"redis://{h}:{p}".format(h=H, p=P)'])('%s', (row) => {
    expect(said(`import os, redis\nH = os.environ["RH"]\nP = os.environ["RP"]\nredis.from_url(${row})`)).toEqual(['REDIS_HOST <- RH', 'REDIS_PORT <- RP']);
  });
});

describe('settings classes', () => {
  test('fields are variables, with prefix, alias and default; clients join them over files', () => {
    const found = read({
      'app/core/config.py': [
        'from functools import lru_cache',
        'from pydantic import Field, RedisDsn, SecretStr, AliasChoices',
        'from pydantic_settings import BaseSettings, SettingsConfigDict',
        'class Settings(BaseSettings):',
        '    """REDIS_HOST: documented here"""',
        '    model_config = SettingsConfigDict(env_prefix="APP_", env_file=".env")',
        '    redis_host: str = "localhost"',
        '    redis_port: int = Field(default=6379, ge=1)',
        '    redis_password: SecretStr | None = None',
        '    cache_dsn: RedisDsn = Field("redis://c:1", validation_alias=AliasChoices("CACHE_A", "CACHE_B"))',
        '    name: str = "redis"',
        '    @property',
        '    def redis_url(self) -> str:',
        '        return f"redis://:{self.redis_password.get_secret_value()}@{self.redis_host}:{self.redis_port}/0"',
        '@lru_cache',
        'def get_settings() -> Settings:',
        '    return Settings()',
      ].join('\n'),
      'app/cache.py': 'import redis.asyncio as redis\nfrom app.core.config import get_settings\nclient = redis.from_url(get_settings().redis_url)\n',
    });
    expect(found.uses).toEqual([
      { means: 'REDIS_HOST', variable: 'APP_REDIS_HOST', fallback: 'localhost', place: { file: 'app/core/config.py', line: 7, column: 23 }, library: 'redis-py' },
      { means: 'REDIS_PORT', variable: 'APP_REDIS_PORT', fallback: '6379', place: { file: 'app/core/config.py', line: 8, column: 37 }, library: 'redis-py' },
      { means: 'REDIS_PASSWORD', variable: 'APP_REDIS_PASSWORD', fallback: null, place: { file: 'app/core/config.py', line: 9, column: 5 }, library: 'redis-py' },
      { means: 'REDIS_DB', variable: null, fallback: '0', place: { file: 'app/core/config.py', line: 14, column: 16 }, library: 'redis-py' },
      { means: 'REDIS_CACHE_URL', variable: 'CACHE_A', fallback: null, place: { file: 'app/core/config.py', line: 10, column: 5 }, library: 'pydantic' },
      {
        means: 'REDIS_CACHE_URL',
        variable: 'CACHE_B',
        fallback: 'redis://c:1',
        place: { file: 'app/core/config.py', line: 10, column: 33 },
        library: 'pydantic',
        after: [{ variable: 'CACHE_A', yields: 'unset' }],
      },
    ]);
    expect(found.objects).toEqual([
      { kind: 'env-file-of-code', name: '.env', place: { file: 'app/core/config.py', line: 6, column: 67 }, data: { path: '.env', readBy: 'Settings' } },
    ]);
  });

  test.each([
    [
      'version 1, with env',
      'from pydantic import BaseSettings, Field\nclass S(BaseSettings):\n    redis_url: str = Field("redis://h", env="CACHE_DSN")',
      ["REDIS_URL <- CACHE_DSN ?? 'redis://h'"],
    ],
    [
      'version 1, with class Config',
      'from pydantic import BaseSettings\nclass S(BaseSettings):\n    url: str\n    class Config:\n        env_prefix = "redis_"',
      ['REDIS_URL <- REDIS_URL'],
    ],
    [
      'named after Redis',
      'from pydantic_settings import BaseSettings\nclass RedisSettings(BaseSettings):\n    host: str = "h"\n    timeout: int = 5',
      ["REDIS_HOST <- HOST ?? 'h'"],
    ],
    ['derived', 'from pydantic_settings import BaseSettings\nclass Base(BaseSettings):\n    x: int = 1\nclass S(Base):\n    REDIS_HOST: str', ['REDIS_HOST <- REDIS_HOST']],
    [
      'nested',
      'from pydantic import BaseModel\nfrom pydantic_settings import BaseSettings\nclass R(BaseModel):\n    host: str = "h"\nclass S(BaseSettings):\n    model_config = {"env_nested_delimiter": "__"}\n    redis: R = R()',
      ["REDIS_HOST <- REDIS__HOST ?? 'h'"],
    ],
    [
      'a dataclass',
      'import os\nfrom dataclasses import dataclass, field\n@dataclass\nclass RedisConfig:\n    host: str = field(default_factory=lambda: os.getenv("RH", "h"))\n    port: int = 6379',
      ["REDIS_HOST <- RH ?? 'h'", "REDIS_PORT <- null ?? '6379'"],
    ],
    [
      'constants of a class',
      'import os\nclass Config:\n    REDIS_URL = os.environ.get("REDIS_URL")\nclass TestConfig(Config):\n    REDIS_URL = "redis://test"',
      ['REDIS_URL <- REDIS_URL'],
    ],
  ])('%s', (_, text, expected) => {
    expect(said(text)).toEqual(expected);
  });
});

describe('frameworks', () => {
  test('Django', () => {
    expect(
      said({
        'shop/settings/base.py': [
          'import environ',
          'env = environ.Env()',
          'CACHES = {',
          '  "default": {"BACKEND": "django_redis.cache.RedisCache", "LOCATION": env("REDIS_URL", default="redis://h/1"), "OPTIONS": {"PASSWORD": env("RW")}},',
          '  "local": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "x"},',
          '  "api": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": ["redis://a", "redis://b"]},',
          '}',
          'SESSION_ENGINE = "django.contrib.sessions.backends.cache"',
          'CHANNEL_LAYERS = {"default": {"BACKEND": "channels_redis.core.RedisChannelLayer", "CONFIG": {"hosts": [("h", 6379)]}}}',
          'RQ_QUEUES = {"default": {"HOST": "q", "PORT": 6379, "DB": 3}}',
          'CELERY_BROKER_URL = env("BROKER", default="redis://b:6379/0")',
          'CELERY_RESULT_BACKEND = "django-db"',
        ].join('\n'),
      }),
    ).toEqual([
      "REDIS_CACHE_URL <- REDIS_URL ?? 'redis://h/1'",
      'REDIS_CACHE_PASSWORD <- RW',
      "REDIS_SESSION_URL <- REDIS_URL ?? 'redis://h/1'",
      'REDIS_SESSION_PASSWORD <- RW',
      "REDIS_CACHE_URL <- null ?? 'redis://a'",
      "REDIS_CACHE_REPLICA_URL <- null ?? 'redis://b'",
      "REDIS_CHANNELS_HOST <- null ?? 'h'",
      "REDIS_CHANNELS_PORT <- null ?? '6379'",
      "REDIS_QUEUE_HOST <- null ?? 'q'",
      "REDIS_QUEUE_PORT <- null ?? '6379'",
      "REDIS_QUEUE_DB <- null ?? '3'",
      "REDIS_QUEUE_URL <- BROKER ?? 'redis://b:6379/0'",
    ]);
  });

  test.each([
    [
      'from celery import Celery\nCelery("a", broker="redis://h:1/0", backend="redis://h:1/1")',
      ["REDIS_QUEUE_URL <- null ?? 'redis://h:1/0'", "REDIS_RESULT_URL <- null ?? 'redis://h:1/1'"],
    ],
    ['from celery import Celery\nCelery("a", broker="amqp://guest@h//", backend="rpc://")', []],
    ['import os\nfrom celery import Celery\nCelery("a", broker=os.getenv("BROKER", "amqp://h"))', []],
    ['import os\nfrom celery import Celery\nCelery("a", broker=os.environ["REDIS_URL"])', ['REDIS_QUEUE_URL <- REDIS_URL']],
    [
      'from celery import Celery\napp = Celery()\napp.conf.broker_url = "redis://h"\napp.conf.update(result_backend="redis://r")',
      ["REDIS_QUEUE_URL <- null ?? 'redis://h'", "REDIS_RESULT_URL <- null ?? 'redis://r'"],
    ],
    [
      'from flask import Flask\napp = Flask("a")\napp.config["CACHE_REDIS_URL"] = "redis://h"\napp.config.from_mapping(SESSION_REDIS_HOST="s")',
      ["REDIS_CACHE_URL <- null ?? 'redis://h'", "REDIS_SESSION_HOST <- null ?? 's'"],
    ],
    ['CELERY = {"broker_url": "redis://h", "result_backend": "rpc://"}', ["REDIS_QUEUE_URL <- null ?? 'redis://h'"]],
    [
      'REDIS = {"tasks": {"HOST": "t", "PORT": 1}, "caching": {"HOST": "c"}}',
      ["REDIS_CACHE_HOST <- null ?? 'c'", "REDIS_TASKS_HOST <- null ?? 't'", "REDIS_TASKS_PORT <- null ?? '1'"],
    ],
    ['import os\nAMQP = os.getenv("AMQP_URL")\nCELERY_BROKER_URL = AMQP or "amqp://h"', []],
    ['import redis\nSESSION_REDIS = redis.from_url("redis://s")', ["REDIS_SESSION_URL <- null ?? 'redis://s'"]],
    ['RATELIMIT_STORAGE_URI = "redis+cluster://a:1"', ["REDIS_RATELIMIT_URL <- null ?? 'cluster://a:1'"]],
  ])('%j', (text, expected) => {
    expect(said(text).toSorted()).toEqual(expected.toSorted());
  });
  test('celeryconfig.py', () => {
    expect(said({ 'worker/celeryconfig.py': 'broker_url = "redis://h/0"\nresult_backend = "redis://h/1"\n' })).toEqual([
      "REDIS_QUEUE_URL <- null ?? 'redis://h/0'",
      "REDIS_RESULT_URL <- null ?? 'redis://h/1'",
    ]);
  });
});

describe('decoys', () => {
  test.each([
    'tests/conftest.py',
    'app/tests/redis.py',
    'test_redis.py',
    'app/redis_test.py',
    'examples/app.py',
    'app/migrations/0001_x.py',
    '.venv/lib/python3.12/site-packages/redis/client.py',
    'venv/x.py',
    'settings_test.py',
    'config/settings/test.py',
    'settings.example.py',
    'docs/conf.py',
    'setup.py',
    'readme.md',
  ])('%s is not read', (path) => {
    // biome-ignore format: a list to read
    expect(pythonReader.detect(path)).toBe(false);
  });
  test.each(['app/main.py', 'env/settings.py', 'src/redis/client.py', 'manage.py', 'config/settings/local.py', 'contest.py'])('%s is read', (path) => {
    expect(pythonReader.detect(path)).toBe(true);
  });
  test.each([
    '# REDIS_URL = "redis://old"\n',
    '"""\nREDIS_URL = os.getenv("REDIS_URL", "redis://doc")\n"""\n',
    'REDIS_KEY_PREFIX = "x"\nREDIS_TTL = 5\nREDIS_MAX_CONNECTIONS = 3\n',
    'REDIS_HOST = "REDIS_HOST"\nCONF_REDIS_HOST = "redis_host"\n',
    'DEFAULT_REDIS_URL = "redis://localhost"\n',
    'import os\nos.environ["TEST_REDIS_URL"]\n',
    'import os\nos.environ["UPSTASH_REDIS_REST_URL"]\n',
    'REDIS_PORT = 6379\n',
    'def f():\n    redis_url = "redis://local"\n',
    'MESSAGE = "set REDIS_URL to redis://localhost:6379"\n',
    'class Redis:\n    def __init__(self, host="localhost", port=6379): pass\nRedis()\n',
  ])('%j declares nothing', (text) => {
    expect(uses(text)).toEqual([]);
  });
  test('a constant that is a fallback is no declaration of its own', () => {
    expect(said('import os\nREDIS_HOST = "h"\nCACHE = os.getenv("REDIS_HOST", REDIS_HOST)\n')).toEqual(["REDIS_HOST <- REDIS_HOST ?? 'h'"]);
  });
  test('a broken file is told, and the rest of it counts', () => {
    const found = read({ 'a.py': 'import os\nREDIS_URL = os.getenv("REDIS_URL", "redis://h")\ndef redis(:\n  x = = 1\n' });
    expect(found.uses).toHaveLength(1);
    expect(found.problems).toMatchObject([{ place: { file: 'a.py', line: 3 } }]);
  });
});
