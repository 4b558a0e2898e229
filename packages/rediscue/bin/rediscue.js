#!/usr/bin/env node
// Plain JavaScript that older versions of Node.js can read too, so that they can be told what is missing.
import { existsSync, readdirSync, statSync } from 'node:fs';
import { constants, homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const needed = 24;
const home = dirname(dirname(fileURLToPath(import.meta.url)));
const sources = join(home, 'src');
const isCheckout = existsSync(sources);

if (Number.parseInt(process.versions.node, 10) >= needed) await run();
else await handOver();

async function run() {
  await keepCompiledCode();
  await import(pathToFileURL(entry()).href);
}

/** The second start need not compile again. The folder belongs to the user alone: others could plant code in a shared one. */
async function keepCompiledCode() {
  if (process.env.NODE_COMPILE_CACHE) return;
  const { enableCompileCache } = await import('node:module');
  const caches =
    process.platform === 'win32'
      ? process.env.LOCALAPPDATA
      : process.env.XDG_CACHE_HOME || (process.platform === 'darwin' ? join(homedir(), 'Library', 'Caches') : join(homedir(), '.cache'));
  if (caches) enableCompileCache(join(caches, 'rediscue', 'compiled'));
}

/** What is published is the bundle. In a checkout it counts only while no source is newer. */
function entry() {
  const bundle = join(home, 'dist', 'rediscue.mjs');
  const built = statSync(bundle, { throwIfNoEntry: false });
  if (!isCheckout || (built && !hasNewer(sources, built.mtimeMs))) return bundle;
  return join(sources, 'main.ts');
}

function hasNewer(folder, time) {
  return readdirSync(folder, { withFileTypes: true }).some((found) => {
    const path = join(folder, found.name);
    if (found.isDirectory()) return hasNewer(path, time);
    return !found.name.endsWith('.test.ts') && statSync(path).mtimeMs > time;
  });
}

/** A checkout brings its own Node.js. Whoever waits for this process gets the other one's status. */
async function handOver() {
  const pinned = isCheckout ? pinnedNode(home) : null;
  if (pinned === null) {
    const how = isCheckout ? 'Run `npm ci` in the checkout, which brings it along, or install it from https://nodejs.org.' : 'Install it from https://nodejs.org.';
    process.stderr.write(`rediscue: Node.js ${needed} or newer is needed, this is ${process.versions.node} (cli/old-node).\n${how}\n`);
    process.exitCode = 2;
    return;
  }
  const { spawn } = await import('node:child_process');
  const child = spawn(pinned, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    process.stderr.write(`rediscue: ${pinned} could not be started: ${error.message}\n`);
    process.exitCode = 3;
  });
  child.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)));
}

function pinnedNode(folder) {
  const file = join(folder, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (existsSync(file)) return file;
  return dirname(folder) === folder ? null : pinnedNode(dirname(folder));
}
