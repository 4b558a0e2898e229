#!/usr/bin/env node
// break.mjs memory | frozen | snapshot
import { execFileSync } from 'node:child_process';
import { closeSync, copyFileSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.env.EXAMPLE_DIR ?? import.meta.dirname;
const redis = (input, ...more) => execFileSync('redis-cli', ['-p', process.env.REDIS_PORT ?? '6379', ...more], { input, encoding: 'utf8' });
const info = (name) => new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(redis('INFO\n'))?.[1];

const emergencies = {
  /** Agents write states until no more fit. */
  memory() {
    const state = 'x'.repeat(20_000);
    for (let round = 0; !redis(Array.from({ length: 100 }, (_, n) => `SET agent:${round}-${n} ${state}\n`).join('')).includes('OOM'); round += 1);
    // A short command may make a long value, and the limit is looked at before it: so the last one goes well over.
    redis(`${Array.from({ length: 5 }, (_, n) => `DEL agent:0-${n}\n`).join('')}SETRANGE agent:log 500000 x\n`);
  },
  /** Somebody pressed Ctrl-Z. */
  frozen() {
    const pid = info('process_id');
    writeFileSync(join(folder, 'data', 'frozen.pid'), pid);
    process.kill(Number(pid), 'SIGSTOP');
  },
  /** The disk loses bytes, and the server is restarted. */
  snapshot() {
    redis(Array.from({ length: 3000 }, (_, n) => `SET agent:${n} ${'state '.repeat(10).replaceAll(' ', n)}\n`).join(''));
    redis('SAVE\n');
    const file = join(folder, 'data', 'dump.rdb');
    copyFileSync(file, join(folder, 'dump.good.rdb'));
    redis('SHUTDOWN NOSAVE\n');
    const disk = openSync(file, 'r+');
    writeSync(disk, 'X'.repeat(500), 20_000);
    closeSync(disk);
  },
};

const emergency = emergencies[process.argv[2]];
if (!emergency) {
  console.error(`usage: break.mjs ${Object.keys(emergencies).join(' | ')}`);
  process.exit(2);
}
emergency();
