// `npm start`: diagnoses what is given; with nothing given, the Redis of this machine; and where there is none,
// a throw-away server that is diagnosed well, frozen, and well again.
import { spawn } from 'node:child_process';
import { connect } from 'node:net';
import { join } from 'node:path';
import { styleText } from 'node:util';
import { startServer, World } from '../testbed/index.ts';

const program = join(import.meta.dirname, '..', 'packages', 'rediscue', 'bin', 'rediscue.js');

/** Runs `rediscue diagnose` as a person would; gives its exit status. */
function diagnose(targets: readonly string[]): Promise<number> {
  const child = spawn(process.execPath, [program, 'diagnose', ...targets], { stdio: 'inherit' });
  return new Promise((resolve) => child.on('exit', (code) => resolve(code ?? 130)));
}

const say = (text: string) => console.log(`\n${styleText(['bold', 'cyan'], text, { stream: process.stdout })}`);

function listens(port: number): Promise<boolean> {
  const socket = connect({ host: '127.0.0.1', port, timeout: 500 });
  return new Promise((resolve) => {
    const end = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
    socket.once('timeout', () => end(false));
  });
}

/** The whole idea in under a minute, on a server of our own that is gone afterwards. */
async function show(): Promise<number> {
  await using world = new World('rediscue-start-');
  const password = world.secret('demo');
  const server = await startServer(world, { config: { requirepass: password, maxmemory: '64mb' }, login: { password } });
  const target = `redis://:${password}@127.0.0.1:${server.port}/0`;
  say(`1. No Redis was found here, so a throw-away one was started on port ${server.port}. This is a healthy one:`);
  const before = await diagnose([target]);
  server.freeze();
  say('2. Now its process is frozen (SIGSTOP): it still accepts connections, and answers nothing. redis-cli would hang.');
  const during = await diagnose([target]);
  server.thaw();
  say('3. It goes on (SIGCONT), which is what the report proposed:');
  const after = await diagnose([target]);
  say('Try your own:');
  console.log('   npm start -- redis://user:password@host:6379/0\n   npx rediscue diagnose --help');
  return before === 0 && during === 1 && after === 0 ? 0 : 1;
}

const given = process.argv.slice(2);
if (given.length > 0) process.exitCode = await diagnose(given);
else if (process.env.REDIS_URL || process.env.VALKEY_URL) process.exitCode = await diagnose([]);
else if (await listens(6379)) {
  say('A server listens on port 6379 of this machine; this is what Rediscue says of it:');
  process.exitCode = await diagnose(['redis://127.0.0.1:6379']);
} else process.exitCode = await show();
