#!/usr/bin/env node
// mend.mjs exited | unpublished | duplicate, and without one: makes the files that hold passwords.
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { engine, leftOver, like, redis } from './engine.mjs';

const remedies = {
  files() {
    const folder = process.env.EXAMPLE_DIR ?? import.meta.dirname;
    const file = join(folder, '.env');
    if (existsSync(file)) return;
    const port = process.env.PORT ?? '8000';
    const secret = () => randomBytes(32).toString('base64url');
    const [ofRedis, ofDatabase] = [process.env.REDIS_PASSWORD ?? secret(), secret()];
    const database = `POSTGRES_PASSWORD=${ofDatabase}\nDATABASE_URL=postgresql://castmatch:${ofDatabase}@127.0.0.1:5432/castmatch\n`;
    writeFileSync(file, `PORT=${port}\nAPP_URL=http://127.0.0.1:${port}\nREDIS_HOST=127.0.0.1\nREDIS_PORT=6379\nREDIS_PASSWORD=${ofRedis}\n${database}`, { mode: 0o600 });
    // The server's user in the container reads it, who is another one than here.
    mkdirSync(join(folder, 'redis'), { recursive: true });
    writeFileSync(join(folder, 'redis', 'redis.conf'), `dir /data\nappendonly yes\nmaxmemory 256mb\nmaxclients 900\nrequirepass ${ofRedis}\n`);
  },
  exited: () => engine('start', redis),
  unpublished: () => like(['run', '--detach'], redis, { isPublished: true }),
  duplicate: () => engine('rm', leftOver),
};

const remedy = remedies[process.argv[2] ?? 'files'];
if (!remedy) {
  console.error(`usage: mend.mjs [${Object.keys(remedies).join(' | ')}]`);
  process.exit(2);
}
remedy();
