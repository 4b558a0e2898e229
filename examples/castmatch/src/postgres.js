import { connect } from 'node:net';

/** Whether a PostgreSQL answers: its first byte to a question for TLS is S or N. Throws where none does. */
export function postgresAnswers({ hostname, port }) {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port || 5432), timeout: 2000 });
    socket.on('connect', () => socket.write(Buffer.from([0, 0, 0, 8, 4, 210, 22, 47])));
    socket.on('data', (reply) => {
      socket.destroy();
      if ('SN'.includes(String.fromCharCode(reply[0]))) resolve();
      else reject(new Error('what answers there is no PostgreSQL'));
    });
    socket.on('timeout', () => socket.destroy(new Error('it does not answer')));
    socket.on('error', reject);
  });
}
