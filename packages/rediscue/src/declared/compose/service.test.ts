import { describe, expect, test } from 'vitest';
import { named, readCompose, service, shown, variable } from './compose.fixture.ts';

describe('variables', () => {
  test('as list and as map, quotes and numbers as compose takes them', () => {
    const map = service('environment: {A: "1", B: 0123, C: true, D: "", E: yes, F: 6379, G: 1e6}');
    expect(map.layers[0]?.variables.map(({ name, value }) => `${name}=${value}`)).toEqual(['A=1', 'B=83', 'C=true', 'D=', 'E=yes', 'F=6379', 'G=1e+06']);
    const list = service('environment: [A=1, "B=x y", \'C="quoted"\', D=, E=a=b]');
    expect(list.layers[0]?.variables.map(({ name, value }) => `${name}=${value}`)).toEqual(['A=1', 'B=x y', 'C="quoted"', 'D=', 'E=a=b']);
    expect(list.layers[0]?.label).toBe('environment of api');
  });

  test('places are those of the values', () => {
    const text =
      'services:\r\n  api:\r\n    environment:\r\n      - A=1\r\n      - "B=2"\r\n      - C\r\n  web:\r\n    environment:\r\n      A:   x\r\n      B: "y"\r\n      C:\r\n';
    const { programs } = readCompose({ 'compose.yaml': text });
    expect(programs.flatMap(({ layers }) => layers.flatMap(({ variables }) => variables.map(({ place }) => `${place.line}:${place.column}`)))).toEqual([
      '4:11',
      '5:12',
      '6:9',
      '9:12',
      '10:10',
      '11:7',
    ]);
  });

  test('a name without a value takes the shell’s, then that of .env, and hides weaker places without one', () => {
    const rest = { '.env': 'B=file\nA=file\n', 'app.env': 'C=weak\n' };
    const api = service('environment: [A, B, C]\n    env_file: app.env', rest, { A: 'shell' });
    expect(variable(api, 'A')).toMatchObject({ value: 'shell', from: { what: 'the environment', place: null } });
    expect(variable(api, 'B')).toMatchObject({ value: 'file', from: { what: '.env', place: { file: '.env', line: 1, column: 3 } } });
    expect(variable(api, 'C')).toMatchObject({ value: null, unset: ['C'], place: { file: 'docker-compose.yml' } });
  });

  test('environment beats env files, of which the last wins', () => {
    const api = service('environment: {A: own}\n    env_file: [one.env, sub/two.env]', { 'one.env': 'A=1\nB=1\nC=1\n', 'sub/two.env': 'B=2\n' });
    expect(api.layers.map(({ label }) => label)).toEqual(['environment of api', 'env_file sub/two.env', 'env_file one.env']);
    expect(['A', 'B', 'C'].map((name) => variable(api, name)?.value)).toEqual(['own', '2', '1']);
    expect(shown(variable(api, 'B')?.place)).toBe('sub/two.env:1:3');
  });

  test('the .env beside the file is for references alone; the service does not get it', () => {
    const api = service('environment: {REDIS_URL: "redis://:${PASS}@redis/0"}', { '.env': 'PASS=of-env\nREDIS_HOST=x\n' });
    expect(api.layers).toHaveLength(1);
    expect(variable(api, 'REDIS_URL')?.value).toBe('redis://:of-env@redis/0');
    expect(variable(api, 'REDIS_HOST')).toBeUndefined();
  });

  test('the environment beats .env; unset names are told and leave nothing', () => {
    const api = service('environment: {A: "${A}-${B}-${C:-d}", X: "$${A}"}', { '.env': 'A=file\n' }, { A: 'shell' });
    expect(variable(api, 'A')).toMatchObject({ value: 'shell--d', unset: ['B'] });
    expect(variable(api, 'X')).toMatchObject({ value: '${A}' });
    expect(variable(api, 'X')?.unset).toBeUndefined();
  });

  test('a value that is one reference tells where it stands', () => {
    const api = service('environment: {A: "${URL}"}', { '.env': '\nURL=redis://h\n' });
    expect(variable(api, 'A')?.from).toEqual({ what: '.env', place: { file: '.env', line: 2, column: 5 } });
  });

  test('env files see the project’s variables first, then the service’s own, then their own lines', () => {
    const api = service('environment: {HOST: own}\n    env_file: app.env', { '.env': 'PORT=1\n', 'app.env': 'PORT=2\nHOST=file\nX=${HOST}:${PORT}:${Y}\n' });
    expect(variable(api, 'X')).toMatchObject({ value: 'own:1:', unset: ['Y'] });
  });

  test('a base64 password breaks a URL in compose as it would anywhere', () => {
    const api = service('environment: {REDIS_URL: "redis://:${PASS}@redis:6379"}', { '.env': 'PASS=ab+/c==\n' });
    expect(variable(api, 'REDIS_URL')?.value).toBe('redis://:ab+/c==@redis:6379');
  });

  test('the long form of env_file: required, format', () => {
    const reading = readCompose({
      'compose.yml': 'services:\n  api:\n    image: a\n    env_file:\n      - {path: gone.env, required: false}\n      - {path: raw.env, format: raw}\n      - lost.env\n',
      'raw.env': 'A="$X"\n',
    });
    expect(variable(named(reading.programs, 'api'), 'A')?.value).toBe('"$X"');
    expect(reading.dangling).toEqual([{ kind: 'env-file', name: 'lost.env', by: 'api', place: { file: 'compose.yml', line: 7, column: 9 } }]);
  });
});

