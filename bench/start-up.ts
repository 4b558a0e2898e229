// How long a person waits: the whole process, cold, against what people do today.
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { startServer, World } from '../testbed/index.ts';
import { alternate, median, type Timed, table } from './measure.ts';

const built = join(import.meta.dirname, '..', 'packages', 'rediscue');
const windowMs = 200;

export async function startUp(runs = 21): Promise<string> {
  await using world = new World('rediscue-bench-');
  // As it is when installed: without the sources beside it, whose age a checkout looks at.
  for (const part of ['bin', 'dist', 'package.json']) cpSync(join(built, part), join(world.folder, 'rediscue', part), { recursive: true });
  const program = join(world.folder, 'rediscue', 'bin', 'rediscue.js');
  const server = await startServer(world, { config: { maxmemory: '100mb' } });
  const calls = ['ping', 'info memory', 'info stats'].map((command) => `subprocess.run(["redis-cli", "-p", "${server.port}", *"${command}".split()], capture_output=True)`);
  const node = process.execPath;
  const commands: Timed[] = [
    { name: 'node -e 0', command: [node, '-e', '0'] },
    { name: 'rediscue --version', command: [node, program, '--version'] },
    { name: 'rediscue --help', command: [node, program, '--help'] },
    { name: 'three redis-cli calls from Python', command: ['python3', '-c', `import subprocess; ${calls.join('; ')}`] },
    { name: 'rediscue diagnose', command: [node, program, 'diagnose', `redis://127.0.0.1:${server.port}`, '--json'] },
  ];
  const times = alternate(commands, runs);
  const of = (name: string) => median(times.get(name) ?? []);
  const bare = of('node -e 0');
  const diagnosis = of('rediscue diagnose') - windowMs;
  return [
    table([['whole process', 'median ms', 'to node -e 0'], ...commands.map(({ name }) => [name, of(name).toFixed(1), (of(name) / bare).toFixed(2)])]),
    '',
    `diagnose without its ${windowMs} ms window: ${diagnosis.toFixed(1)} ms, ${(diagnosis / of('three redis-cli calls from Python')).toFixed(2)} times the three redis-cli calls (limit 0.8)`,
    `--version ${(of('rediscue --version') / bare).toFixed(2)}, --help ${(of('rediscue --help') / bare).toFixed(2)} times node -e 0 (limit 1.3)`,
  ].join('\n');
}
