import type { IncomingMessage } from 'node:http';
import { request as requestHttp } from 'node:http';
import { Agent, request as requestHttps } from 'node:https';
import type { Duplex } from 'node:stream';
import type { ConnectionOptions, SecureContextOptions } from 'node:tls';
import { deadline, signalWithin } from '../../deadline.ts';
import { type Fields, fields, list, text } from '../runtime/json.ts';
import { type Login, loginOf } from './credentials.ts';
import { ClusterFault } from './fault.ts';
import { type Access, accessOf } from './kubeconfig.ts';

/** Time of one request, of its whole answer. */
const requestMs = 4000;
/** Time of an exec plugin: those of the clouds ask the network themselves. */
const loginMs = 5000;
/** Objects of one page, and of one kind in all. */
const pageSize = 200;
const maxObjects = 2000;
const maxBytes = 24 * 1024 * 1024;

export type Json = Fields;

/** A list, and whether there is more of it than is read. */
export interface Listing {
  items: Json[];
  isCut: boolean;
}

interface Answer {
  status: number;
  type: string;
  body: Buffer;
}

/** Questions to one API server, with the login of one context. Every one ends by its own deadline and by `signal`. */
export class Api {
  readonly access: Access;
  readonly #login: Login;
  readonly #tls: SecureContextOptions & ConnectionOptions;
  readonly #agent: Agent;
  /** What ends every question that is under way. */
  signal: AbortSignal;

  private constructor(access: Access, login: Login, signal: AbortSignal) {
    this.access = access;
    this.#login = login;
    this.signal = signal;
    this.#tls = {
      ...(access.authority && { ca: access.authority }),
      ...(login.certificate && login.key && { cert: login.certificate, key: login.key }),
      rejectUnauthorized: !access.insecure,
      ...(access.serverName && { servername: access.serverName }),
    };
    this.#agent = new Agent({ keepAlive: true, maxSockets: 6, ...this.#tls });
  }

  /** Reads the kubeconfig and gets the login. Throws ClusterFault. */
  static async open(context: string, environment: Readonly<Record<string, string | undefined>>, signal: AbortSignal): Promise<Api> {
    const access = await accessOf(context, environment);
    return new Api(access, await loginOf(access, environment, signalWithin(loginMs, signal)), signal);
  }

  close(): void {
    this.#agent.destroy();
  }

  /** One object. Throws ClusterFault. */
  async get(path: string): Promise<Json> {
    return object(await this.#ask(path, 'application/json'), path);
  }

  /** All objects of a list, page by page. Throws ClusterFault. */
  async list(path: string, query: Readonly<Record<string, string>> = {}): Promise<Listing> {
    const items: Json[] = [];
    let next: string | null = null;
    do {
      const asked = new URLSearchParams({ ...query, limit: String(pageSize), ...(next !== null && { continue: next }) });
      let page: Json;
      try {
        page = await this.get(`${path}?${asked}`);
      } catch (error) {
        // The list has grown too old to be continued: what was read counts.
        if (next !== null && error instanceof ClusterFault && !['unauthorized', 'forbidden'].includes(error.kind)) return { items, isCut: true };
        throw error;
      }
      // Items of a list do not say what they are.
      const kind = (text(page.kind) ?? '').replace(/List$/, '');
      for (const item of list(page.items)) items.push({ apiVersion: page.apiVersion, kind, ...fields(item) });
      next = text(fields(page.metadata).continue) || null;
    } while (next !== null && items.length < maxObjects);
    return { items, isCut: next !== null };
  }

  /** A text, such as a log. Throws ClusterFault. */
  async text(path: string): Promise<string> {
    const answer = await this.#ask(path, '*/*');
    if (answer.status !== 200) throw refused(answer, path);
    return answer.body.toString('utf8');
  }

  /** Opens a WebSocket of the given subprotocol. Throws ClusterFault. */
  upgrade(path: string, key: string, protocol: string): Promise<{ socket: Duplex; head: Buffer; protocol: string | null }> {
    return new Promise((resolve, reject) => {
      const request = this.#request(
        path,
        { connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': '13', 'sec-websocket-key': key, 'sec-websocket-protocol': protocol },
        false,
      );
      const finish = () => {
        timer.clear();
        this.signal.removeEventListener('abort', onTime);
      };
      const fail = (fault: ClusterFault) => {
        finish();
        request.destroy();
        reject(fault);
      };
      const onTime = () => fail(new ClusterFault('timed-out', `${this.access.server.host} did not answer in time`));
      const timer = deadline(requestMs, onTime);
      request.on('error', (error: NodeJS.ErrnoException) => fail(this.#broken(error)));
      request.on('response', (response) => {
        void read(response)
          .then((answer) => fail(refused(answer, path)))
          .catch((error: unknown) => fail(error instanceof ClusterFault ? error : new ClusterFault('failed', 'the answer broke off')));
      });
      request.on('upgrade', (response, socket, head) => {
        finish();
        resolve({ socket, head, protocol: text(response.headers['sec-websocket-protocol']) });
      });
      if (this.signal.aborted) onTime();
      else this.signal.addEventListener('abort', onTime, { once: true });
      request.end();
    });
  }

  #request(path: string, headers: Record<string, string>, isShared: boolean) {
    const { server } = this.access;
    const url = new URL(server.href);
    const [bare = '', query = ''] = path.split('?', 2);
    url.pathname = server.pathname.replace(/\/+$/, '') + bare;
    url.search = query;
    const all = { 'user-agent': 'rediscue', ...headers, ...this.#login.headers };
    if (url.protocol === 'http:') return requestHttp(url, { agent: false, headers: all });
    // An upgraded connection is nobody's who shares connections.
    return requestHttps(url, isShared ? { agent: this.#agent, headers: all } : { ...this.#tls, agent: false, headers: all });
  }

  #ask(path: string, accept: string): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const request = this.#request(path, { accept }, true);
      const finish = () => {
        timer.clear();
        this.signal.removeEventListener('abort', onTime);
      };
      const fail = (fault: ClusterFault) => {
        finish();
        request.destroy();
        reject(fault);
      };
      const onTime = () => fail(new ClusterFault('timed-out', `${this.access.server.host} did not answer in time`));
      const timer = deadline(requestMs, onTime);
      request.on('error', (error: NodeJS.ErrnoException) => fail(this.#broken(error)));
      request.on('response', (response) => {
        read(response).then(
          (answer) => {
            finish();
            resolve(answer);
          },
          (error: unknown) => fail(error instanceof ClusterFault ? error : this.#broken(error as NodeJS.ErrnoException)),
        );
      });
      if (this.signal.aborted) onTime();
      else this.signal.addEventListener('abort', onTime, { once: true });
      request.end();
    });
  }

  /** In our own words: those of TLS and of the system name no secret, but are not meant for a person. */
  #broken({ code = '', message }: NodeJS.ErrnoException): ClusterFault {
    const { host } = this.access.server;
    if (code === 'ECONNREFUSED') return new ClusterFault('unreachable', `${host} refuses the connection`);
    if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return new ClusterFault('unreachable', `the name ${this.access.server.hostname} does not resolve here`);
    if (code === 'ETIMEDOUT') return new ClusterFault('timed-out', `${host} did not answer in time`);
    if (/^(EHOSTUNREACH|ENETUNREACH|ECONNRESET|EPIPE)$/.test(code) || message === 'socket hang up')
      return new ClusterFault('unreachable', `${host} cannot be reached (${code || 'it hung up'})`);
    const told = certificateFaults[code];
    if (told !== undefined) return new ClusterFault('tls', `the certificate of ${host} ${told}`);
    if (/^(ERR_TLS|ERR_SSL|ERR_OSSL|EPROTO|CERT_|UNABLE_)/.test(code)) return new ClusterFault('tls', `no TLS connection with ${host} is possible (${code})`);
    return new ClusterFault('unreachable', `${host} cannot be asked (${code || 'the connection broke'})`);
  }
}

const certificateFaults: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: 'is not signed by the authority of the kubeconfig',
  SELF_SIGNED_CERT_IN_CHAIN: 'is not signed by the authority of the kubeconfig',
  UNABLE_TO_GET_ISSUER_CERT: 'is not signed by the authority of the kubeconfig',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'is not signed by the authority of the kubeconfig',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'is not signed by the authority of the kubeconfig',
  CERT_SIGNATURE_FAILURE: 'is not signed by the authority of the kubeconfig',
  CERT_HAS_EXPIRED: 'has expired',
  CERT_NOT_YET_VALID: 'is not valid yet',
  ERR_TLS_CERT_ALTNAME_INVALID: 'is for another name: tls-server-name may say which',
};

function read(response: IncomingMessage): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const pieces: Buffer[] = [];
    let size = 0;
    response.on('data', (piece: Buffer) => {
      size += piece.length;
      pieces.push(piece);
      if (size <= maxBytes) return;
      reject(new ClusterFault('too-large', 'the answer is larger than 24 MiB'));
      response.destroy();
    });
    response.on('error', reject);
    response.on('aborted', () => reject(new ClusterFault('failed', 'the answer broke off')));
    response.on('end', () => resolve({ status: response.statusCode ?? 0, type: response.headers['content-type'] ?? '', body: Buffer.concat(pieces) }));
  });
}

