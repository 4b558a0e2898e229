import type { FactData } from '../facts/index.ts';
import type { EndpointView } from './view.ts';

type Tls = FactData<'tls'>;

/** The handshake that the application itself would make; not the counter-check of a plain connection. */
export function ownHandshake(at: EndpointView): Tls | null {
  const tls = at.get('tls');
  return tls?.asked ? tls : null;
}

/** Codes of OpenSSL that say: the chain leads to no authority that is trusted. */
const untrusted = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY',
  'CERT_SIGNATURE_FAILURE',
  'CERT_CHAIN_TOO_LONG',
  'CERT_UNTRUSTED',
  'CERT_REJECTED',
  'CERT_REVOKED',
  'INVALID_CA',
  'INVALID_PURPOSE',
  'PATH_LENGTH_EXCEEDED',
]);

/** The certificate's chain is not one that the application trusts, its dates aside. */
export const isUntrusted = (tls: Tls): boolean => tls.issuerTrusted === false || (tls.verifyError !== null && untrusted.has(tls.verifyError));

/** Days from now until this moment, negative when it has passed. */
export const daysUntil = (at: EndpointView, iso: string): number => (Date.parse(iso) - at.nowMs) / 86_400_000;

/** `2026-11-20`. */
export const dayOf = (iso: string): string => iso.slice(0, 10);

/** The command that shows the certificate as this endpoint gives it. */
export const showCertificate = (at: EndpointView): string =>
  `openssl s_client -connect ${at.subject} -servername ${at.subject.slice(0, at.subject.lastIndexOf(':'))} </dev/null 2>/dev/null | openssl x509 -noout -subject -issuer -dates -ext subjectAltName`;

/** The server speaks TLS although the application does not: what a failed plain attempt brought to light. */
export function speaksTls(at: EndpointView): boolean {
  const speak = at.get('speak');
  if (speak?.protocol === 'tls') return true;
  const tls = at.get('tls');
  if (!tls || tls.asked || speak?.state === 'resp' || speak?.state === 'other') return false;
  return tls.state === 'ok' || tls.certificate !== null || tls.alert !== null || tls.plainAnswer === 'tls-alert';
}

/** The server speaks plain RESP although the application asks for TLS. */
export function speaksPlain(at: EndpointView): boolean {
  const tls = ownHandshake(at);
  return tls !== null && tls.state !== 'ok' && tls.plainAnswer === 'resp';
}
