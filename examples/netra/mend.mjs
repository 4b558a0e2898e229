#!/usr/bin/env node
// Fills in what the template leaves open.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.env.EXAMPLE_DIR ?? import.meta.dirname;
const values = {
  REDIS_HOST: process.env.REDIS_HOST ?? '127.0.0.1',
  REDIS_PORT: process.env.REDIS_PORT ?? '6379',
  REDIS_PASSWORD: process.env.REDIS_PASSWORD ?? '',
};
const template = readFileSync(join(folder, '.env.example'), 'utf8');
writeFileSync(
  join(folder, '.env.staging'),
  template.replace(/^(\w+)=(.*)$/gm, (line, name) => (name in values ? `${name}=${values[name]}` : line)),
  { mode: 0o600 },
);
