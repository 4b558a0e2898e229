import type { AppLogEvent } from '../../../facts/app.ts';

type Kind = AppLogEvent['kind'];

/** What a message tells, the most special first. */
const patterns: readonly (readonly [Kind, RegExp])[] = [
  [
    'pool-exhausted',
    /Timeout waiting for connection from pool|ConnectionPool is exhausted|connection pool (is )?exhausted|Could not get a resource (from the pool|since the pool is exhausted)|QueuePool limit|No connection available|redis: connection pool timeout|Too many connections(?! from)|Unable to acquire connection|Pool exhausted|Timeout waiting for idle object|could not acquire .*connection.* within/i,
  ],
  ['no-password-configured', /called without any password configured|Client sent AUTH, but no password is set/i],
  ['wrong-password', /\bWRONGPASS\b|invalid username-password pair|ERR invalid password|AuthenticationWrongNumberOfArgs/i],
  ['no-auth', /\bNOAUTH\b|Authentication required|AuthenticationError: Authentication/],
  ['denied', /\bNOPERM\b|this user has no permissions/i],
  ['read-only', /\bREADONLY\b|can't write against a read only replica/],
  ['misconf', /\bMISCONF\b/],
  ['out-of-memory', /\bOOM command not allowed|command not allowed when used memory/i],
  ['loading', /\bLOADING\b.*(Redis|Valkey|dataset|memory)|BusyLoadingError/],
  ['cross-slot', /\bCROSSSLOT\b/],
  ['cluster-down', /\bCLUSTERDOWN\b/],
  ['moved', /\bMOVED \d+ \S+:\d+/],
  ['max-clients', /max number of clients( \+ cluster connections)? reached/i],
  ['websocket-closed', /(web-?socket|\bws\b|clos(e|ed|ing)|disconnect)[^\n]{0,80}\b1011\b|\b1011\b[^\n]{0,60}(internal|clos|web-?socket|unexpected)/i],
  [
    'readiness-timeout',
    /(readiness|not ready|start-?up|starting|initiali[sz]\w*|bootstrap\w*|waiting for|wait(ed)? for|gave up|giving up|to be(come)? (ready|available)|did not become|never became)[^\n]{0,160}(time-?d?[- ]?out|timeout|exceeded|gave up|giving up|after \d|within \d|failed|aborted|not ready|unavailable|redis|valkey)|time-?d?[- ]?out[^\n]{0,40}(waiting for|readiness|start-?up)|(redis|valkey)[^\n]{0,40}(not ready|unavailable)[^\n]{0,20}(after|within) \d/i,
  ],
  [
    'refused',
    /ECONNREFUSED|Connection refused|connection refused|Errno 111|Error 111 connecting|actively refused|UnableToConnect|Unable to connect to|Error connecting to (Redis|Valkey)/,
  ],
  [
    'name-not-found',
    /ENOTFOUND|EAI_AGAIN|Name or service not known|nodename nor servname|getaddrinfo failed|no such host|UnknownHostException|Temporary failure in name resolution|Error -[235] connecting/,
  ],
  [
    'timed-out',
    /ETIMEDOUT|ESOCKETTIMEDOUT|Connection timed out|connect timed out|Command timed out|i\/o timeout|Timeout (reading from|connecting to) (socket|server)|Read timed out|RedisCommandTimeoutException|RedisTimeoutException|MaxRetriesPerRequestError|Reached the max retries per request/,
  ],
  [
    'tls',
    /wrong version number|CERTIFICATE_VERIFY_FAILED|self[- ]signed certificate|unable to verify the first certificate|x509: |SSLHandshakeException|ERR_TLS_|DEPTH_ZERO_SELF_SIGNED|CERT_HAS_EXPIRED/,
  ],
  [
    'connection-lost',
    /ECONNRESET|Connection reset by peer|broken pipe|Connection is closed\.|Connection closed by server|Socket closed unexpectedly|Unexpected end of stream|Error while reading from/i,
  ],
  [
    'http-5xx',
    /\bHTTP\/[\d.]+"?\s+5\d\d\b|\bstatus(?:[_ ]?code)?["']?\s*[=:]?\s*5\d\d\b|" 5\d\d \d|\b5\d\d (Internal Server Error|Service Unavailable|Bad Gateway)|responded with 5\d\d/i,
  ],
];

/** Errors that only a Redis gives. */
const ofRedisAlone = new Set<Kind>([
  'no-password-configured',
  'wrong-password',
  'read-only',
  'misconf',
  'out-of-memory',
  'cross-slot',
  'cluster-down',
  'max-clients',
  'no-auth',
  'moved',
  'loading',
]);

export const kindOf = (text: string): Kind | null => patterns.find(([, pattern]) => pattern.test(text))?.[0] ?? null;

export const isOfRedisAlone = (kind: Kind): boolean => ofRedisAlone.has(kind);

export const namesRedis = (text: string): boolean => /redis|valkey|jedis|lettuce|\bbullmq?\b|celery|sidekiq|WRONGPASS|NOAUTH/i.test(text);

/** Another server whose failure looks alike. */
export function otherServerIn(text: string): string | null {
  if (/psycopg|postgres|asyncpg|pg_hba|:5432\b|QueuePool limit|SQLSTATE|PSQLException|HikariPool|sqlalchemy/i.test(text)) return 'postgres';
  if (/mysql|mariadb|:3306\b/i.test(text)) return 'mysql';
  if (/mongo|:27017\b/i.test(text)) return 'mongodb';
  if (/rabbitmq|amqp|:5672\b/i.test(text)) return 'rabbitmq';
  if (/kafka|:9092\b/i.test(text)) return 'kafka';
  if (/elasticsearch|opensearch|:9200\b/i.test(text)) return 'elasticsearch';
  return null;
}

/** It works, again or at last. */
export const saysWell = (text: string): boolean =>
  !/not |n't |fail|error|unable|lost|refused|timed? ?out|waiting|trying|retry|disconnect|closed/i.test(text) &&
  /\b(re)?connected\b|connection (established|restored|is ready|ok)|\bready to accept\b|\b(redis|valkey)\b.{0,20}\b(ready|up|healthy|ok|available)\b|startup complete|started in \d|server (is )?(listening|started|running)|listening (on|at)\b/i.test(
    text,
  );

/** It starts anew: what was before belongs to a run that ended. */
export const saysStart = (text: string): boolean => /startup complete|started in \d+(\.\d+)? seconds|server (is )?(listening|started)|listening (on|at)\b/i.test(text);

/** The wait is over without success: what tells of a limit, of another try or of success is no end. */
export function saysGivenUp(text: string): boolean {
  const plain = text.replace(/\btimeout\b\s*(?:is|=|:|set to|of)?\s*\d+\S*/gi, '');
  if (/retry|trying again|attempt \d|will wait|still waiting/i.test(plain) && !/gave up|giving up|critical|fatal|exit|abort|exceeded|no more/i.test(plain)) return false;
  return /time-?d?[- ]?out|gave up|giving up|exceeded|failed|abort|not ready|did not|never became|unavailable/i.test(plain);
}

export const isLibrary = (module: string): boolean => /^(ioredis|redis|valkey|lettuce|jedis|bullmq|bull|celery)\b|^(io\.lettuce|redis\.clients|org\.springframework)/i.test(module);
