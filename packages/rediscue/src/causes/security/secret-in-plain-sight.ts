import type { Place, SecretShape } from '../../facts/index.ts';
import { remedy } from '../declaration.ts';
import { isTrialVariant } from '../declared-stack.ts';
import { defineCause } from '../define.ts';
import { serverProcess } from '../example-parts.ts';
import { change as changeFile } from '../in-files.ts';
import { diagnoseAgain } from '../remedy.ts';
import type { ProjectView } from '../view.ts';

export default defineCause({
  code: 'security/secret-in-plain-sight',
  severity: 'warning',
  scope: 'endpoint',
  title: 'A password stands where others can read it',
  meaning:
    'Every user of the machine can read argument lists (`ps`), and they end up in logs, histories and monitoring. What stands in a file of a repository is known to everybody who has a copy, now and later.',
  detection:
    "The arguments of the server's process hold `--requirepass`, `--masterauth`, `--user` with a password, or the like. In files: a compose file, an image, a manifest, a pipeline, a start command or the code holds a password of Redis as it is, and not by reference. Placeholders, common words (but for what a script logs in with), what is for tests, and env files (which are not meant to be committed) are left out.",
  advice: 'Put it into a configuration or ACL file with mode 0600, and name that file in the start command.',
  source: 'proc(5), /proc/PID/cmdline',
  needs: ['process'],
  explains: [],
  detect: (at) => {
    const process = at.get('process');
    if (!process?.secretInArguments) return null;
    return {
      summary: `The start command of ${process.name} (pid ${process.pid}, ${at.subject}) holds a password: every user of this machine can read it.`,
      evidence: ['process'],
      remedies: [
        remedy(
          'Move it into a file that only the server can read, change it, and start without it in the command',
          [
            '(umask 077; head -c 32 /dev/urandom | base64 | tr -d "+/=\\n" > redis-password)',
            'install -m 0600 -o redis -g redis /dev/null /etc/redis/secret.conf',
            `printf 'requirepass %s\\n' "$(cat redis-password)" >> /etc/redis/secret.conf`,
            '# redis.conf: include /etc/redis/secret.conf',
          ],
          diagnoseAgain(at),
          'disruptive',
          'rotate-passwords',
        ),
      ],
    };
  },
  inFiles: {
    detect: (project) =>
      project.objects('literal-secret').flatMap(({ name, place, data }) => {
        const secret = data as LiteralSecret;
        if (isMadeUp(secret) || isForTests(secret, place.file)) return [];
        return [
          {
            summary: `${told(name, secret, place)} holds a password of Redis as it is: everybody who can read ${place.file} knows it.`,
            evidence: [{ probe: 'objects', subject: place.file }],
            where: [place],
            concerns: concerned(project, secret.by),
            remedies: [changeFile('Take it from the environment or from a secret, and change it: what was committed once stays in the history', place)],
          },
        ];
      }),
  },
  examples: {
    bad: [
      { name: '--requirepass in the start command', facts: { process: serverProcess({ arguments: ['redis-server', '*:6379', '--requirepass', '***'], secretInArguments: true }) } },
    ],
    good: [{ name: 'a configuration file', facts: { process: serverProcess() } }],
  },
  fileExamples: {
    bad: [
      {
        name: 'compose: in the environment',
        files: {
          'docker-compose.yml': 'services:\n  app:\n    image: shop:1\n    environment:\n      REDIS_URL: redis://:u8Zr2Kq0pLw5@redis:6379\n  redis:\n    image: redis:7.4\n',
        },
        at: 'docker-compose.yml:5',
      },
      {
        name: "compose: in the server's command",
        files: { 'docker-compose.yml': 'services:\n  redis:\n    image: redis:7.4\n    command: ["redis-server", "--requirepass", "u8Zr2Kq0pLw5"]\n' },
        at: 'docker-compose.yml:4',
      },
      {
        name: 'a pipeline: in a call of redis-cli',
        files: {
          '.github/workflows/deploy.yml':
            "on: push\njobs:\n  deploy:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: redis-cli -h cache.shop.internal -a 'u8Zr2Kq0pLw5' FLUSHDB\n",
        },
        at: '.github/workflows/deploy.yml:6',
      },
      {
        name: 'a pipeline: for its later steps',
        files: {
          '.github/workflows/deploy.yml':
            'on: push\njobs:\n  deploy:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: |\n          echo hello\n          echo "REDIS_URL=redis://:u8Zr2Kq0pLw5@cache.shop.internal:6379" >> $GITHUB_ENV\n',
        },
        at: '.github/workflows/deploy.yml:8',
      },
      {
        name: 'an image',
        files: { Dockerfile: 'FROM node:22\nENV REDIS_PASSWORD=u8Zr2Kq0pLw5\nCMD ["node", "app.js"]\n' },
        at: 'Dockerfile:2',
      },
      {
        name: 'a manifest',
        files: {
          'k8s/app.yaml':
            'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: app\nspec:\n  selector:\n    matchLabels: { app: app }\n  template:\n    metadata:\n      labels: { app: app }\n    spec:\n      containers:\n        - name: app\n          image: shop:1\n          env:\n            - name: REDIS_PASSWORD\n              value: u8Zr2Kq0pLw5\n',
        },
        at: 'k8s/app.yaml:17',
      },
      {
        name: 'what the code falls back to',
        files: {
          'package.json': '{ "dependencies": { "ioredis": "5.4.1" } }\n',
          'app.js': "const Redis = require('ioredis');\nconst redis = new Redis(process.env.REDIS_URL || 'redis://:u8Zr2Kq0pLw5@cache.shop.internal:6379');\n",
        },
        at: 'app.js:2',
      },
    ],
    good: [
      {
        name: 'compose: by reference',
        files: {
          'docker-compose.yml':
            'services:\n  app:\n    image: shop:1\n    environment:\n      REDIS_URL: redis://:${REDIS_PASSWORD}@redis:6379\n  redis:\n    image: redis:7.4\n    command: redis-server --requirepass ${REDIS_PASSWORD}\n',
          '.env': 'REDIS_PASSWORD=u8Zr2Kq0pLw5\n',
        },
      },
      {
        name: 'a placeholder, and a default for development',
        files: {
          'docker-compose.yml':
            'services:\n  app:\n    image: shop:1\n    environment:\n      REDIS_PASSWORD: changeme\n  redis:\n    image: redis:7.4\n    command: redis-server --requirepass ${REDIS_PASSWORD:-u8Zr2Kq0pLw5}\n',
        },
      },
      {
        name: 'for tests',
        files: { 'docker-compose.test.yml': 'services:\n  redis:\n    image: redis:7.4\n    command: redis-server --requirepass u8Zr2Kq0pLw5\n' },
      },
      { name: 'an env file, which may well not be committed', files: { '.env': 'REDIS_URL=redis://:u8Zr2Kq0pLw5@localhost:6379\n' } },
      {
        name: 'a pipeline: from its secrets',
        files: {
          '.github/workflows/deploy.yml':
            'on: push\njobs:\n  deploy:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: redis-cli -a ${{ secrets.REDIS_PASSWORD }} PING\n      - run: redis-cli -a "$REDIS_PASSWORD" PING # not -a u8Zr2Kq0pLw5\n',
        },
      },
      {
        name: 'commented out',
        files: { 'docker-compose.yml': 'services:\n  redis:\n    image: redis:7.4\n    # command: redis-server --requirepass u8Zr2Kq0pLw5\n' },
      },
    ],
  },
});

