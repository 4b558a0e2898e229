import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { expect, it } from 'vitest';
import { mutate } from '../../../test/fuzz/mutate.ts';
import { Random } from '../../../test/fuzz/random.ts';
import { encodeReply } from '../../../test/replies/encode.ts';
import { decodeOne, recorded } from '../../../test/replies/recorded.ts';
import type { Target } from '../../declared/target/types.ts';
import { parseFacts } from '../../facts/index.ts';
import { Connection, RespDecoder, text } from '../../redis/index.ts';
import { announcements } from '../announce.ts';
import { ProbeContext } from '../context.ts';
import { probeServer } from './index.ts';

const replies = recorded().filter(({ protocol }) => protocol === 2);
const bytes = replies.map((reply) => reply.bytes);

/** What a server answers that means no good: the recorded answer, another one's, a broken one, or nothing that ends. */
function answerTo(words: readonly string[], random: Random): Buffer {
  const command = words.slice(0, 2).join(' ').toUpperCase();
  const own = replies.filter((reply) => reply.command.startsWith(command)).map((reply) => reply.bytes);
  const seed = random.pick(own.length > 0 && random.below(3) > 0 ? own : bytes);
  switch (random.below(8)) {
    case 0:
      return mutate(seed, bytes, random);
    case 1:
    case 2: {
      // Well-formed, with a broken text inside.
      const reply = decodeOne(seed);
      return Buffer.isBuffer(reply) ? encodeReply(mutate(reply, bytes, random), 2) : seed;
    }
    case 3:
      return Buffer.from(
        random.pick(['-ERR unknown command\r\n', '-NOPERM no\r\n', '-LOADING wait\r\n', '$-1\r\n', '*0\r\n', '+OK\r\n', ':1\r\n', '*2\r\n$1\r\n7\r\n*1\r\n$3\r\nkey\r\n']),
      );
    default:
      return seed;
  }
}

it('records what can be saved, whatever a server answers', async () => {
  for (let seed = 1; seed <= 120; seed += 1) {
    const random = new Random(seed);
    const server = createServer((socket) => {
      const decoder = new RespDecoder();
      socket.on('error', () => undefined);
      socket.on('data', (chunk: Buffer) => {
        for (const command of decoder.push(chunk)) socket.write(answerTo(Array.isArray(command) ? command.map((word) => text(word) ?? '') : [], random));
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    const connection = new Connection(socket);
    // What stays unanswered ends with the budget.
    const context = new ProbeContext({ budgetMs: 150, windowMs: 1, write: true, project: '.', environment: {} }, new AbortController().signal);
    const target = { fact: { name: 't', kind: 'server', primaryName: null, database: 0 }, credentials: { username: null, password: null } } as Target;
    const endpoint = { subject: 'x', host: '127.0.0.1', port, path: null };
    try {
      await probeServer(endpoint, target, { connection, adminConnection: null, speaks: seed % 4 === 0 ? 'sentinel' : 'data', remoteAddress: null, localAddress: null }, context);
      parseFacts(JSON.parse(JSON.stringify({ schema: 1, tool: '', takenAt: new Date().toISOString(), budgetMs: 1, facts: context.facts, notChecked: context.notChecked })));
      expect(announcements(endpoint, target, context).length).toBeLessThan(300);
      expect(context.facts.length).toBeGreaterThan(1);
    } catch (error) {
      throw new Error(`seed ${seed}`, { cause: error });
    } finally {
      connection.close();
      server.close();
    }
  }
});
