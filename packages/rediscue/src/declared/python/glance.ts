import { isOwnSource, isShowcase } from '../path-kinds.ts';
import { clientNames } from './client-table.ts';

/** Words without which a file tells nothing of a Redis. */
const words = /redis|valkey|broker|celery|result_backend|storage_ur[il]|channel_layers|cache_url|message_queue|\barq\b|taskiq|\bsaq\b/i;

/**
 * The same nearer, since most files with such a word are handed a client: a constant or a variable of that name, an address, a
 * setting of a framework, or a client that is made here. It costs less than parsing by two orders.
 */
const nearer = new RegExp(
  [
    'REDIS|VALKEY',
    '\\b(?:redis|valkey)s?(?:\\+\\w+)?://',
    '(?:redis|valkey)_(?:url|uri|dsn|host|port|password|enabled|settings|config)\\w*["\']?\\]?\\s*[:=]',
    '(?:Redis|Valkey)Dsn|(?:redis|valkey)["\']?\\s*[:=]\\s*\\w*(?:Redis|Valkey)\\w*(?:Settings|Config)',
    'class \\w*(?:Redis|Valkey)\\w*(?:Settings|Config|Configuration|Options)\\b',
    '(?:BROKER_URL|broker_url|RESULT_BACKEND|result_backend|STORAGE_UR[IL]|CHANNEL_LAYERS|RQ_QUEUES|Q_CLUSTER|HUEY|MESSAGE_QUEUE)\\b',
    'BaseSettings|django_redis|backends\\.redis|channels_redis',
    `\\b(?:${[...clientNames].map((name) => name.replace(/[^\w]/g, '')).join('|')})\\((?!\\s*\\))`,
    '\\b\\w*(?:Redis|Valkey)\\w*\\((?!\\s*\\))|\\b(?:Redis|StrictRedis|Valkey)\\(',
  ].join('|'),
);

/** Whether a file is worth being parsed. */
export const isWorthParsing = (text: string): boolean => words.test(text) && nearer.test(text);

const folders = /^(?:__pycache__|migrations|versions|\..*)$/i;
const names =
  /^(?:test_.*|.*_(?:tests?|testing)|tests?|testing|.*smoke_?test.*|conftest|settings[-_](?:test|tests|testing|example|sample)|(?:test|tests|testing|example|sample)[-_]settings|.*[-_.](?:example|sample|template|dist)|noxfile|fabfile|setup|.*_pb2(?:_grpc)?)\.py$/i;

/** A source of the application's own: no test, example, migration or virtual environment. */
export function isSourcePath(path: string): boolean {
  if (!path.endsWith('.py') || !isOwnSource(path) || isShowcase(path)) return false;
  const parts = path.split('/');
  const name = parts.pop() ?? '';
  if (names.test(name) || parts.some((part) => folders.test(part))) return false;
  // `env` is a folder of settings as often as a virtual environment, which has its own `lib/python3`.
  return !/(?:^|\/)(?:lib|Lib)\/python\d|\/alembic\//.test(path);
}

/** A file of settings by its name or its folder's. */
export const isSettingsFile = (file: string): boolean => /(?:^|[/._-])(?:settings?|config|configs|configuration|conf|constants|celeryconfig|celery_config)(?:[/._-]|$)/i.test(file);