function object(answer: Answer, path: string): Json {
  const value = /json/i.test(answer.type) || answer.status === 200 ? parsed(answer.body) : null;
  if (answer.status !== 200) throw refused(answer, path);
  if (value === null || text(fields(value).kind) === null) throw notKubernetes(answer);
  return fields(value);
}

/** What the API says beside its status, where that is a `Status` of its own. */
function refused(answer: Answer, path: string): ClusterFault {
  const said = fields(parsed(answer.body));
  const isOwn = text(said.kind) === 'Status';
  const message = isOwn ? (text(said.message) ?? '').replace(/\s+/g, ' ').slice(0, 240) : '';
  if (answer.status === 401) return new ClusterFault('unauthorized', 'the API server does not take the login of this context (401): it is expired or wrong');
  if (!isOwn && /html/i.test(answer.type)) return notKubernetes(answer);
  if (answer.status === 403) return new ClusterFault('forbidden', message || 'the account may not read it (403)');
  if (answer.status === 404) return new ClusterFault('not-found', message || `${path.split('?')[0]} does not exist`);
  return new ClusterFault('failed', `the API server answers ${answer.status}${message === '' ? '' : `: ${message}`}`);
}

const notKubernetes = ({ status, type }: Answer): ClusterFault =>
  new ClusterFault(
    'not-kubernetes',
    `what answers there is no API server of Kubernetes (${status}${type === '' ? '' : `, ${type.split(';')[0]}`}): a proxy or a login page, perhaps`,
  );

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return null;
  }
}
