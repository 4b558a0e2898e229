import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const onPath = (program) =>
  (process.env.PATH ?? '')
    .split(delimiter)
    .concat('/usr/sbin', '/sbin', '/usr/lib/podman', ...versionsOfPostgresql())
    .some((folder) => existsSync(join(folder, program)));
/** Debian keeps the programs of each version in a folder of their own. */
const versionsOfPostgresql = () => {
  const folder = '/usr/lib/postgresql';
  return existsSync(folder) ? readdirSync(folder).map((version) => join(folder, version, 'bin')) : [];
};
const run = (command, args, options = {}) => spawnSync(command, args, { stdio: ['ignore', 2, 2], ...options }).status === 0;

/** Package managers in the order in which they are looked for, with the names that they give to what is needed. */
const managers = [
  {
    program: 'apt-get',
    refresh: ['update', '-q'],
    install: ['install', '-y', '-q', '--no-install-recommends'],
    server: ['redis-server', 'redis-tools'],
    environment: { DEBIAN_FRONTEND: 'noninteractive' },
  },
  { program: 'dnf', install: ['install', '-y'], server: ['valkey'] },
  { program: 'apk', install: ['add'], server: ['redis'] },
  { program: 'pacman', install: ['-S', '--noconfirm'], server: ['valkey'] },
  { program: 'brew', install: ['install'], server: ['redis'], asUser: true },
];

/** Makes sure that a redis-server or valkey-server is there. Throws the command to type when it cannot. */
export function installServer() {
  if (onPath('redis-server') || onPath('valkey-server')) return;
  const manager = managers.find(({ program }) => onPath(program));
  if (!manager) throw new Error('Neither redis-server nor valkey-server is on this machine, and no package manager is known. Install one of them and call again.');
  install(manager, manager.server);
  if (!onPath('redis-server') && !onPath('valkey-server')) throw new Error(`${manager.server.join(' ')} was installed, but no redis-server is on the PATH.`);
}

/**
 * What the fault tests need beside the server. Only under CI: on a developer's machine the tests that need
 * more say so by name and are skipped.
 */
export function installTestPackages() {
  const apt = managers[0];
  if (!process.env.CI || !onPath('apt-get')) return;
  const wanted = {
    ip: 'iproute2',
    iptables: 'iptables',
    openssl: 'openssl',
    setpriv: 'util-linux',
    initdb: 'postgresql',
    podman: 'podman',
    runc: 'runc',
    netavark: 'netavark',
    'aardvark-dns': 'aardvark-dns',
  };
  const missing = Object.entries(wanted)
    .filter(([program]) => !onPath(program))
    .map(([, name]) => name);
  if (missing.length > 0) install(apt, missing);
}

function install(manager, packages) {
  const isRoot = process.getuid?.() === 0;
  const bySudo = !isRoot && !manager.asUser;
  const line = `${bySudo ? 'sudo ' : ''}${manager.program} ${manager.install.join(' ')} ${packages.join(' ')}`;
  if (bySudo && !run('sudo', ['-n', 'true'], { stdio: 'ignore' })) throw new Error(`Missing: ${packages.join(', ')}. Type this, then call again:\n\n    ${line}\n`);
  console.error(`Installing ${packages.join(', ')} …`);
  const as = (args) => (bySudo ? run('sudo', ['-n', manager.program, ...args]) : run(manager.program, args, { env: { ...process.env, ...manager.environment } }));
  const unblock = keepServicesDown(isRoot && manager.program === 'apt-get');
  try {
    if (manager.refresh && !as(manager.refresh)) console.error(`\`${manager.program} ${manager.refresh.join(' ')}\` failed; trying with the lists that are there.`);
    if (!as([...manager.install, ...packages])) throw new Error(`This failed, its output stands above:\n\n    ${line}\n`);
  } finally {
    unblock();
  }
}

/** Debian starts a service when its package is installed; we want the program alone. */
function keepServicesDown(applies) {
  const policy = '/usr/sbin/policy-rc.d';
  if (!applies || existsSync(policy)) return () => {};
  writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  return () => rmSync(policy, { force: true });
}
