import { describe, expect, test } from 'vitest';
import { maskArguments } from '../../declared/masks/index.ts';
import { readServerArguments } from './arguments.ts';
import { placeOf } from './cgroup.ts';
import { mountOf, parseMounts } from './mounts.ts';
import { parseStat, parseStatus } from './proc.ts';
import { containerIn, isServerProcess } from './process-fact.ts';
import { parseAddress, parseListeners } from './sockets.ts';

test('addresses of /proc/net', () => {
  expect(parseAddress('0100007F')).toBe('127.0.0.1');
  expect(parseAddress('00000000000000000000000001000000')).toBe('::1');
  expect(parseAddress('00000000000000000000000000000000')).toBe('::');
  expect(parseAddress('0000000000000000FFFF00000100007F')).toBe('127.0.0.1');
  expect(parseAddress('B80D01200000000000000000010000FE')).toBe('2001:db8::fe00:1');
});

test('listening sockets alone', () => {
  const text = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:18EB 00000000:0000 0A 00000000:00000000 00:00000000 00000000   112        0 21391 1 0000000000000000 100 0 0 10 0
   1: 0100007F:18EB 0100007F:C001 01 00000000:00000000 00:00000000 00000000   112        0 21392 1 0000000000000000 20 4 0 10 -1`;
  expect(parseListeners(text)).toEqual([{ address: '127.0.0.1', port: 6379, inode: 21391 }]);
  expect(parseListeners('')).toEqual([]);
});

test('a name in brackets may hold anything', () => {
  const rest = Array.from({ length: 40 }, (_, index) => String(index + 4)).join(' ');
  expect(parseStat(`7 (a) b (c) T 3 ${rest}`, 1000)).toMatchObject({ name: 'a) b (c', state: 'T', parent: 3 });
  expect(parseStat('rubbish', 0)).toBeNull();
  expect(parseStatus('Uid:\t0\t65534\t0\t0\nGid:\t1\t2\t3\t4\nGroups:\t5 6 \nVmRSS:\t  10 kB\nVmSwap:\t 2 kB\nNSpid:\t100\t1\nCapEff:\t0000000000000002\n')).toEqual({
    uid: 65534,
    gid: 2,
    groups: [5, 6],
    residentBytes: 10240,
    swapBytes: 2048,
    innerPid: 1,
    overrides: true,
  });
  expect(parseStatus('')).toMatchObject({ uid: null, innerPid: null, swapBytes: null, overrides: false });
});

describe('arguments', () => {
  test.each([
    [['redis-server', '--requirepass', 'hunter2', '--port', '1'], ['redis-server', '--requirepass', '***', '--port', '1'], true],
    [['redis-cli', '-h', 'x', '-a', 'hunter2'], ['redis-cli', '-h', 'x', '-a', '***'], true],
    [['app', '--redis-url=redis://u:hunter2@h:1/0'], ['app', '--redis-url=redis://u:***@h:1/0'], true],
    [['app', '--password=hunter2'], ['app', '--password=***'], true],
    [['sh', '-c', 'redis-server --requirepass hunter2 --port 1'], ['sh', '-c', 'redis-server --requirepass *** --port 1'], true],
    [['redis-server', '--requirepass', '--port', '1'], ['redis-server', '--requirepass', '--port', '1'], false],
    [['redis-server 127.0.0.1:6379'], ['redis-server 127.0.0.1:6379'], false],
  ])('%j', (words, shown, hasSecret) => expect(maskArguments(words)).toEqual({ shown, hasSecret }));

  test('of a server', () => {
    expect(readServerArguments(['redis-server *:6379 [sentinel]'])).toMatchObject({ title: { address: '*', port: 6379, mode: 'sentinel' }, file: null });
    const read = readServerArguments(['/usr/bin/valkey-server', '/etc/v.conf', '--port', '7000', '--save', '60', '1', '--requirepass', 'hunter2']);
    expect(read.file).toBe('/etc/v.conf');
    expect([...read.options]).toEqual([
      ['port', '7000'],
      ['save', '60 1'],
    ]);
    expect(readServerArguments(['node', 'app.js'])).toMatchObject({ file: null, title: null });
  });

  test('which processes are servers', () => {
    expect(isServerProcess('redis-server', null, [])).toBe(true);
    expect(isServerProcess('x', '/opt/valkey-server (deleted)', [])).toBe(true);
    expect(isServerProcess('redis-cli', '/usr/bin/redis-cli', ['redis-cli'])).toBe(false);
    expect(isServerProcess('python3', '/usr/bin/python3', ['python3', 'redis-server.py'])).toBe(false);
  });
});

test('containers by their control group', () => {
  const id = 'a'.repeat(64);
  for (const line of [`0::/system.slice/docker-${id}.scope`, `12:memory:/docker/${id}`, `0::/machine.slice/libpod-${id}.scope/container`, `0::/kubepods/burstable/pod1/${id}`])
    expect(containerIn(line)).toBe(id);
  expect(containerIn('0::/user.slice/user-1000.slice')).toBeNull();
});

test('control groups of both versions, whole and as a container sees them', () => {
  const two = '30 23 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n';
  const one = '30 23 0:26 /docker/x /sys/fs/cgroup/memory ro - cgroup cgroup rw,memory\n31 23 0:27 / /sys/fs/cgroup/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct\n';
  expect(placeOf('0::/system.slice/redis.service', two, 'memory')).toEqual({ version: 2, root: '/sys/fs/cgroup', path: '/system.slice/redis.service' });
  expect(placeOf('5:memory:/docker/x/sub\n4:cpu,cpuacct:/y\n', one, 'memory')).toEqual({ version: 1, root: '/sys/fs/cgroup/memory', path: '/sub' });
  expect(placeOf('5:memory:/docker/x\n4:cpu,cpuacct:/y\n', one, 'cpu')).toEqual({ version: 1, root: '/sys/fs/cgroup/cpu,cpuacct', path: '/y' });
  expect(placeOf('', '', 'cpu')).toBeNull();
});

test('the mount of a path, and whether it is read-only', () => {
  const mounts = parseMounts('1 0 8:1 / / rw,relatime - ext4 /dev/sda1 rw\n2 1 8:2 / /data\\040x ro - xfs /dev/sdb rw\n3 1 8:2 / /data rw - xfs /dev/sdb ro\n');
  expect(mountOf(mounts, '/etc/redis.conf')).toMatchObject({ point: '/', readOnly: false });
  expect(mountOf(mounts, '/data x/redis')).toMatchObject({ point: '/data x', readOnly: true });
  expect(mountOf(mounts, '/data/redis')).toMatchObject({ point: '/data', readOnly: true });
  expect(mountOf(mounts, '/database')).toMatchObject({ point: '/' });
});
