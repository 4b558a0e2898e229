import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Path of the Node that the checkout pins. */
export const pinnedNode = (root) => join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');

/** Installs the npm packages of the lock file unless exactly these are there. Throws a sentence when it cannot. */
export function installDependencies(root) {
  const wanted = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  const mark = join(root, 'node_modules', '.rediscue-installed');
  if (existsSync(mark) && readFileSync(mark, 'utf8') === wanted && existsSync(pinnedNode(root))) return;
  console.error('Installing the npm packages of package-lock.json …');
  // Not `npm ci`: it refuses a lock file that lacks another platform's optional packages, which a partial mirror of the registry leaves out.
  const done = spawnSync('npm', ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (done.status !== 0) throw new Error('`npm install` failed; its output stands above.');
  if (!existsSync(pinnedNode(root))) throw new Error('The pinned Node is missing after `npm install`: npm must be allowed to run install scripts of the package "node".');
  writeFileSync(mark, wanted);
}
