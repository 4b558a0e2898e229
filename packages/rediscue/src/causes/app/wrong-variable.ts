import { edit, placeText, remedy } from '../declaration.ts';
import { defineCause, type Found } from '../define.ts';
import { loginRefused } from '../example-parts.ts';
import { about } from '../in-files.ts';
import { connectFailure } from '../reach.ts';
import type { TargetView } from '../view.ts';
import { stateOf } from './looks.ts';

type Consumer = TargetView['consumers'][number];
type Unread = Consumer['unread'][number] & { instead: NonNullable<Consumer['unread'][number]['instead']> };

const misnamed = ({ unread }: Consumer): Unread[] => unread.filter((one): one is Unread => one.instead !== null);

/** Whether what fails is what the variable is for. */
function isWhy({ instead }: Unread, target: TargetView): boolean {
  const isLogin = /_(PASSWORD|USERNAME|PASSWORD_FILE)$/.test(instead.means);
  const refuses = target.entries.some((at) => ['missing', 'rejected'].includes(at.get('auth')?.outcome ?? ''));
  const isNotReached = target.entries.some((at) => connectFailure(at) !== null || !['ok', undefined].includes(at.get('resolve')?.state) || at.get('speak')?.state === 'other');
  if (/_(TLS|ENABLED|DB)$/.test(instead.means)) return false;
  return isLogin ? refuses : isNotReached || refuses;
}

const said = (who: string, { name, place, instead }: Unread): string =>
  `${name}${place === null ? ' in the environment' : ` in ${placeText(place)}`} is set for ${who}, whose code reads ${instead.name} (${placeText(instead.place)}), which is set nowhere`;

const found = (one: Unread, consumer: Consumer, target: TargetView): Found => ({
  summary: `${said(consumer.name, one)}.`,
  why: `the code reads ${one.instead.name}, and ${one.name} is set`,
  evidence: ['consumers', 'target'],
  where: [...(one.place === null ? [] : [one.place]), one.instead.place],
  ...about(target),
  remedies: [remedy(`Call it ${one.instead.name} where it is set, or read ${one.name} in the code`, [edit(one.place ?? one.instead.place)], 'rediscue diagnose')],
});

const app = (unread: Consumer['unread']) => ({
  consumers: [{ name: 'the application', runs: 'host' as const, variant: null, folder: '.', program: null, envFiles: ['.env'], unread, server: null, looked: 'here' as const }],
});
const password = { name: 'REDIS_PASSWORD', place: { file: '.env', line: 2 }, instead: { name: 'REDIS_PASS', means: 'REDIS_PASSWORD', place: { file: 'src/cache.js', line: 4 } } };
const host = { name: 'REDIS_HOSTNAME', place: { file: '.env', line: 1 }, instead: { name: 'REDIS_HOST', means: 'REDIS_HOST', place: { file: 'src/cache.js', line: 3 } } };