describe('what runs', () => {
  test('command and entry point', () => {
    expect(service('command: redis-server --requirepass "a b" --appendonly yes').command?.value).toEqual(['redis-server', '--requirepass', 'a b', '--appendonly', 'yes']);
    expect(service('entrypoint: ["/x.sh"]\n    command: ["run", "${N:-1}"]').command).toEqual({
      value: ['/x.sh', 'run', '1'],
      place: { file: 'docker-compose.yml', line: 5, column: 15 },
    });
    expect(service('command: sh -c "echo $$HOME && redis-server"').command?.value).toEqual(['sh', '-c', 'echo $HOME && redis-server']);
    expect(service('command: >\n      redis-server\n      --port 7000').command?.value).toEqual(['redis-server', '--port', '7000']);
    expect(service('user: x').command).toBeNull();
  });

  test('health checks', () => {
    expect(service('healthcheck: {test: redis-cli ping}').healthCheck?.value).toEqual(['redis-cli ping']);
    expect(service('healthcheck: {test: [CMD, redis-cli, ping]}').healthCheck?.value).toEqual(['redis-cli', 'ping']);
    expect(service('healthcheck: {test: [CMD-SHELL, "redis-cli ping | grep PONG"]}').healthCheck?.value).toEqual(['redis-cli ping | grep PONG']);
    expect(service('healthcheck: {test: [NONE]}').healthCheck).toMatchObject({ value: null });
    expect(service('healthcheck: {test: redis-cli ping, disable: true}').healthCheck).toMatchObject({ value: null });
    expect(service('healthcheck: {interval: 5s}').healthCheck).toBeNull();
  });

  test('restart, memory, replicas, user', () => {
    expect(service('restart: no').restart?.value).toBe('no');
    expect(service('restart: always\n    deploy: {restart_policy: {condition: none}}').restart?.value).toBe('no');
    expect(service('deploy: {restart_policy: {max_attempts: 3}}').restart?.value).toBe('always');
    expect(service('mem_limit: 64m').memoryLimitBytes?.value).toBe(67_108_864);
    expect(service('mem_limit: 64m\n    deploy: {resources: {limits: {memory: 1g}}}').memoryLimitBytes?.value).toBe(1_073_741_824);
    expect(service('deploy: {replicas: 3}').replicas).toBe(3);
    expect(service('scale: ${N:-2}').replicas).toBe(2);
    expect(service('user: 1000:1000').user?.value).toBe('1000:1000');
    expect(service('user: 0').user?.value).toBe('0');
  });

  test('an image that depends on nothing known is no image, and is told', () => {
    const reading = readCompose({ 'compose.yml': 'services:\n  a:\n    image: ${REGISTRY}/redis:${TAG}\n  b:\n    image: redis:${TAG:-7}\n' });
    expect(reading.programs.map(({ image }) => image?.value)).toEqual([undefined, 'redis:7']);
    expect(reading.problems).toMatchObject([{ place: { line: 3 }, why: expect.stringContaining('REGISTRY, TAG') }]);
  });

  test('builds', () => {
    expect(service('build: ./api')).toMatchObject({ folder: 'api', dockerfile: 'api/Dockerfile' });
    expect(service('build: {context: .., dockerfile: docker/Dockerfile.dev}')).toMatchObject({ folder: '..', dockerfile: '../docker/Dockerfile.dev' });
    expect(service('build: https://github.com/x/y.git#main')).toMatchObject({ folder: null, dockerfile: null });
    const { objects } = readCompose({ 'compose.yml': 'services:\n  a:\n    build: {context: ., target: dev, args: {V: 1, S: }}\n' }, { S: 'of-shell' });
    expect(objects?.find(({ kind }) => kind === 'compose-build')?.data).toMatchObject({
      target: 'dev',
      args: [{ value: { name: 'V', value: '1' } }, { value: { name: 'S', value: 'of-shell' } }],
    });
  });
});

