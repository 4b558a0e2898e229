import { speaksTls } from '../certificate.ts';
import { change, places, remedy, sourceText, withEdit } from '../declaration.ts';
import { isWhole } from '../declared-stack.ts';
import { defineCause } from '../define.ts';
import { noHandshake, notSpoken, tls } from '../example-parts.ts';
import { about, change as changeFile, placeOf, programs, ways, whereOf } from '../in-files.ts';
import { hurt } from '../reach.ts';

const hangsUp = { state: 'closed', reply: null, error: null, protocol: null, firstBytes: null } as const;

export default defineCause({
  code: 'tls/server-expects-tls',
  severity: 'critical',
  scope: 'endpoint',
  title: 'The application speaks plain text to a TLS port',
  meaning: 'The server waits for a TLS handshake and hangs up on anything else. Clients report a closed connection, with no word of TLS.',
  detection: 'The plain attempt failed, and a TLS handshake on the same port was answered (with a certificate or an alert), or the first bytes were a TLS alert.',
  advice: 'Use `rediss://` (or the TLS switch) and give the authority of the server, or use the plain port if there is one.',
  needs: ['speak', 'tls'],
  explains: ['network/not-redis', 'process/unresponsive', 'replication/link-down', 'replication/stale-refused'],
  detect: (at) => {
    if (at.target.declared?.tls || !speaksTls(at)) return null;
    const issuer = at.get('tls')?.certificate?.issuer;
    const secure = at.target.name.replace(/^(redis|valkey|sentinel|cluster):/, '$1s:');
    return {
      ...hurt(at, 'critical'),
      summary: `${at.subject} speaks TLS only, and ${sourceText(at.target)} asks for a plain connection.`,
      why: `${at.subject} hangs up on plain text and answers a TLS handshake`,
      evidence: ['tls', 'speak'],
      where: places(at.target).slice(0, 1),
      remedies: [
        withEdit(remedy(`Ask for TLS: ${secure}${issuer ? `, and trust ${issuer}` : ''}`, change(at.target), `rediscue diagnose '${secure}'`), at.target, undefined, {
          find: 'redis://',
          replace: 'rediss://',
        }),
      ],
    };
  },
  inFiles: {
    detect: (project) =>
      ways(project).flatMap(({ target, consumer, server, link }) => {
        const { declared } = target;
        const [address] = declared?.addresses ?? [];
        if (declared?.kind !== 'server' || declared.tls || !address || !server || !link || consumer.variant !== server.variant) return [];
        const port = link.by === 'name' ? address.port : server.ports.find(({ outside }) => outside === address.port)?.inside;
        const tlsPort = Number(server.setting('tls-port') ?? 0);
        // A plain port of the same number would keep the server from starting, but in images that then have only the one for TLS.
        if (!isWhole(server) || tlsPort === 0 || port !== tlsPort || Number(server.setting('port') ?? 0) === port || declared.problems.some(({ kind }) => kind === 'tls-conflict'))
          return [];
        const place = placeOf(target, /_(TLS|TLS_ENABLED|SSL|URL)$/);
        return [
          {
            summary: `${consumer.name} connects to ${server.name} without TLS, and port ${port} there speaks TLS only.`,
            why: `port ${port} of ${server.name} is its tls-port`,
            evidence: ['target', ...programs(server)],
            where: whereOf(target, place),
            ...about(target),
            remedies: [changeFile(`Ask for TLS, and trust the authority of ${server.name}`, place, { find: 'redis://', replace: 'rediss://' })],
          },
        ];
      }),
  },
  examples: {
    bad: [
      {
        name: 'it hangs up on plain text and has a certificate',
        facts: { ...notSpoken, speak: hangsUp, tls: tls({ asked: false, verifyError: 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY', issuerTrusted: false }) },
      },
      { name: 'it answers plain text with a TLS alert', facts: { ...notSpoken, speak: { state: 'other', reply: null, error: null, protocol: 'tls', firstBytes: '.....F' } } },
      { name: 'the counter-check ended with an alert for want of a client certificate', facts: { ...notSpoken, speak: hangsUp, tls: noHandshake({ asked: false, alert: 116 }) } },
    ],
    good: [
      { name: 'it hangs up on both', facts: { ...notSpoken, speak: hangsUp, tls: noHandshake({ asked: false, state: 'closed' }) } },
      {
        name: 'a web server behind TLS says so in plain text',
        facts: { ...notSpoken, speak: { state: 'other', reply: null, error: null, protocol: 'http', firstBytes: 'HTTP/1.1 400 Bad Request' }, tls: tls({ asked: false }) },
      },
      { name: 'plain text works', facts: {} },
      {
        name: 'a stopped server answers neither',
        facts: { ...notSpoken, speak: { ...hangsUp, state: 'silent' }, tls: noHandshake({ asked: false, state: 'silent', plainAnswer: 'silent' }) },
      },
    ],
  },
  fileExamples: {
    bad: [
      {
        name: 'compose: redis:// to the port for TLS',
        files: {
          'docker-compose.yml':
            'services:\n  app:\n    image: shop:1\n    environment:\n      REDIS_URL: redis://redis:6380\n  redis:\n    image: redis:7.4\n    command: redis-server --port 0 --tls-port 6380 --tls-cert-file /tls/redis.crt --tls-key-file /tls/redis.key\n',
        },
        at: 'docker-compose.yml:5',
      },
    ],
    good: [
      {
        name: 'compose: rediss://',
        files: {
          'docker-compose.yml':
            'services:\n  app:\n    image: shop:1\n    environment:\n      REDIS_URL: rediss://redis:6380\n  redis:\n    image: redis:7.4\n    command: redis-server --port 0 --tls-port 6380 --tls-cert-file /tls/redis.crt --tls-key-file /tls/redis.key\n',
        },
      },
      {
        name: 'compose: the plain port beside it',
        files: {
          'docker-compose.yml':
            'services:\n  app:\n    image: shop:1\n    environment:\n      REDIS_URL: redis://redis:6379\n  redis:\n    image: redis:7.4\n    command: redis-server --tls-port 6380 --tls-cert-file /tls/redis.crt --tls-key-file /tls/redis.key\n',
        },
      },
    ],
  },
});
