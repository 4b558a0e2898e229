import { diagnoseTarget, remedy } from '../declaration.ts';
import { defineCause } from '../define.ts';
import { logOf, unconnected } from '../example-parts.ts';

export default defineCause({
  code: 'tls/key-unusable',
  severity: 'critical',
  scope: 'endpoint',
  title: 'The server will not start over its key or certificate',
  meaning:
    'The files that TLS needs are missing, unreadable for the server, or do not belong together. Redis ends at its start, or keeps the old ones when they are changed while it runs.',
  detection: "The last start in the server's log ends at loading the certificate, key or authority, and the server is not ready.",
  advice: "Let the server's user read the files, and check that key and certificate belong together.",
  source: 'Redis log: `Failed to load certificate`, `Failed to load private key`, `Failed to configure TLS`',
  needs: ['log'],
  explains: ['network/nothing-listening', 'process/not-running', 'container/exited', 'container/restart-loop'],
  detect: (at) => {
    const log = at.get('log');
    const event = log?.events.findLast((each) => each.kind === 'tls-unusable' && each.afterLastStart);
    if (!log || !event || log.ended === 'ready' || at.get('speak') !== undefined) return null;
    const file = event.detail.file;
    const part = event.detail.part ?? 'key or certificate';
    return {
      summary: `The server of ${at.subject} does not start: its TLS ${part}${file ? ` ${file}` : ''} cannot be used${event.detail.reason ? ` (${event.detail.reason})` : ''}.`,
      why: `the server cannot use its TLS ${part} and ends`,
      evidence: ['log'],
      where: [event.line === null ? { file: log.file } : { file: log.file, line: event.line }],
      remedies: [
        remedy(
          'Check mode, owner and that key and certificate belong together (both commands must print the same)',
          [...(file ? [`ls -l ${file}`] : []), 'openssl x509 -noout -pubkey -in "$CERT_FILE" | sha256sum', 'openssl pkey -pubout -in "$KEY_FILE" | sha256sum'],
          diagnoseTarget(at.target),
        ),
      ],
    };
  },
  examples: {
    bad: [
      {
        name: 'the key may not be read',
        facts: {
          ...unconnected('refused'),
          log: logOf('exited', {
            kind: 'tls-unusable',
            text: 'Failed to load private key: /etc/redis/key.pem',
            detail: { file: '/etc/redis/key.pem', part: 'key', reason: 'Permission denied', errno: 'EACCES' },
          }),
        },
      },
      {
        name: 'key and certificate do not belong together',
        facts: { ...unconnected('refused'), log: logOf('exited', { kind: 'tls-unusable', text: 'key values mismatch', detail: { part: 'key', reason: 'key values mismatch' } }) },
      },
    ],
    good: [
      {
        name: 'it failed once and started later',
        facts: { log: logOf('ready', { kind: 'tls-unusable', text: 'Failed to load private key' }, { kind: 'ready', text: 'Ready to accept connections' }) },
      },
      { name: 'it is down for another reason', facts: { ...unconnected('refused'), log: logOf('exited', { kind: 'rdb-corrupt', text: 'Short read' }) } },
    ],
  },
});
