/** What the first bytes of a port's answer give away; null when they fit nothing that is known. Also reads what came before a close. */
export function protocolOf(bytes: Buffer): string | null {
  if (bytes.length === 0) return null;
  const text = bytes.toString('latin1');
  if (/^HTTP\/\d|^\s*<(!doctype|html|\?xml)/i.test(text)) return 'http';
  // A TLS record: alert or handshake, protocol version 3.x.
  if ((bytes[0] === 0x15 || bytes[0] === 0x16) && bytes[1] === 0x03) return 'tls';
  if (/^SSH-\d/.test(text)) return 'ssh';
  if (/^220[ -]/.test(text)) return /smtp|mail|postfix|exim/i.test(text) ? 'smtp' : 'ftp';
  if (/^(ERROR|CLIENT_ERROR|SERVER_ERROR)\b/.test(text)) return 'memcached';
  if (isMysql(bytes)) return 'mysql';
  // PostgreSQL answers nonsense with an error message: 'E', a length of four bytes, then fields that begin with the severity.
  if (/^E[\s\S]{4}S(FATAL|ERROR)/.test(text)) return 'postgresql';
  if (/^\* (OK|BYE|PREAUTH)/.test(text)) return 'imap';
  if (/^\+OK (?!PONG)\S.*(pop3|ready|dovecot)/i.test(text)) return 'pop3';
  if (/^AMQP/.test(text)) return 'amqp';
  if (/^INFO \{/.test(text)) return 'nats';
  return null;
}

/** A greeting or an error packet: length of three bytes, sequence 0, then protocol version 10 or 0xff. */
function isMysql(bytes: Buffer): boolean {
  if (bytes.length < 6 || bytes[3] !== 0) return false;
  const length = bytes.readUIntLE(0, 3);
  if (length < 3 || length > 2000) return false;
  return (bytes[4] === 0x0a && /^\d/.test(bytes.toString('latin1', 5, 7))) || (bytes[4] === 0xff && length > 4);
}

/** Bytes as a person can read them, at most 64; null when nothing came. */
export function printable(bytes: Buffer): string | null {
  if (bytes.length === 0) return null;
  return bytes
    .subarray(0, 64)
    .toString('latin1')
    .replace(/[^\x20-\x7e]/g, (sign) => (sign === '\r' ? '\\r' : sign === '\n' ? '\\n' : `\\x${sign.charCodeAt(0).toString(16).padStart(2, '0')}`));
}
