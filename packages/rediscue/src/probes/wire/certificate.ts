import { checkServerIdentity, type DetailedPeerCertificate, type TLSSocket } from 'node:tls';
import type { TlsFiles } from '../../declared/target/index.ts';
import type { TlsFact } from '../../facts/index.ts';

type Certificate = NonNullable<TlsFact['certificate']>;

export type Judged = Pick<TlsFact, 'certificate' | 'verifyError' | 'nameMismatch' | 'issuerTrusted' | 'verificationOff'> & {
  /** The application's own client would go on. */
  accepted: boolean;
};

const dateErrors = new Set(['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID']);

/** Looks at what the peer showed, every fault on its own: dates, issuer and name. */
export function judgeCertificate(socket: TLSSocket, serverName: string, files: TlsFiles, isAuthority: (fingerprint: string) => boolean): Judged {
  const peer = socket.getPeerCertificate(true);
  if (Object.keys(peer).length === 0)
    return { certificate: null, verifyError: null, nameMismatch: false, issuerTrusted: null, verificationOff: files.insecure, accepted: files.insecure };
  const certificate = certificateFact(peer);
  if (files.insecure) return { certificate, verifyError: null, nameMismatch: false, issuerTrusted: null, verificationOff: true, accepted: true };
  const error = socket.authorizationError as unknown;
  const verifyError = error ? (typeof error === 'string' ? error : ((error as NodeJS.ErrnoException).code ?? String(error))) : null;
  const nameMismatch = !files.anyName && checkServerIdentity(serverName, peer) !== undefined;
  return {
    certificate,
    verifyError,
    nameMismatch,
    issuerTrusted: issuerTrusted(peer, verifyError, isAuthority),
    verificationOff: false,
    accepted: verifyError === null && !nameMismatch,
  };
}

/** What the peer showed, unjudged. */
export function certificateOfPeer(socket: TLSSocket): Certificate | null {
  const peer = socket.getPeerCertificate(true);
  return Object.keys(peer).length === 0 ? null : certificateFact(peer);
}

/** OpenSSL names one error only, and a date hides an unknown issuer: the chain's end decides then. */
function issuerTrusted(peer: DetailedPeerCertificate, verifyError: string | null, isAuthority: (fingerprint: string) => boolean): boolean | null {
  if (verifyError === null) return true;
  if (!dateErrors.has(verifyError)) return false;
  let link: DetailedPeerCertificate | undefined = peer;
  for (let depth = 0; link && depth < 16; depth += 1) {
    if (isAuthority(link.fingerprint256)) return true;
    if (link.issuerCertificate === link) return false;
    link = link.issuerCertificate;
  }
  return false;
}

function certificateFact(peer: DetailedPeerCertificate): Certificate {
  return {
    subject: distinguishedName(peer.subject),
    issuer: distinguishedName(peer.issuer),
    validFrom: isoDate(peer.valid_from),
    validTo: isoDate(peer.valid_to),
    altNames: (peer.subjectaltname ?? '').split(', ').filter((name) => name !== ''),
    selfSigned: peer.issuerCertificate === peer || (peer.issuerCertificate?.fingerprint256 !== undefined && peer.issuerCertificate.fingerprint256 === peer.fingerprint256),
  };
}

function distinguishedName(name: object): string {
  return Object.entries(name)
    .map(([key, value]) => `${key}=${Array.isArray(value) ? value.join('+') : String(value)}`)
    .join(', ');
}

function isoDate(text: string): string {
  const time = Date.parse(text);
  return Number.isNaN(time) ? text : new Date(time).toISOString();
}
