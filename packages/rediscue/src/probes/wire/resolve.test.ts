import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { can, capabilities, listenNames, type Namespace, namespace, World } from '../../../../../testbed/index.ts';
import type { ResolveFact } from '../../facts/index.ts';
import { resolveHost } from './resolve.ts';

const never = new AbortController().signal;
const resolveHere = (host: string) => resolveHost(host, (ms) => ms, never);

test('an address is no name', async () => {
  expect(await resolveHere('127.0.0.1')).toMatchObject({ state: 'literal', addresses: [{ address: '127.0.0.1', family: 4 }] });
  expect(await resolveHere('::1')).toMatchObject({ state: 'literal', addresses: [{ address: '::1', family: 6 }] });
});

test('localhost is known without a name server', async () => {
  expect((await resolveHere('localhost')).addresses).toContainEqual({ address: '127.0.0.1', family: 4 });
});

test('names under .invalid never exist', async () => {
  expect(await resolveHere('redis.invalid')).toMatchObject({ state: 'not-found', code: 'ENOTFOUND', nameServers: [] });
});

const module = fileURLToPath(new URL('./resolve.ts', import.meta.url));

describe.skipIf(!can('namespaces') || !can('firewall'))(`in a network of its own (${capabilities.namespaces.how})`, () => {
  let world: World;
  let there: Namespace;
  beforeEach(() => {
    world = new World();
    there = namespace(world, { nameServer: 'outside', hosts: '127.0.0.1 localhost\n192.0.2.7 written-down\n' });
  });
  afterEach(() => world.end());

  /** Resolves inside the namespace, in a process that must also end by itself. */
  async function resolveThere(host: string): Promise<ResolveFact & { wallMs: number }> {
    const program = `const { resolveHost } = await import(${JSON.stringify(module)});
      process.stdout.write(JSON.stringify(await resolveHost(${JSON.stringify(host)}, (ms) => ms, new AbortController().signal)));`;
    const started = performance.now();
    const child = spawn(there.exec[0] ?? '', [...there.exec.slice(1), process.execPath, '--input-type=module', '-e', program]);
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
    await new Promise((resolve) => child.once('close', resolve));
    return { ...JSON.parse(output), wallMs: performance.now() - started };
  }

  test('a name server that says the name does not exist', async () => {
    await listenNames(world, there.outside, 'not-found');
    expect(await resolveThere('redis.internal')).toMatchObject({ state: 'not-found', code: 'ENOTFOUND' });
  });

  test('a name server that fails', async () => {
    await listenNames(world, there.outside, 'failure');
    expect(await resolveThere('redis.internal')).toMatchObject({
      state: 'resolver-failed',
      code: 'EAI_AGAIN',
      nameServers: [{ server: there.outside, state: 'failed', code: 'ESERVFAIL' }],
    });
  });

  test('a name server where nobody listens', async () => {
    expect(await resolveThere('redis.internal')).toMatchObject({ state: 'resolver-failed', nameServers: [{ state: 'failed', code: 'ECONNREFUSED' }] });
  });

  test('a name server that never answers is told soon, and does not hold the process', async () => {
    world.run('iptables', ['-I', 'INPUT', '-s', there.inside, '-p', 'udp', '--dport', '53', '-j', 'DROP']);
    world.defer(() => world.run('iptables', ['-D', 'INPUT', '-s', there.inside, '-p', 'udp', '--dport', '53', '-j', 'DROP'], { cwd: '/' }));
    const resolved = await resolveThere('redis.internal');
    expect(resolved).toMatchObject({ state: 'timed-out', nameServers: [{ state: 'silent', code: 'ETIMEOUT' }] });
    // The system's resolver would take ten seconds.
    expect(resolved.wallMs).toBeLessThan(8000);
    expect(await resolveThere('written-down')).toMatchObject({ state: 'ok', addresses: [{ address: '192.0.2.7', family: 4 }] });
  });
});
