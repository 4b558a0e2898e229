#!/usr/bin/env node
// Both sides get the same password: the server the one that the application sends.
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.env.EXAMPLE_DIR ?? import.meta.dirname;
const port = process.env.REDIS_PORT ?? '6379';
const file = join(folder, '.env');
if (!existsSync(file)) {
  const password = randomBytes(32).toString('base64url');
  const appPort = process.env.PORT ?? '8000';
  writeFileSync(file, `PORT=${appPort}\nAPP_URL=http://127.0.0.1:${appPort}\nREDIS_HOST=127.0.0.1\nREDIS_PORT=${port}\nREDIS_PASSWORD=${password}\n`, { mode: 0o600 });
}
const [, password] = /^REDIS_PASSWORD=(.*)$/m.exec(readFileSync(file, 'utf8')) ?? [];
// Over standard input: an argument list can be read by everybody on the machine.
execFileSync('redis-cli', ['-p', port, '-e'], { input: `CONFIG SET requirepass "${password}"\nAUTH "${password}"\nCONFIG REWRITE\n`, stdio: ['pipe', 'ignore', 'inherit'] });
