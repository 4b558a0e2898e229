import { cpSync, existsSync, mkdirSync, realpathSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { serverBinary } from './server.ts';
import type { World } from './world.ts';

/** Lays out what an image is built from: the server and a few programs of this machine with their libraries. */
export function prepareImage(world: World, folder: string): void {
  const root = join(folder, 'root');
  for (const each of ['bin', 'etc', 'tmp']) mkdirSync(join(root, each), { recursive: true });
  mkdirSync(join(folder, 'empty'));
  for (const [name, program] of [
    ['redis-server', serverBinary],
    ['redis-cli', 'redis-cli'],
    ['sh', 'sh'],
    ['grep', 'grep'],
    ['sleep', 'sleep'],
  ] as const) {
    const binary = realpathSync(which(program));
    cpSync(binary, join(root, 'bin', name));
    for (const library of world.run('ldd', [binary]).match(/\/\S+/g) ?? []) {
      mkdirSync(join(root, dirname(library)), { recursive: true });
      cpSync(realpathSync(library), join(root, library));
    }
  }
  writeFileSync(join(root, 'etc', 'passwd'), 'root:x:0:0:root:/:/bin/sh\nredis:x:999:999::/data:/bin/sh\n');
  writeFileSync(
    join(folder, 'Containerfile'),
    'FROM scratch\nCOPY root /\nCOPY --chown=999:999 empty /data\nENV PATH=/bin\nEXPOSE 6379\nWORKDIR /data\nENTRYPOINT ["redis-server"]\n',
  );
}

/** The path of a program, by PATH unless it is one already. */
function which(program: string): string {
  const candidates = program.includes('/') ? [program] : (process.env.PATH ?? '').split(':').map((folder) => join(folder, program));
  const found = candidates.find((path) => existsSync(path));
  if (found === undefined) throw new Error(`${program} is not in PATH`);
  return found;
}
