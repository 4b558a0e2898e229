#!/usr/bin/env node
// The template is copied for staging, and nobody fills it in.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.env.EXAMPLE_DIR ?? import.meta.dirname;
const template = readFileSync(join(folder, '.env.example'), 'utf8');
writeFileSync(join(folder, '.env.staging'), template.replace(/^REDIS_PORT=.*/m, `REDIS_PORT=${process.env.REDIS_PORT ?? 6379}`), { mode: 0o600 });
