import { connect } from 'node:net';

/** Sends commands on a connection of its own and gives the last reply. Throws on an error reply and after two seconds of silence. */
export function redis({ host, port, password }, ...commands) {
  const all = password ? [['AUTH', password], ...commands] : commands;
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, timeout: 2000 });
    let seen = '';
    socket.setEncoding('latin1');
    socket.on('error', reject);
    socket.on('close', () => reject(new Error(`${host}:${port} closed the connection`)));
    socket.on('timeout', () => socket.destroy(new Error(`${host}:${port} does not answer`)));
    socket.on('connect', () => socket.write(all.map(encode).join('')));
    socket.on('data', (chunk) => {
      seen += chunk;
      const replies = [];
      for (let at = 0; at < seen.length; ) {
        const reply = parse(seen, at);
        if (reply === null) break;
        if (reply.value instanceof Error) reject(reply.value);
        replies.push(reply.value);
        at = reply.end;
      }
      if (replies.length < all.length) return;
      resolve(replies.at(-1));
      socket.destroy();
    });
  });
}

const encode = (words) => `*${words.length}\r\n${words.map((word) => `$${Buffer.byteLength(String(word))}\r\n${word}\r\n`).join('')}`;

/** The reply that begins at `at` and where it ends; null while some of it is missing. */
function parse(text, at) {
  const lineEnd = text.indexOf('\r\n', at);
  if (lineEnd === -1) return null;
  const [kind, rest, end] = [text[at], text.slice(at + 1, lineEnd), lineEnd + 2];
  if (kind === '-') return { value: new Error(rest), end };
  if (kind === '+') return { value: rest, end };
  if (kind === ':') return { value: Number(rest), end };
  if (Number(rest) < 0) return { value: null, end };
  if (kind === '$')
    return text.length < end + Number(rest) + 2 ? null : { value: Buffer.from(text.slice(end, end + Number(rest)), 'latin1').toString(), end: end + Number(rest) + 2 };
  const items = [];
  let next = end;
  while (items.length < Number(rest)) {
    const item = parse(text, next);
    if (item === null) return null;
    items.push(item.value);
    next = item.end;
  }
  return { value: items, end: next };
}