describe('ports', () => {
  const ports = (list: string) => service(`ports: ${list}`).ports.map(({ address, outside, inside }) => `${address ?? '*'} ${outside} ${inside}`);
  test.each([
    ['["6379:6379"]', ['* 6379 6379']],
    ['[6379]', ['* null 6379']],
    ['["127.0.0.1:6380:6379/tcp"]', ['127.0.0.1 6380 6379']],
    ['["0.0.0.0:1:2"]', ['* 1 2']],
    ['["[::1]:1:2", "::1:3:4"]', ['::1 1 2', '::1 3 4']],
    ['["127.0.0.1::6379"]', ['127.0.0.1 null 6379']],
    ['["53:53/udp"]', []],
    ['["7000-7002:8000-8002"]', ['* 7000 8000', '* 7001 8001', '* 7002 8002']],
    ['["${P:-6379}:6379"]', ['* 6379 6379']],
    ['[{target: 6379, published: "6380", host_ip: 127.0.0.1, protocol: tcp}]', ['127.0.0.1 6380 6379']],
    ['[{target: 80}]', ['* null 80']],
  ])('%s', (list, shownPorts) => {
    expect(ports(list)).toEqual(shownPorts);
  });

  test('what is exposed counts once, and what is no port is told', () => {
    expect(service('expose: ["6379", 80]\n    ports: ["80:80"]').ports.map(({ inside, outside }) => [inside, outside])).toEqual([
      [80, 80],
      [6379, null],
    ]);
    const reading = readCompose({ 'compose.yml': 'services: {a: {image: x, ports: ["a:b", "${P}:70000", "1-3:1-2", "80:80"]}}' });
    expect(reading.problems).toHaveLength(3);
    expect(reading.programs[0]?.ports).toHaveLength(1);
  });
});

describe('networks', () => {
  test('the implicit default, lists, maps with aliases, names to be reached by', () => {
    expect(service('user: x').networks).toMatchObject([{ name: 'default', aliases: [] }]);
    const { programs } = readCompose({
      'compose.yml':
        'services:\n  redis:\n    image: r\n    container_name: shop-redis\n    hostname: cachehost\n    networks: {back: {aliases: [cache]}, default: }\n  api:\n    image: a\n    networks: [back]\n    links: ["redis:store"]\nnetworks: {back: }\n',
    });
    const redis = named(programs, 'redis');
    expect(redis.networks.map(({ name, aliases }) => [name, ...aliases])).toEqual([['back', 'cache'], ['default']]);
    expect(redis.reachedAs).toEqual(['redis', 'shop-redis', 'cachehost', 'cache', 'store']);
    expect(named(programs, 'api').networks.map(({ name }) => name)).toEqual(['back']);
  });

  test('network modes', () => {
    expect(service('network_mode: host')).toMatchObject({ hostNetwork: true, networks: [] });
    const reading = readCompose({
      'compose.yml':
        'services: {a: {image: x, network_mode: "service:vpn"}, vpn: {image: v, networks: [out]}, alone: {image: y, network_mode: none}, lost: {image: z, network_mode: "service:gone"}}\nnetworks: {out: }\n',
    });
    expect(named(reading.programs, 'a').networks.map(({ name }) => name)).toEqual(['out']);
    expect(named(reading.programs, 'alone').networks.map(({ name }) => name)).toEqual(['none of alone']);
    expect(reading.objects?.find(({ kind }) => kind === 'compose-shared-network')).toMatchObject({ name: 'a', data: { with: 'vpn' } });
    expect(reading.dangling).toMatchObject([{ kind: 'service', name: 'gone', by: 'lost' }]);
  });

  test('dependencies', () => {
    expect(service('depends_on: [a, b]').dependsOn.map(({ name, condition }) => [name, condition])).toEqual([
      ['a', null],
      ['b', null],
    ]);
    expect(service('depends_on: {a: {condition: service_healthy}}').dependsOn).toMatchObject([{ name: 'a', condition: 'service_healthy' }]);
  });
});

