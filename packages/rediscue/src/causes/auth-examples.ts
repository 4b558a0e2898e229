import type { FileExample } from './define.ts';

/** Files in which the application and its server are told of one password, or of none. */
export const filesThatAgree: FileExample[] = [
  {
    name: 'compose: both have the same',
    files: {
      'docker-compose.yml':
        'services:\n  app:\n    image: shop:1\n    environment:\n      REDIS_URL: redis://:${REDIS_PASSWORD}@redis:6379\n  redis:\n    image: redis:7.2\n    command: redis-server --requirepass ${REDIS_PASSWORD}\n',
      '.env': 'REDIS_PASSWORD=u8Zr2Kq0pLw5\n',
    },
  },
  {
    name: 'compose: neither has one',
    files: { 'docker-compose.yml': 'services:\n  app:\n    image: shop:1\n    environment:\n      REDIS_URL: redis://redis:6379\n  redis:\n    image: redis:7.2\n' },
  },
];
