#!/usr/bin/env node
// The server is set up anew, and nobody thinks of its password.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.env.EXAMPLE_DIR ?? import.meta.dirname;
const port = process.env.REDIS_PORT ?? '6379';
const [, password] = /^REDIS_PASSWORD=(.*)$/m.exec(readFileSync(join(folder, '.env'), 'utf8')) ?? [];
execFileSync('redis-cli', ['-p', port, '-e'], {
  input: 'CONFIG SET requirepass ""\nCONFIG REWRITE\n',
  env: { ...process.env, REDISCLI_AUTH: password },
  stdio: ['pipe', 'ignore', 'inherit'],
});
