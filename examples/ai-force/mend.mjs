#!/usr/bin/env node
// mend.mjs memory | frozen | snapshot, and without one: makes the files that are needed at first.
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.env.EXAMPLE_DIR ?? import.meta.dirname;
const port = process.env.REDIS_PORT ?? '6379';
const inFolder = (...names) => join(folder, ...names);
const redis = (input) => execFileSync('redis-cli', ['-p', port, '-e'], { input, stdio: ['pipe', 'ignore', 'inherit'] });

const remedies = {
  files() {
    const appPort = process.env.PORT ?? '8000';
    writeFileSync(inFolder('.env'), `PORT=${appPort}\nAPP_URL=http://127.0.0.1:${appPort}\nREDIS_HOST=127.0.0.1\nREDIS_PORT=${port}\n`);
    mkdirSync(inFolder('data'), { recursive: true });
    if (existsSync(inFolder('redis.conf'))) return;
    writeFileSync(inFolder('redis.conf'), `port ${port}\nbind 127.0.0.1\ndir ${inFolder('data')}\nlogfile ${inFolder('redis.log')}\nmaxmemory 8mb\nsave 900 1\n`);
  },
  memory: () => redis('CONFIG SET maxmemory 64mb\nCONFIG REWRITE\n'),
  frozen() {
    process.kill(Number(readFileSync(inFolder('data', 'frozen.pid'), 'utf8')), 'SIGCONT');
    rmSync(inFolder('data', 'frozen.pid'));
  },
  /** The server is started again afterwards. */
  snapshot: () => copyFileSync(inFolder('dump.good.rdb'), inFolder('data', 'dump.rdb')),
};

const remedy = remedies[process.argv[2] ?? 'files'];
if (!remedy) {
  console.error(`usage: mend.mjs [${Object.keys(remedies).join(' | ')}]`);
  process.exit(2);
}
remedy();
