import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import type { World } from './world.ts';

let count = 0;

/** Two hosts of our own making: this machine and a namespace, each with an address of one private link. */
export interface Namespace {
  name: string;
  /** Address inside the namespace. */
  inside: string;
  /** This machine's end of the link. */
  outside: string;
  /** Prefix that runs a command inside. */
  exec: string[];
  run(command: string, ...args: string[]): string;
}

/**
 * A network namespace with a veth pair; gone with the world. Needs root and iproute2. Commands inside see `hosts` as
 * their /etc/hosts and ask `nameServer` (or `outside`: this machine's end of the link).
 */
export function namespace(world: World, { nameServer, hosts }: { nameServer?: 'outside' | (string & {}); hosts?: string } = {}): Namespace {
  count += 1;
  const id = `${process.pid.toString(36)}${count.toString(36)}`;
  const name = `rq${id}`;
  const octet = 1 + ((process.pid + count * 7) % 250);
  const third = (count * 13 + process.pid) % 250;
  const outside = `10.${200 + (octet % 50)}.${third}.1`;
  const inside = `10.${200 + (octet % 50)}.${third}.2`;
  const exec = ['ip', 'netns', 'exec', name];
  world.run('ip', ['netns', 'add', name]);
  world.defer(() => {
    world.run('ip', ['netns', 'del', name], { cwd: '/' });
    rmSync(`/etc/netns/${name}`, { recursive: true, force: true });
  });
  world.run('ip', ['link', 'add', `v${id}a`, 'type', 'veth', 'peer', 'name', `v${id}b`]);
  world.run('ip', ['link', 'set', `v${id}b`, 'netns', name]);
  world.run('ip', ['addr', 'add', `${outside}/24`, 'dev', `v${id}a`]);
  world.run('ip', ['link', 'set', `v${id}a`, 'up']);
  const run = (command: string, ...args: string[]) => world.run('ip', ['netns', 'exec', name, command, ...args]);
  run('ip', 'addr', 'add', `${inside}/24`, 'dev', `v${id}b`);
  run('ip', 'link', 'set', `v${id}b`, 'up');
  run('ip', 'link', 'set', 'lo', 'up');
  mkdirSync(`/etc/netns/${name}`, { recursive: true });
  if (nameServer !== undefined) writeFileSync(`/etc/netns/${name}/resolv.conf`, `nameserver ${nameServer === 'outside' ? outside : nameServer}\noptions timeout:5 attempts:2\n`);
  if (hosts !== undefined) writeFileSync(`/etc/netns/${name}/hosts`, hosts);
  return { name, inside, outside, exec, run };
}

/** A small memory file system, for full disks. Needs root. */
export function smallDisk(world: World, path: string, bytes: number): void {
  mkdirSync(path, { recursive: true });
  world.run('mount', ['-t', 'tmpfs', '-o', `size=${bytes},mode=0777`, 'tmpfs', path]);
  world.defer(() => world.run('umount', ['-l', path], { cwd: '/' }));
}