export default defineCause({
  code: 'app/wrong-variable',
  severity: 'critical',
  scope: 'target',
  title: "The code reads one variable's name, the environment sets another",
  meaning: 'A value is set under a name that the code never reads, and the name that it does read is set nowhere. The application works with an empty value or a default.',
  detection:
    'A variable that says how a Redis is reached is set for the application and stands nowhere in its code, while the code reads another one of the same meaning that no layer sets. Live, the login or the connection that it is for must fail.',
  advice: 'Use one name on both sides.',
  needs: [],
  explains: [
    'auth/password-missing',
    'auth/password-wrong',
    'auth/user-unknown',
    'network/nothing-listening',
    'network/name-not-found',
    'network/resolver-unreachable',
    'network/filtered',
    'network/unreachable',
    'network/not-redis',
    'process/not-running',
    'config/wrong-port',
    'config/localhost-in-container',
    'app/endpoint-failing',
    'app/readiness-timeout',
  ],
  detect: (target) => {
    if (stateOf(target) !== 'failing') return null;
    return target.consumers.flatMap((consumer) => misnamed(consumer).flatMap((one) => (isWhy(one, target) ? [found(one, consumer, target)] : [])));
  },
  inFiles: {
    // What runs from a folder may get the right name from its environment; a container or unit gets what its file gives it.
    detect: (project) =>
      project.targets.flatMap((target) =>
        target.consumers
          .filter(({ program, variant, runs }) => program !== null && variant === null && runs !== 'host')
          .flatMap((consumer) => misnamed(consumer).flatMap((one) => (/_(TLS|ENABLED|DB)$/.test(one.instead.means) ? [] : [found(one, consumer, target)]))),
      ),
  },
  examples: {
    bad: [
      {
        name: 'the password has another name in the code',
        facts: { ...loginRefused('missing', 'NOAUTH Authentication required.'), target: { password: { set: false } }, consumers: app([password]) },
        says: 'REDIS_PASS',
      },
      {
        name: 'the host has another name in the code, which falls back to its own',
        facts: {
          connect: { attempts: [{ address: '127.0.0.1', port: 6379, state: 'refused', code: 'ECONNREFUSED', ms: 0.1 }], used: null },
          speak: null,
          auth: null,
          select: null,
          write: null,
          consumers: app([host]),
        },
        says: 'REDIS_HOSTNAME',
      },
    ],
    good: [
      { name: 'it works all the same', facts: { consumers: app([password]) } },
      {
        name: 'the code reads nothing else of that meaning',
        facts: { ...loginRefused('missing', 'NOAUTH Authentication required.'), consumers: app([{ ...password, instead: null }]) },
      },
    ],
  },
  fileExamples: {
    bad: [
      {
        name: 'compose sets REDIS_PASSWORD, the code reads REDIS_PASS',
        files: {
          'docker-compose.yml':
            'services:\n  api:\n    build: ./api\n    environment:\n      REDIS_HOST: redis\n      REDIS_PASSWORD: ${REDIS_PASSWORD}\n  redis:\n    image: redis:7.2\n    command: redis-server --requirepass ${REDIS_PASSWORD}\n',
          '.env': 'REDIS_PASSWORD=u8Zr2Kq0pLw5vTn3\n',
          'api/package.json': '{"name":"api","dependencies":{"ioredis":"5.4.1"}}\n',
          'api/cache.js': "const Redis = require('ioredis');\nmodule.exports = new Redis({ host: process.env.REDIS_HOST, port: 6379, password: process.env.REDIS_PASS });\n",
        },
        at: 'docker-compose.yml:6',
      },
    ],
    good: [
      {
        name: 'both names are the same',
        files: {
          'docker-compose.yml':
            'services:\n  api:\n    build: ./api\n    environment:\n      REDIS_HOST: redis\n      REDIS_PASS: ${REDIS_PASSWORD}\n  redis:\n    image: redis:7.2\n    command: redis-server --requirepass ${REDIS_PASSWORD}\n',
          '.env': 'REDIS_PASSWORD=u8Zr2Kq0pLw5vTn3\n',
          'api/package.json': '{"name":"api","dependencies":{"ioredis":"5.4.1"}}\n',
          'api/cache.js': "const Redis = require('ioredis');\nmodule.exports = new Redis({ host: process.env.REDIS_HOST, port: 6379, password: process.env.REDIS_PASS });\n",
        },
      },
      {
        name: 'the code takes either name',
        files: {
          'docker-compose.yml':
            'services:\n  api:\n    build: ./api\n    environment:\n      REDIS_HOST: redis\n      REDIS_PASSWORD: u8Zr2Kq0pLw5vTn3\n  redis:\n    image: redis:7.2\n    command: redis-server --requirepass u8Zr2Kq0pLw5vTn3\n',
          'api/package.json': '{"name":"api","dependencies":{"ioredis":"5.4.1"}}\n',
          'api/cache.js':
            "const Redis = require('ioredis');\nmodule.exports = new Redis({ host: process.env.REDIS_HOST, password: process.env.REDIS_PASS ?? process.env.REDIS_PASSWORD });\n",
        },
      },
    ],
  },
});
