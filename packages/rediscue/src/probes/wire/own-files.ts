import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createSecureContext, getCACertificates, type SecureContext } from 'node:tls';
import type { TlsFiles } from '../../declared/target/index.ts';
import type { TlsFact } from '../../facts/index.ts';

/** What the application would bring to a handshake. */
export interface OwnTls {
  context: SecureContext;
  /** Whether a certificate with this SHA-256 fingerprint is an authority that counts. */
  isAuthority(fingerprint: string): boolean;
  hasClientCertificate: boolean;
}

export type OwnFileProblem = NonNullable<TlsFact['ownFileProblem']>;

class Unusable extends Error {
  readonly problem: OwnFileProblem;
  constructor(file: string, reason: string) {
    super(reason);
    this.problem = { file, reason };
  }
}

/** Reads authority, certificate and key, and proves that they can be used together. */
export async function readOwnTls(files: TlsFiles): Promise<OwnTls | OwnFileProblem> {
  try {
    const authorities = files.authorityFile === null ? usualAuthorities() : await readAuthorities(files.authorityFile);
    const extra = files.extraAuthorityFile === null || files.authorityFile !== null ? [] : await readAuthorities(files.extraAuthorityFile).catch(() => []);
    const certificate = files.certificateFile === null ? null : await readText(files.certificateFile);
    // A certificate's file may hold its key too.
    const keyFile = files.keyFile ?? files.certificateFile;
    const key = keyFile === null ? null : await readText(keyFile);
    if (certificate === null && key !== null) throw new Unusable(keyFile ?? '', 'a key is given without its certificate');
    if (certificate !== null && key !== null) provePair(files.certificateFile ?? '', certificate, keyFile ?? '', key);
    const ca = [...authorities, ...extra];
    const context = createSecureContext({ ca, ...(certificate !== null && key !== null ? { cert: certificate, key } : {}) });
    return { context, isAuthority: (fingerprint) => ca.some((pem) => new X509Certificate(pem).fingerprint256 === fingerprint), hasClientCertificate: certificate !== null };
  } catch (error) {
    if (error instanceof Unusable) return error.problem;
    return { file: files.certificateFile ?? files.authorityFile ?? '', reason: error instanceof Error ? error.message : String(error) };
  }
}

let usual: string[] | undefined;

/** The runtime's authorities and the system's: an application in another language trusts the latter. */
function usualAuthorities(): string[] {
  usual ??= [...new Set([...getCACertificates('default'), ...getCACertificates('system')])];
  return usual;
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Unusable(file, { ENOENT: 'no such file', EACCES: 'permission denied', EISDIR: 'it is a folder' }[code ?? ''] ?? code ?? 'unreadable');
  }
}

async function readAuthorities(file: string): Promise<string[]> {
  const blocks = (await readText(file)).match(/-----BEGIN (TRUSTED )?CERTIFICATE-----[\s\S]*?-----END \1?CERTIFICATE-----/g);
  if (!blocks) throw new Unusable(file, 'holds no certificate in PEM form');
  for (const block of blocks) certificateOf(file, block);
  return blocks;
}

function certificateOf(file: string, pem: string): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch {
    throw new Unusable(file, 'holds no certificate in PEM form');
  }
}

function provePair(certificateFile: string, certificate: string, keyFile: string, key: string): void {
  const x509 = certificateOf(certificateFile, certificate);
  let privateKey: ReturnType<typeof createPrivateKey>;
  try {
    privateKey = createPrivateKey(key);
  } catch (error) {
    const locked = /passphrase|password|interrupted or cancelled|bad decrypt/i.test(error instanceof Error ? error.message : '');
    throw new Unusable(keyFile, locked ? 'the key is locked by a passphrase' : 'holds no private key in PEM form');
  }
  if (!x509.checkPrivateKey(privateKey)) throw new Unusable(keyFile, `the key does not belong to the certificate in ${certificateFile}`);
}
