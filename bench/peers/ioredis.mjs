// What an application with ioredis and its defaults learns: the first error that a command rejects with.
import { Redis } from 'ioredis';

const client = new Redis(process.argv[2]);
client.on('error', () => {});
try {
  await client.set('rediscue:bench', '1', 'PX', 1000);
  console.log('ok');
} catch (error) {
  console.log(`${error.name}: ${error.message}`);
}
process.exit(0);
