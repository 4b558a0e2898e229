import { z } from 'zod';

/** Name → addresses, as the application's resolver does it. */
export const ResolveFact = z.object({
  host: z.string(),
  state: z.enum(['literal', 'ok', 'not-found', 'resolver-failed', 'timed-out']),
  addresses: z.array(z.object({ address: z.string(), family: z.union([z.literal(4), z.literal(6)]) })),
  /** The resolver's own code, such as ENOTFOUND, EAI_AGAIN, SERVFAIL. */
  code: z.string().nullable(),
  /** What the name servers said when asked directly, where that was needed to decide. */
  nameServers: z.array(z.object({ server: z.string(), state: z.enum(['answered', 'silent', 'failed', 'refused']), code: z.string().nullable() })),
  /** The name was not looked up: this stands in for it, as it has a meaning in the application's own network only. */
  standIn: z.enum(['container-address', 'published-port', 'port-forward']).nullable().default(null),
  /** Container of the application in whose place this was seen; otherwise it was on this machine. */
  from: z.string().optional(),
});
export type ResolveFact = z.infer<typeof ResolveFact>;

const Attempt = z.object({
  /** An IP address, or the path of a unix socket. */
  address: z.string(),
  port: z.number().int().nullable(),
  /** `no-socket`: the unix socket's path does not exist. */
  state: z.enum(['connected', 'refused', 'timed-out', 'unreachable', 'reset', 'not-permitted', 'no-socket', 'failed']),
  code: z.string().nullable(),
  ms: z.number(),
});

/** One attempt per address, in the order of the resolver; `used` is the address that the next stages used. */
export const ConnectFact = z.object({
  attempts: z.array(Attempt),
  used: z.string().nullable(),
  /** As in `ResolveFact`. */
  from: z.string().optional(),
});
export type ConnectFact = z.infer<typeof ConnectFact>;

const Certificate = z.object({
  subject: z.string(),
  issuer: z.string(),
  validFrom: z.string(),
  validTo: z.string(),
  altNames: z.array(z.string()),
  selfSigned: z.boolean(),
});

/** The TLS handshake when the target asks for TLS, or the counter-check when a plain attempt failed. */
export const TlsFact = z.object({
  /** The target asked for TLS; false: only tried to understand a failure in plain text. */
  asked: z.boolean(),
  state: z.enum(['ok', 'failed', 'silent', 'closed']),
  protocol: z.string().nullable(),
  cipher: z.string().nullable(),
  certificate: Certificate.nullable(),
  /** How the chain was judged: null when trusted, otherwise OpenSSL's code such as SELF_SIGNED_CERT_IN_CHAIN. */
  verifyError: z.string().nullable(),
  /** Whether the chain leads to an authority that the app trusts, validity dates aside; null when it could not be judged. */
  issuerTrusted: z.boolean().nullable().default(null),
  /** The app verifies nothing (`ssl_cert_reqs=none`): verifyError and nameMismatch are then left out as harmless to it. */
  verificationOff: z.boolean().default(false),
  /** The name that was asked for and does not fit the certificate. */
  nameMismatch: z.boolean(),
  /** TLS alert number that the server sent (40 handshake failure, 42, 48, 70, 116 certificate required). */
  alert: z.number().int().nullable(),
  /** OpenSSL's or the system's error code. */
  code: z.string().nullable(),
  reason: z.string().nullable(),
  /** The server sent a CertificateRequest; null when it could not be seen. */
  clientCertificateAsked: z.boolean().nullable(),
  /** After a silent or failed handshake: what the port answered to plain text; null when not tried. */
  plainAnswer: z.enum(['resp', 'tls-alert', 'closed', 'silent', 'other']).nullable(),
  /** A key, certificate or authority file of ours that could not be used. */
  ownFileProblem: z.object({ file: z.string(), reason: z.string() }).nullable(),
});
export type TlsFact = z.infer<typeof TlsFact>;

/** The first exchange: PING without a login. */
export const SpeakFact = z.object({
  /** `silent`: connected, nothing came back inside the deadline; `closed`: ended without a byte;
   *  `dribble`: bytes come, but no reply ends inside the deadline. */
  state: z.enum(['resp', 'other', 'silent', 'closed', 'reset', 'dribble']),
  /** `+PONG`, or the error reply, redacted and at most 200 characters. */
  reply: z.string().nullable(),
  /** The error's first word: NOAUTH, DENIED, LOADING, BUSY, MASTERDOWN, MISCONF, NOPERM, ERR; null for PONG. */
  error: z.string().nullable(),
  /** What else answers: http, postgresql, mysql, memcached, ssh, smtp, tls, unknown. */
  protocol: z.string().nullable(),
  /** Printable rendering of the first bytes (at most 64), null when nothing came. */
  firstBytes: z.string().nullable(),
  /** As in `ResolveFact`. */
  from: z.string().optional(),
});
export type SpeakFact = z.infer<typeof SpeakFact>;

/** One AUTH try: the reply as the server gave it. */
const AuthTry = z.object({
  form: z.enum(['AUTH password', 'AUTH user password', 'AUTH default password', 'HELLO']),
  reply: z.string(),
  ok: z.boolean(),
});

/** The authentication matrix: what the server wants against what the application sends. */
export const AuthFact = z.object({
  /** PING worked before any login. */
  openWithoutLogin: z.boolean(),
  tries: z.array(AuthTry),
  outcome: z.enum([
    'not-needed', // open server, no credential given
    'accepted',
    'missing', // the server wants one, the app has none
    'rejected', // WRONGPASS, or its older text
    'server-has-none', // a password was sent to a server that has none
    'not-judged', // LOADING, BUSY, connection lost, or it is no data server
  ]),
  /** The default user is `nopass`: any password passes in the two-argument form. */
  acceptsAnything: z.boolean(),
  /** What an account with rights could see of the user that was refused. */
  userSeen: z.object({ exists: z.boolean(), enabled: z.boolean(), by: z.string() }).nullable(),
});
export type AuthFact = z.infer<typeof AuthFact>;

/** SELECT of the declared database. */
export const SelectFact = z.object({ database: z.number().int(), state: z.enum(['ok', 'refused', 'not-asked']), reply: z.string().nullable() });

/** Write, read, expire and delete of one key of our own. */
export const WriteFact = z.object({
  state: z.enum(['ok', 'refused', 'not-asked', 'lost']),
  /** The step that failed. */
  step: z.enum(['set', 'get', 'ttl', 'delete']).nullable(),
  reply: z.string().nullable(),
  /** The error's first word: OOM, MISCONF, READONLY, NOREPLICAS, NOPERM, MOVED, CLUSTERDOWN, … */
  error: z.string().nullable(),
  /** Reading an absent key: the same words (MASTERDOWN, MOVED, NOPERM, …); null when reading works. */
  readError: z.string().nullable(),
  readReply: z.string().nullable(),
  why: z.string().nullable(),
});
export type WriteFact = z.infer<typeof WriteFact>;

/** Round trips of PING over the ready connection, in milliseconds, in order. */
export const PingFact = z.object({ rttMs: z.array(z.number()), lost: z.number().int() });
