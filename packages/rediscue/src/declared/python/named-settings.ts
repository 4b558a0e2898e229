import { type Meaning, meaningOf, wordsOf } from '../settings/index.ts';
import type { Value } from './value.ts';

/** What a name of a setting says. */
export interface NamedSetting extends Meaning {
  library: string | null;
  /** The setting may be for another kind of server as well: only an address of a Redis counts, or a variable. */
  isOpen: boolean;
}

/** A setting that code declares under a name. */
export interface Named {
  name: string;
  setting: NamedSetting;
  value: Value;
}

/** Settings of frameworks that are not called after Redis, in capitals. */
const framework: Readonly<Record<string, NamedSetting>> = {};
const known = (names: string, use: string, library: string | null) => {
  for (const name of names.split(' ')) (framework as Record<string, NamedSetting>)[name] = { setting: 'URL', use, library, isOpen: true };
};
known('CELERY_BROKER_URL CELERY_BROKER BROKER_URL CELERY_BROKER_READ_URL CELERY_BROKER_WRITE_URL CELERY_BROKER_URI', 'QUEUE', 'celery');
known('CELERY_RESULT_BACKEND CELERY_BACKEND CELERY_BACKEND_URL CELERY_RESULT_BACKEND_URL CELERY_RESULT_URL RESULT_BACKEND RESULT_BACKEND_URL', 'RESULT', 'celery');
known('RATELIMIT_STORAGE_URI RATELIMIT_STORAGE_URL RATE_LIMIT_STORAGE_URI RATE_LIMIT_STORAGE_URL', 'RATELIMIT', 'flask-limiter');
known('SOCKETIO_MESSAGE_QUEUE', 'PUBSUB', 'socketio');
known('DRAMATIQ_BROKER_URL', 'QUEUE', 'dramatiq');
known('TASKIQ_BROKER_URL', 'QUEUE', 'taskiq');

/** Prefixes of names of constants that hold a default, not a setting. */
const defaults = /^_*(?:DEFAULT|FALLBACK|EXAMPLE|SAMPLE)_|_(?:DEFAULT|ENV|ENV_VAR|ENVVAR|KEY|HELP|DESCRIPTION|REGEX|PATTERN)$/i;
const tests = new Set(['TEST', 'TESTS', 'TESTING', 'PYTEST', 'MOCK', 'FAKE', 'EXAMPLE', 'SAMPLE']);
/** A class of settings for tests. */
export const isTestClass = (name: string): boolean => /^Test|Tests?(?:Config|Settings|ing\w*)?$|Testing|Mock|Fake|Dummy/.test(name);
const cache = new Map<string, NamedSetting | null>();

/** What a variable, a constant, a field or a key of that name says of a Redis; null: nothing. */
export function namedSetting(name: string): NamedSetting | null {
  if (name.length > 120) return null;
  const before = cache.get(name);
  if (before !== undefined) return before;
  if (cache.size > 20_000) cache.clear();
  const meant = settingOf(name);
  cache.set(name, meant);
  return meant;
}

function settingOf(name: string): NamedSetting | null {
  const upper = name.toUpperCase();
  const own = framework[upper];
  if (own && Object.hasOwn(framework, upper)) return own;
  if (defaults.test(name)) return null;
  const words = wordsOf(name);
  if (words.some((word) => tests.has(word))) return null;
  const suffixed = /^(?:USE|ENABLE|WITH)_((?:REDIS|VALKEY)(?:_(?:CACHE|SESSIONS?|QUEUE))?)$/.exec(upper)?.[1];
  const meaning = meaningOf(suffixed ? `${suffixed}_ENABLED` : name);
  return meaning ? { ...meaning, library: null, isOpen: false } : null;
}
