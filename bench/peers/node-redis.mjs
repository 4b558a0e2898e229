// What an application with node-redis and its defaults learns: the error of connect, or of its first command.
import { createClient } from '@redis/client';

const client = createClient({ url: process.argv[2] });
let last;
client.on('error', (error) => {
  last = error;
});
try {
  await client.connect();
  await client.set('rediscue:bench', '1', { PX: 1000 });
  console.log('ok');
} catch (error) {
  console.log(`${error.name}: ${error.message || last?.message || ''}`);
}
process.exit(0);
