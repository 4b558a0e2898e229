import { speaksPlain } from '../certificate.ts';
import { change, diagnoseTarget, places, remedy, sourceText, withEdit } from '../declaration.ts';
import { isWhole } from '../declared-stack.ts';
import { defineCause } from '../define.ts';
import { noHandshake, notSpoken, tls } from '../example-parts.ts';
import { about, change as changeFile, placeOf, programs, ways, whereOf } from '../in-files.ts';
import { hurt } from '../reach.ts';

export default defineCause({
  code: 'tls/server-is-plaintext',
  severity: 'critical',
  scope: 'endpoint',
  title: 'The application speaks TLS to a plain port',
  meaning: 'A plain Redis takes the ClientHello for an unfinished command and waits: no alert, no log line, no close. The application hangs until its own time limit.',
  detection: 'The TLS handshake gets no answer, and a second try in plain text on the same port is answered in RESP. Silence to both is process/unresponsive.',
  advice: 'Use `redis://` for this port, or switch TLS on at the server (`tls-port`, certificate, key) if the path is not trusted.',
  source: 'Measured with Redis 7.0.15: silence',
  needs: ['tls'],
  explains: ['process/unresponsive', 'network/not-redis', 'replication/link-down', 'replication/stale-refused'],
  detect: (at) => {
    if (!speaksPlain(at)) return null;
    const plain = at.target.name.replace(/^(redis|valkey|sentinel|cluster)s:/, '$1:');
    return {
      ...hurt(at, 'critical'),
      summary: `${at.subject} speaks plain text, and ${sourceText(at.target)} asks for TLS: the handshake ${at.get('tls')?.state === 'silent' ? 'is never answered' : 'fails'}.`,
      why: `${at.subject} answers plain text and no TLS handshake`,
      evidence: ['tls'],
      where: places(at.target).slice(0, 1),
      remedies: [
        withEdit(remedy(`Connect without TLS, if the path is trusted: ${plain}`, change(at.target), `rediscue diagnose '${plain}'`), at.target, undefined, {
          find: 'rediss://',
          replace: 'redis://',
        }),
        remedy(
          'Or switch TLS on at the server',
          ['grep -nE "^(tls-port|tls-cert-file|tls-key-file|tls-ca-cert-file|port)" /etc/redis/redis.conf'],
          diagnoseTarget(at.target),
          'disruptive',
        ),
      ],
    };
  },
  inFiles: {
    detect: (project) =>
      ways(project).flatMap(({ target, consumer, server, link }) => {
        const { declared } = target;
        if (
          !declared?.tls ||
          declared.kind !== 'server' ||
          !server ||
          !link ||
          consumer.variant !== server.variant ||
          declared.problems.some(({ kind }) => kind === 'tls-conflict')
        )
          return [];
        if (!isWhole(server) || Number(server.setting('tls-port') ?? 0) !== 0) return [];
        const place = placeOf(target, /_(TLS|TLS_ENABLED|SSL|URL)$/);
        return [
          {
            summary: `${consumer.name} asks ${server.name} for TLS, and ${server.name} is started without it: the handshake is never answered.`,
            why: `${server.name} has no tls-port`,
            evidence: ['target', ...programs(server)],
            where: whereOf(target, place),
            ...about(target),
            remedies: [
              changeFile('Connect without TLS, if the path is trusted', place, { find: 'rediss://', replace: 'redis://' }),
              changeFile(`Or switch TLS on at ${server.name}: \`tls-port\`, \`tls-cert-file\`, \`tls-key-file\``, server.command?.place ?? server.place),
            ],
          },
        ];
      }),
  },
  examples: {
    bad: [
      {
        name: 'silence to the handshake, PONG to plain text',
        facts: { ...notSpoken, speak: null, target: { tls: true }, tls: noHandshake({ state: 'silent', plainAnswer: 'resp' }) },
      },
      {
        name: 'a server that answers the handshake with an error reply',
        facts: { ...notSpoken, speak: null, target: { tls: true }, tls: noHandshake({ code: 'ERR_SSL_WRONG_VERSION_NUMBER', plainAnswer: 'resp' }) },
      },
    ],
    good: [
      { name: 'TLS works', facts: { target: { tls: true }, tls: tls() } },
      { name: 'silence to both', facts: { ...notSpoken, speak: null, target: { tls: true }, tls: noHandshake({ state: 'silent', plainAnswer: 'silent' }) } },
      { name: 'HTTP on that port', facts: { ...notSpoken, speak: null, target: { tls: true }, tls: noHandshake({ code: 'ERR_SSL_WRONG_VERSION_NUMBER', plainAnswer: 'other' }) } },
    ],
  },
  fileExamples: {
    bad: [
      {
        name: 'compose: rediss:// to a server without TLS',
        files: { 'docker-compose.yml': 'services:\n  app:\n    image: shop:1\n    environment:\n      REDIS_URL: rediss://redis:6379\n  redis:\n    image: redis:7.4\n' },
        at: 'docker-compose.yml:5',
      },
    ],
    good: [
      {
        name: 'compose: redis://',
        files: { 'docker-compose.yml': 'services:\n  app:\n    image: shop:1\n    environment:\n      REDIS_URL: redis://redis:6379\n  redis:\n    image: redis:7.4\n' },
      },
      {
        name: 'compose: the server has TLS',
        files: {
          'docker-compose.yml':
            'services:\n  app:\n    image: shop:1\n    environment:\n      REDIS_URL: rediss://redis:6380\n  redis:\n    image: redis:7.4\n    command: redis-server --port 0 --tls-port 6380 --tls-cert-file /tls/redis.crt --tls-key-file /tls/redis.key\n',
        },
      },
      { name: 'another server', files: { '.env': 'REDIS_URL=rediss://cache.shop.io:6379\n', 'docker-compose.yml': 'services:\n  redis:\n    image: redis:7.4\n' } },
    ],
  },
});
