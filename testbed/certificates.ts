import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { World } from './world.ts';

const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
const selfSigning = ['req', '-x509', ...newKey];

/** An authority of our own in a folder, and what it signed. All paths are absolute. */
export class Authority {
  readonly folder: string;
  readonly certificate: string;
  readonly #key: string;
  readonly #world: World;

  constructor(world: World, name = 'authority') {
    this.#world = world;
    this.folder = join(world.folder, name);
    mkdirSync(this.folder, { recursive: true });
    this.#key = join(this.folder, 'ca.key');
    this.certificate = join(this.folder, 'ca.crt');
    world.run('openssl', [...selfSigning, '-days', '3650', '-subj', `/CN=${name}`, '-keyout', this.#key, '-out', this.certificate]);
  }

  /** A certificate that nobody signed but its own key, with the usual names of this machine. */
  selfSigned(name: string): { certificate: string; key: string } {
    const [certificate, key] = [join(this.folder, `${name}-own.crt`), join(this.folder, `${name}-own.key`)];
    const names = ['-subj', `/CN=${name}`, '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1,IP:::1'];
    this.#world.run('openssl', [...selfSigning, '-days', '365', ...names, '-keyout', key, '-out', certificate]);
    return { certificate, key };
  }

  /** Issues a certificate. Days may be negative; `altNames` such as `DNS:localhost` and `IP:127.0.0.1`. */
  issue(
    name: string,
    { altNames = ['DNS:localhost', 'IP:127.0.0.1', 'IP:::1'], fromDays = -1, toDays = 365 }: { altNames?: string[]; fromDays?: number; toDays?: number } = {},
  ): { certificate: string; key: string } {
    const file = (ending: string) => join(this.folder, `${name}.${ending}`);
    this.#world.run('openssl', ['req', '-new', ...newKey, '-subj', `/CN=${name}`, '-keyout', file('key'), '-out', file('csr')]);
    // `openssl ca` is the one command of OpenSSL 3.0 that takes both ends of the validity.
    const database = file('db');
    writeFileSync(database, '');
    writeFileSync(
      file('cnf'),
      `[ca]\ndefault_ca=d\n[d]\ndatabase=${database}\nnew_certs_dir=${this.folder}\nserial=${file('serial')}\ndefault_md=sha256\npolicy=p\nx509_extensions=x\nunique_subject=no\n[p]\ncommonName=supplied\n[x]\n${altNames.length > 0 ? `subjectAltName=${altNames.join(',')}\n` : 'basicConstraints=CA:FALSE\n'}`,
    );
    writeFileSync(
      file('serial'),
      `${Math.floor(Math.random() * 0xffffff + 0x100000)
        .toString(16)
        .slice(0, 6)}\n`,
    );
    this.#world.run('openssl', [
      'ca',
      '-batch',
      '-notext',
      '-config',
      file('cnf'),
      '-cert',
      this.certificate,
      '-keyfile',
      this.#key,
      '-in',
      file('csr'),
      '-out',
      file('crt'),
      '-startdate',
      stamp(fromDays),
      '-enddate',
      stamp(toDays),
    ]);
    return { certificate: file('crt'), key: file('key') };
  }
}

function stamp(days: number): string {
  return `${new Date(Date.now() + days * 86_400_000).toISOString().replace(/\.\d+/, '').replace(/[-:T]/g, '')}`;
}

/** Configuration of a server that speaks TLS on `port` only. */
export function tlsOnly(port: number, authority: Authority, own: { certificate: string; key: string }, authClients: 'yes' | 'no' | 'optional' = 'no'): Record<string, string> {
  return {
    port: '0',
    'tls-port': String(port),
    'tls-cert-file': own.certificate,
    'tls-key-file': own.key,
    'tls-ca-cert-file': authority.certificate,
    'tls-auth-clients': authClients,
  };
}
