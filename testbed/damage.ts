import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Server, startServer } from './server.ts';
import type { World } from './world.ts';

interface Damaged {
  server: Server;
  /** The file that was damaged. */
  file: string;
  /** Puts the sound file back and starts the server. */
  restore(): Promise<void>;
}

/** A server with a snapshot of 5,000 keys that was killed, whose snapshot was damaged, and that did not come up again. */
export async function damagedSnapshot(world: World, damage: (file: string) => void): Promise<Damaged> {
  const server = await startServer(world);
  await server.call('DEBUG', 'POPULATE', '5000', 'order', '100');
  await server.call('SAVE');
  return damaged(server, join(server.folder, 'data', 'dump.rdb'), damage);
}

/** The same with an append-only log of fifty commands: `part` is the name of the file that is damaged. */
export async function damagedLog(world: World, part: string, damage: (file: string) => void, config: Record<string, string> = {}): Promise<Damaged> {
  const server = await startServer(world, { config: { appendonly: 'yes', ...config } });
  for (let i = 0; i < 50; i += 1) await server.call('SET', `order:${i}`, 'paid');
  return damaged(server, join(server.folder, 'data', 'appendonlydir', part), damage);
}

async function damaged(server: Server, file: string, damage: (file: string) => void): Promise<Damaged> {
  const kept = join(server.folder, 'kept');
  await failsToStart(server, () => {
    copyFileSync(file, kept);
    damage(file);
  });
  const restore = async () => {
    copyFileSync(kept, file);
    await server.start();
  };
  return { server, file, restore };
}

/** Kills a server, changes its files while it is down, and waits until its next start has failed. */
export async function failsToStart(server: Server, change: () => void): Promise<void> {
  await server.stop('SIGKILL');
  change();
  server.options.ready = false;
  await (await server.start()).ended();
  server.options.ready = true;
}
