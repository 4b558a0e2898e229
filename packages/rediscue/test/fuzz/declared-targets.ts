import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { applyEnvironment, targetsFromEnvironment } from '../../src/declared/environment/index.ts';
import { parseAclFile } from '../../src/declared/redis-conf/acl-file.ts';
import { parseRedisConf, rulesInAclFile, rulesInConf, shownDirectives, takesPassword } from '../../src/declared/redis-conf/index.ts';
import { endpointAt, parseTarget, type Target } from '../../src/declared/target/index.ts';
import { expectBounded, expectFact, expectHidden, secret } from './expectations.ts';
import type { FuzzTarget } from './target.ts';

const buffers = (texts: readonly string[]) => texts.map((text) => Buffer.from(text));

const urls = [
  `redis://app:${secret}@cache.example:6380/3`,
  `rediss://:${secret}@[2001:db8::1]:6379/0?ssl_ca_certs=/etc/ca.pem&ssl_cert_reqs=none`,
  `redis://app:p%40${secret}%2Fx@h`,
  `redis://app:pa/ss@${secret}#1@h:6379/0`,
  `sentinel://app:${secret}@s1:26379,s2,[::1]:26380/mymaster/2?sentinelPassword=x`,
  `cluster://:${secret}@n1:7000,n2:7001`,
  `unix:///run/redis.sock?db=4&password=${secret}`,
  `"redis://:${secret}@127.0.0.1:6379"`,
  'redis://${REDIS_HOST}:${REDIS_PORT:-6379}/0',
  'redis://:${REDIS_PASSWORD}@{{host}}:6379/<db>',
  'valkeys://user@host:65535/15?client_name=a&socket_timeout=5',
  'redis:///0',
  'localhost:6379',
  '::1:6379',
  '/var/run/redis.sock',
  'undefined',
  'http://h:6379',
];

const environments = [
  `REDIS_URL=redis://:${secret}@cache:6379/0\nREDIS_TLS=true\nREDIS_TLS_CA_FILE=/ca.pem\nREDIS_ENABLED=false`,
  `REDIS_HOST=cache\nREDIS_PORT=6380\nREDIS_DB=2\nREDIS_USERNAME=app\nREDIS_PASSWORD=${secret}\nVALKEY_HOST=other\nREDIS_SSL=1`,
  `REDIS_SENTINELS=s1:26379,s2:26379\nREDIS_SENTINEL_NAME=main\nREDIS_PASSWORD=${secret}\nREDIS_SENTINEL_PASSWORD=x`,
  `REDIS_CLUSTER_NODES=n1:7000,n2:7001\nREDIS_PASSWORD=${secret}`,
  `SESSION_REDIS_URL=redis://:${secret}@a/1\nREDIS_CACHE_URL=redis://b/2\nREDIS_READ_URL=redis://c\nREDIS_ADMIN_URL=redis://admin:x@a\nCACHE_REDIS_HOST=q`,
  'REDIS_URL=redis://${REDIS_HOST}:${REDIS_PORT}\nREDIS_HOST=undefined\nREDIS_PORT=\nREDIS_PASSWORD=changeme\nNODE_EXTRA_CA_CERTS=/x',
];

const conf = `# a server
port 6379
bind 127.0.0.1 -::1
requirepass "${secret}"
masterauth '${secret.toLowerCase()}'
save 900 1 300 10
save ""
maxmemory 2gb
maxmemory-policy allkeys-lru
appendonly yes
user app on >other ~* &* +@all -flushall
rename-command CONFIG b840fc
client-output-buffer-limit replica 256mb 64mb 60
loadmodule /m.so secret
include /etc/redis/other.conf
dir "/var/lib/redis\\x41"
replicaof 10.0.0.1 6379
tls-port \${TLS_PORT}
`;
const sentinelConf = `port 26379\nsentinel monitor main 127.0.0.1 6379 2\nsentinel auth-pass main ${secret}\nsentinel down-after-milliseconds main 5000\nsentinel myid abc\nsentinel known-replica main ::1 6380\n`;
const acl = `user default off nopass\nuser app on >${secret} #${'ab'.repeat(32)} ~cache:* %R~x:* resetchannels &n:* +@read -@all +get (~y:* +set)\nuser two on resetpass >x reset\n`;

const source = { kind: 'argument', name: null, place: null } as const;
const around = { REDIS_HOST: 'cache', REDIS_PASSWORD: 'y', REDIS_URL: 'redis://:z@cache.example:6380/1', NODE_EXTRA_CA_CERTS: '/ca.pem' };

const held = ({ credentials, sentinelCredentials, admin, rivals }: Target): (string | null | undefined)[] => [
  ...[credentials, sentinelCredentials, admin].map((each) => each?.password),
  ...rivals.flatMap(({ target }) => held(target)),
];

function expectTargets(text: string, targets: readonly Target[]): void {
  for (const target of targets) {
    for (const { fact } of [target, ...target.rivals.map((rival) => rival.target)]) {
      expectFact('target', fact);
      for (const { host, port } of fact.addresses) endpointAt(host, port);
    }
  }
  const shown = targets.map(({ fact, rivals }) => [fact, ...rivals.map(({ target, ...rest }) => [rest, target.fact])]);
  expectHidden(text, targets.flatMap(held), shown);
  expectBounded(shown, text.length);
}

const variablesIn = (text: string): Record<string, string> =>
  Object.fromEntries(text.split('\n').flatMap((line) => (line.includes('=') ? [[line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]] : [])));

export const declaredTargets: readonly FuzzTarget[] = [
  {
    name: 'urls/target',
    seeds: () => buffers(urls),
    run: (input) => {
      const text = input.toString('utf8');
      const target = parseTarget(text, source, around);
      expectTargets(text, [target]);
      expectTargets(text, [applyEnvironment(target, around)]);
    },
  },
  {
    name: 'files/environment',
    seeds: () => buffers(environments),
    run: (input) => {
      const text = input.toString('utf8');
      const environment = variablesIn(text);
      expectTargets(text, targetsFromEnvironment(environment));
      expectTargets(text, [applyEnvironment(parseTarget('redis://cache:6379', source, environment), environment)]);
    },
  },
  {
    name: 'files/redis.conf',
    seeds: () => buffers([conf, sentinelConf]),
    run: (input) => {
      const text = input.toString('utf8');
      const read = parseRedisConf('redis.conf', text);
      const shown = [shownDirectives(read), read.problems, read.variables];
      const user = rulesInConf(read, 'app');
      takesPassword(user?.rules ?? [], 'x');
      expectHidden(text, [read.setting('requirepass'), ...read.lines('sentinel').map((values) => (values[0] === 'auth-pass' ? values[2] : null))], shown);
      expectBounded([shown, read.savePoints()], input.length);
    },
  },
  {
    name: 'files/users.acl',
    seeds: () => buffers([acl]),
    run: async (input, { folder }) => {
      const text = input.toString('utf8');
      const { users, problems } = parseAclFile('users.acl', text);
      const file = join(folder, 'users.acl');
      writeFileSync(file, input);
      const own = await rulesInAclFile(file, 'app');
      takesPassword(own?.rules ?? [], secret);
      expectHidden(text, own?.rules.filter((rule) => rule.startsWith('>')) ?? [], [users, problems]);
      expectBounded([users, problems], input.length);
    },
  },
];
