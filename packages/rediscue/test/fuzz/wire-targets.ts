import { alertOf, reasonOf } from '../../src/probes/wire/handshake.ts';
import { printable, protocolOf } from '../../src/probes/wire/protocols.ts';
import { isUnknownCommand, replyText } from '../../src/probes/wire/reply-text.ts';
import { asksForCertificate } from '../../src/probes/wire/sniff.ts';
import { RedisError } from '../../src/redis/index.ts';
import { expectBounded, secret } from './expectations.ts';
import type { FuzzTarget } from './target.ts';

const greetings = [
  'HTTP/1.1 400 Bad Request\r\n\r\n',
  '\x15\x03\x01\0\x02\x02\x28',
  'SSH-2.0-OpenSSH_9.2\r\n',
  '220 mail.example ESMTP Postfix\r\n',
  'J\0\0\0\x0a8.0.36\0',
  'E\0\0\0\x90SFATAL\0VFATAL\0C08P01\0',
  '* OK IMAP4rev1\r\n',
  'INFO {"server_id":"x"}\r\n',
];
// A record of a handshake: ServerHello, then CertificateRequest.
const hello = Buffer.from([22, 3, 3, 0, 16, 2, 0, 0, 4, 3, 3, 1, 1, 13, 0, 0, 4, 1, 1, 0, 0, 22, 3, 3, 0, 4, 14, 0, 0, 0]);
const errors = [
  '80C2:error:0A000410:SSL routines:ssl3_read_bytes:sslv3 alert handshake failure:../deps/ssl/record/rec_layer_s3.c:1599:SSL alert number 40',
  "ERR unknown command 'AUTH', with args beginning with: 'x' ",
  'WRONGPASS invalid username-password pair or user is disabled.',
];

export const wireTargets: readonly FuzzTarget[] = [
  {
    name: 'wire/first-bytes',
    seeds: () => [...greetings.map((text) => Buffer.from(text, 'latin1')), hello],
    run: (input) => expectBounded([protocolOf(input), printable(input), asksForCertificate(input)], 0),
  },
  {
    name: 'wire/errors',
    seeds: () => errors.map((text) => Buffer.from(text)),
    run: (input) => {
      const text = input.toString('utf8');
      const error = new Error(text);
      const reply = new RedisError(`${text}${secret}`);
      const shown = replyText(reply, [secret, '', null]);
      if (shown.includes(secret)) throw new Error('a secret is shown');
      expectBounded([alertOf(error), reasonOf(error), shown, isUnknownCommand(reply)], 0);
    },
  },
];
