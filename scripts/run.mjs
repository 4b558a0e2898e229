// The one door of `npm start`, `npm test`, `npm run gauntlet` …: sets up what is missing, then runs the task on
// the pinned Node. Plain JavaScript without dependencies, so that any Node from 20 can start it.
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installDependencies, pinnedNode } from './setup/dependencies.mjs';
import { installServer, installTestPackages } from './setup/packages.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
process.chdir(root);
const [task = 'start', ...args] = process.argv.slice(2);

/** Each task: what it needs beside the npm packages, and the programs that it runs one after the other. */
const tasks = {
  start: { needs: [installServer], run: [['scripts/build.mjs'], ['scripts/start.ts', ...args]] },
  test: { needs: [installServer, installTestPackages], run: [['scripts/check.ts', ...args]] },
  gauntlet: { needs: [installServer, installTestPackages], run: [['scripts/build.mjs'], ['gauntlet/run.ts', ...args]] },
  fuzz: { needs: [], run: [['packages/rediscue/test/fuzz/run.ts', ...args]] },
  bench: { needs: [installServer], run: [['scripts/build.mjs'], ['bench/run.ts', ...args]] },
  build: { needs: [], run: [['scripts/build.mjs', ...args]] },
  docs: { needs: [], run: [['scripts/docs.ts', ...args]] },
};

const chosen = tasks[task];
if (!chosen) {
  console.error(`There is no task "${task}". Known: ${Object.keys(tasks).join(', ')}.`);
  process.exit(2);
}
try {
  installDependencies(root);
  for (const need of chosen.needs) need();
} catch (error) {
  console.error(error.message);
  process.exit(3);
}
for (const command of chosen.run) {
  const status = await runOnPinnedNode(command);
  if (status !== 0) process.exit(status);
}

/** Runs a script to its end, passing signals on, and gives its exit status. */
function runOnPinnedNode(command) {
  const child = spawn(pinnedNode(root), ['--disable-warning=ExperimentalWarning', ...command], { stdio: 'inherit' });
  // The terminal sends Ctrl-C to the whole group: the child ends by itself and tells how.
  const pass = (signal) => child.kill(signal);
  process.on('SIGINT', () => {});
  process.on('SIGTERM', pass);
  return new Promise((resolve) => {
    child.on('exit', (code, signal) => {
      process.removeListener('SIGTERM', pass);
      resolve(code ?? (signal === 'SIGINT' ? 130 : 143));
    });
  });
}
