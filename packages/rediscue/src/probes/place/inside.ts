// A program of its own: it runs in the network of a container, with this machine's files and without a secret, asks one thing there and ends.
import { isIP, type Socket } from 'node:net';
import { networkInterfaces } from 'node:os';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { deadline } from '../../deadline.ts';
import type { ResolveFact, SpeakFact } from '../../facts/index.ts';
import { connect } from '../wire/connect.ts';
import { ping } from '../wire/counter-check.ts';
import { exchange } from '../wire/exchange.ts';
import { askNameServers } from '../wire/name-servers.ts';
import { spokenOf } from '../wire/speak.ts';
import { candidates } from './names.ts';
import type { Question, Seen } from './question.ts';

const serverMs = 900;
const answerMs = 900;

const never = new AbortController().signal;

/** Name → addresses, as a program in the container gets them: its hosts file, then its name servers. */
async function resolve({ host, fromHostsFile, resolver }: Question): Promise<ResolveFact> {
  const fact = (state: ResolveFact['state'], addresses: readonly string[], more: Partial<ResolveFact> = {}): ResolveFact => ({
    host,
    state,
    addresses: addresses.map((address) => ({ address, family: isIP(address.replace(/%.*$/, '')) === 6 ? 6 : 4 })),
    code: null,
    nameServers: [],
    standIn: null,
    ...more,
  });
  if (isIP(host.replace(/%.*$/, '')) !== 0) return fact('literal', [host]);
  if (fromHostsFile.length > 0) return fact('ok', fromHostsFile);
  if (/(^|\.)localhost\.?$/i.test(host)) return fact('ok', ['127.0.0.1', '::1']);
  const asked = await Promise.all(candidates(host, resolver).map((name) => Promise.all(askNameServers(name, serverMs, never, resolver.nameServers))));
  const found = asked.map((servers) => servers.flatMap(({ addresses }) => addresses.map(({ address }) => address))).find((addresses) => addresses.length > 0);
  const nameServers = asked.at(-1)?.map(({ nameServer }) => nameServer) ?? [];
  if (found !== undefined) return fact('ok', [...new Set(found)]);
  // A name that some server answers for does not exist, as far as each of its forms was answered.
  const states = asked.map((servers) => servers.map(({ nameServer }) => nameServer.state));
  if (states.every((each) => each.includes('answered'))) return fact('not-found', [], { code: 'ENOTFOUND', nameServers });
  return fact(states.some((each) => each.includes('silent')) ? 'timed-out' : 'resolver-failed', [], { code: 'EAI_AGAIN', nameServers });
}

/** Trust is judged from this machine: here it only matters what answers. */
function secured(socket: Socket, host: string): Promise<TLSSocket | null> {
  return new Promise((done) => {
    const tls = connectTls({ socket, rejectUnauthorized: false, ...(isIP(host) === 0 && { servername: host }) });
    tls
      .on('error', () => done(null))
      .once('secureConnect', () => done(tls))
      .once('close', () => done(null));
    deadline(answerMs, () => done(null)).unref();
  });
}

async function look(question: Question): Promise<Seen> {
  const hasInterface = Object.values(networkInterfaces()).some((each) => each?.some(({ internal }) => !internal));
  const resolved = await resolve(question);
  const seen: Seen = { hasInterface, byHostsFile: question.fromHostsFile.length > 0, resolve: resolved, connect: null, speak: null };
  if (resolved.addresses.length === 0) return seen;
  const { host, port } = question;
  const clock = { now: () => Date.now(), tick: () => performance.now() };
  const opened = await connect({ subject: '', host, port, path: null }, resolved.addresses, { limit: (ms) => ms, signal: never, clock });
  seen.connect = opened.fact;
  if (opened.socket === null) return seen;
  const socket = question.tls ? await secured(opened.socket, host) : opened.socket;
  const closed: SpeakFact = { state: 'closed', reply: null, error: null, protocol: null, firstBytes: null };
  seen.speak = socket === null ? closed : spokenOf(await exchange(socket, ping, answerMs, never)).fact;
  return seen;
}

let text = '';
process.stdin.setEncoding('utf8');
process.stdin.on('data', (piece: string) => {
  text += piece;
  const end = text.indexOf('\n');
  if (end === -1) return;
  const question = JSON.parse(text.slice(0, end)) as Question;
  text = '';
  setTimeout(() => process.exit(1), question.endMs).unref();
  void look(question).then((seen) => process.stdout.write(`${JSON.stringify(seen)}\n`, () => process.exit(0)));
});
// Whoever asked is gone.
process.stdin.on('end', () => process.exit(1));