describe('mounts', () => {
  const text = `services:
  api:
    image: a
    volumes:
      - ./conf/redis.conf:/etc/redis.conf:ro
      - ../shared:/shared
      - ~/keys:/keys
      - /var/run/docker.sock:/var/run/docker.sock
      - data:/data
      - /anonymous
      - {type: bind, source: ./here.conf, target: /h, read_only: true}
      - {type: tmpfs, target: /t}
    tmpfs: /run:size=1m
    secrets: [pw, {source: other, target: /x}]
    configs: [conf]
volumes: {data: {external: true}}
secrets: {pw: {file: ./pw.txt}, other: {environment: OTHER}}
configs: {conf: {content: "port 1"}}
`;
  test('of all kinds', () => {
    const { programs, objects } = readCompose({ 'app/compose.yml': text, 'app/here.conf': '', 'app/pw.txt': 'x' }, { OTHER: 'o' });
    expect(programs[0]?.mounts.map(({ kind, source, target, readOnly }) => `${kind} ${source} ${target}${readOnly ? ' ro' : ''}`)).toEqual([
      'bind app/conf/redis.conf /etc/redis.conf ro',
      'bind shared /shared',
      'bind ~/keys /keys',
      'bind /var/run/docker.sock /var/run/docker.sock',
      'volume data /data',
      'volume null /anonymous',
      'bind app/here.conf /h ro',
      'tmpfs null /t',
      'tmpfs null /run',
      'secret app/pw.txt /run/secrets/pw ro',
      'secret other /x ro',
      'config conf /conf ro',
    ]);
    expect(objects?.filter(({ kind }) => /volume|secret|config/.test(kind)).map(({ kind, data }) => [kind, data])).toMatchObject([
      ['compose-volume', { external: true, driver: null, internal: false }],
      ['compose-secret', { file: 'app/pw.txt' }],
      ['compose-secret', { variable: 'OTHER', content: 'o' }],
      ['compose-config', { content: 'port 1' }],
    ]);
  });

  test('a file that is not there is dangling; folders, sockets and what stands elsewhere are not', () => {
    const { dangling } = readCompose({
      'compose.yml':
        'services: {a: {image: x, volumes: ["./redis.conf:/r", "./data:/data", "./conf.d:/etc/conf.d", "./s.sock:/s", "/etc/x.conf:/x", "~/y.conf:/y", "./Caddyfile:/c", "${D}/z.conf:/z", "./.env:/app/.env"], secrets: [s]}}\nsecrets: {s: {file: ./s.txt}}\n',
      '.env': '',
    });
    expect(dangling?.map(({ kind, name, by }) => `${kind} ${name} ${by}`)).toEqual(['mount-source redis.conf a', 'mount-source Caddyfile a', 'mount-source s.txt secret s']);
  });
});

test('references that lead nowhere', () => {
  const { dangling } = readCompose({
    'docker-compose.yml':
      'services:\n  a:\n    image: x\n    networks: [gone]\n    volumes: ["lost:/data"]\n    secrets: [s]\n    configs: [c]\n    depends_on:\n      none: {condition: service_started}\n      maybe: {condition: service_started, required: false}\n    links: [away]\n  b:\n    extends: nobody\n  c:\n    extends: {file: nofile.yml, service: x}\n  d:\n    extends: {file: other.yml, service: y}\n',
    'other.yml': 'services: {x: {image: y}}',
  });
  expect(dangling?.map(({ kind, name, by, place }) => `${kind} ${name} ${by} ${place.line}:${place.column}`).toSorted()).toEqual([
    'config c a 7:15',
    'extends nobody b 13:14',
    'extends nofile.yml c 15:21',
    'extends y d 17:41',
    'network gone a 4:16',
    'secret s a 6:15',
    'service away a 11:13',
    'service none a 9:7',
    'volume lost a 5:15',
  ]);
});

test('references without a value outside of variables are told as objects, never with a value', () => {
  const { objects, problems } = readCompose({ 'compose.yml': 'services: {r: {image: redis:7, command: "redis-server --requirepass ${PASS}"}}' });
  expect(objects?.find(({ kind }) => kind === 'compose-unset')).toMatchObject({ name: 'r', data: { field: 'command', names: ['PASS'] } });
  expect(problems).toEqual([]);
});
