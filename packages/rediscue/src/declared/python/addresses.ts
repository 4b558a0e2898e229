import type { Setting } from '../environment/names.ts';

/** Schemes of URLs that lead to a Redis, as libraries spell them, with ours. */
const schemes: Readonly<Record<string, string>> = {
  redis: 'redis',
  rediss: 'rediss',
  valkey: 'valkey',
  valkeys: 'valkeys',
  unix: 'unix',
  'redis+socket': 'unix',
  'redis+unix': 'unix',
  rediscache: 'redis',
  redissc: 'rediss',
  'async+redis': 'redis',
  'async+rediss': 'rediss',
  'redis+tls': 'rediss',
  'redis+ssl': 'rediss',
  'redis+cluster': 'cluster',
  'redis+sentinel': 'sentinel',
  'async+redis+cluster': 'cluster',
  'async+redis+sentinel': 'sentinel',
  sentinel: 'sentinel',
  cluster: 'cluster',
};

export const isRedisScheme = (scheme: string): boolean => Object.hasOwn(schemes, scheme.toLowerCase());

/** A fixed text in the form that its setting has; null where it says nothing of a Redis. `isOpen`: it may be another kind of server's. */
export function spoken(setting: Setting, given: string, isOpen: boolean): { setting: Setting; text: string } | null {
  const text = given.trim();
  switch (setting) {
    case 'URL':
      return url(text, isOpen);
    case 'HOST':
      if (text === '') return { setting, text };
      if (text.includes('://')) return url(text, isOpen);
      return /\s/.test(text) && !/^<.*>$/.test(text) ? null : { setting, text };
    case 'PORT':
    case 'DB':
      return /\s/.test(text) ? null : { setting, text };
    case 'TLS':
    case 'ENABLED':
      return text === '' || /^(true|false|yes|no|on|off|1|0)$/i.test(text) ? { setting, text } : null;
    case 'PASSWORD':
    case 'SENTINEL_PASSWORD':
      return { setting, text: given };
    default:
      return { setting, text };
  }
}

function url(text: string, isOpen: boolean): { setting: Setting; text: string } | null {
  if (text === '') return { setting: 'URL', text };
  const match = /^([A-Za-z][A-Za-z0-9+.-]*):\/\/(.*)$/s.exec(text);
  if (match) {
    const [, scheme = '', rest = ''] = match;
    const own = schemes[scheme.toLowerCase()];
    if (own && isRedisScheme(scheme)) {
      // Celery separates Sentinels by `;`, each with a scheme of its own.
      if (own === 'sentinel' && rest.includes(';')) return { setting: 'SENTINELS', text: text.split(';').map((each) => each.replace(/^sentinel:\/\/(?:[^@]*@)?/, '').replace(/\/.*$/, '')).join(',') }; // biome-ignore format: one row
      if (own === 'redis' && rest.startsWith('/') && rest.length > 2 && !/^\/\d+$/.test(rest)) return { setting: 'URL', text: `unix://${rest}` };
      return { setting: 'URL', text: own === scheme.toLowerCase() ? text : `${own}://${rest}` };
    }
    return isOpen ||
      /^(https?|memory|fakeredis|amqps?|sqs|mongodb|postgres(ql)?|mysql|sqlite|memcached?|locmemcache|dummycache|filecache|db\+\w+|file|rpc|kafka|nats|mock|test|inmem\w*)$/i.test(
        scheme,
      )
      ? null
      : { setting: 'URL', text };
  }
  if (isOpen || /\s|^\d+$/.test(text)) return null;
  return /^[\w.-]+:\d{1,5}(\/\d+)?$/.test(text) ? { setting: 'URL', text: `redis://${text}` } : { setting: 'URL', text };
}
