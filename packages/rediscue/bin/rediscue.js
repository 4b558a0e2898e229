#!/usr/bin/env node
// Plain JavaScript that older versions of Node.js can read too, so that they can be told what is missing.
const needed = 24;
const home = new URL('..', import.meta.url);
const sources = new URL('src/', home);

if (Number.parseInt(process.versions.node, 10) >= needed) await run();
else await handOver();

async function run() {
  // Not imported: a facade for each would cost more than all that is done here.
  const fs = process.getBuiltinModule('node:fs');
  keepCompiledCode();
  await import(entry(fs));
}

/** The second start need not compile again. The folder belongs to the user alone: others could plant code in a shared one. */
function keepCompiledCode() {
  const { env, platform } = process;
  if (env.NODE_COMPILE_CACHE) return;
  const folder = process.getBuiltinModule('node:os').homedir();
  const caches = platform === 'win32' ? env.LOCALAPPDATA : env.XDG_CACHE_HOME || (platform === 'darwin' ? `${folder}/Library/Caches` : `${folder}/.cache`);
  if (caches) process.getBuiltinModule('node:module').enableCompileCache(`${caches}/rediscue/compiled`);
}

/** What is published is the bundle. In a checkout it counts only while no source is newer. */
function entry(fs) {
  const bundle = new URL('dist/rediscue.mjs', home);
  if (!fs.existsSync(sources)) return bundle.href;
  const built = fs.statSync(bundle, { throwIfNoEntry: false });
  const folder = process.getBuiltinModule('node:url').fileURLToPath(sources);
  return built && !hasNewer(fs, folder, built.mtimeMs) ? bundle.href : new URL('main.ts', sources).href;
}

function hasNewer(fs, folder, time) {
  return fs.readdirSync(folder, { withFileTypes: true }).some((found) => {
    const path = `${folder}/${found.name}`;
    return found.isDirectory() ? hasNewer(fs, path, time) : !found.name.endsWith('.test.ts') && fs.statSync(path).mtimeMs > time;
  });
}

/** A checkout brings its own Node.js. Whoever waits for this process gets the other one's status. */
async function handOver() {
  const { spawn } = await import('node:child_process');
  const { existsSync } = await import('node:fs');
  const { constants } = await import('node:os');
  const { fileURLToPath } = await import('node:url');
  const isCheckout = existsSync(sources);
  const pinned = isCheckout ? pinnedNode(existsSync, home) : null;
  if (pinned === null) {
    const how = isCheckout ? 'Run `npm install` in the checkout, which brings it along, or install it from https://nodejs.org.' : 'Install it from https://nodejs.org.';
    process.stderr.write(`rediscue: Node.js ${needed} or newer is needed, this is ${process.versions.node} (cli/old-node).\n${how}\n`);
    process.exitCode = 2;
    return;
  }
  const child = spawn(fileURLToPath(pinned), [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    process.stderr.write(`rediscue: ${pinned} could not be started: ${error.message}\n`);
    process.exitCode = 3;
  });
  child.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)));
}

function pinnedNode(exists, folder) {
  const file = new URL(`node_modules/node/bin/${process.platform === 'win32' ? 'node.exe' : 'node'}`, folder);
  if (exists(file)) return file;
  const above = new URL('..', folder);
  return above.href === folder.href ? null : pinnedNode(exists, above);
}