/** `data` of an object `literal-secret`: a password of Redis that stands in a file as it is. */
interface LiteralSecret {
  by: string | null;
  format: string;
  variant: string | null;
  how: 'variable' | 'command' | 'script' | 'code';
  shape: SecretShape;
  isObvious: boolean;
}

/** A placeholder, or what everybody writes on a machine for development: no secret of anybody's. What a script logs in with is one, however common. */
const isMadeUp = ({ how, shape, isObvious }: LiteralSecret): boolean =>
  isObvious || shape.placeholder !== null || shape.weak === 'default' || (shape.weak === 'common' && how !== 'script');

const isForTests = ({ variant }: LiteralSecret, file: string): boolean =>
  isTrialVariant(variant) || /(^|\/)(tests?|specs?|__tests__|e2e|fixtures?|examples?|samples?|mocks?|benchmarks?)\/|[._-](test|spec)s?\.[^/]*$/i.test(file);

function told(name: string, { how, by, format }: LiteralSecret, { line }: Place): string {
  if (how === 'command') return `The start command of ${by}`;
  if (how === 'script') return `The script in line ${line} of ${name}`;
  if (how === 'code') return `The code's own value of ${name}`;
  return format === 'dockerfile' ? `${name} of the image` : `${name} of ${by}`;
}

/** Endpoints that the program is told of, or serves. */
const concerned = ({ programs, targets }: ProjectView, by: string | null): string[] => {
  const subjects = new Set(programs.filter(({ name }) => name === by).map(({ subject }) => subject));
  return targets
    .filter(({ consumers }) => consumers.some(({ program, server }) => subjects.has(program ?? '') || subjects.has(server?.program ?? '')))
    .flatMap(({ endpoints }) => endpoints.map(({ subject }) => subject));
};
