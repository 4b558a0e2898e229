import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { unframe } from './engine-api.ts';
import { engineAddresses } from './sockets.ts';

let home = '';
let server: Server | undefined;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'engines-'));
});
afterEach(async () => {
  await new Promise((resolve) => (server ? server.close(resolve) : resolve(null)));
  server = undefined;
  rmSync(home, { recursive: true, force: true });
});

describe('engine addresses', () => {
  it('takes DOCKER_HOST alone when it is set', async () => {
    expect((await engineAddresses({ HOME: home, DOCKER_HOST: 'unix:///tmp/some.sock' })).found).toEqual([{ socketPath: '/tmp/some.sock' }]);
    expect((await engineAddresses({ HOME: home, DOCKER_HOST: 'tcp://127.0.0.1:2375' })).found).toEqual([{ host: '127.0.0.1', port: 2375 }]);
  });

  it('says what it does not ask', async () => {
    expect((await engineAddresses({ HOME: home, DOCKER_HOST: 'ssh://me:pw@build.example' })).unusable).toEqual([
      { address: 'ssh://***@build.example', why: 'engines behind ssh and TLS are not asked' },
    ]);
  });

  it("reads the client's chosen context", async () => {
    const folder = join(home, '.docker', 'contexts', 'meta', createHash('sha256').update('colima').digest('hex'));
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(home, '.docker', 'config.json'), JSON.stringify({ currentContext: 'colima' }));
    writeFileSync(join(folder, 'meta.json'), JSON.stringify({ Name: 'colima', Endpoints: { docker: { Host: `unix://${home}/colima.sock` } } }));
    expect((await engineAddresses({ HOME: home, XDG_RUNTIME_DIR: home })).found).toContainEqual({ socketPath: `${home}/colima.sock` });
  });

  it('finds the sockets of an engine without root, and only those that are there', async () => {
    mkdirSync(join(home, 'podman'));
    const path = join(home, 'podman', 'podman.sock');
    server = createServer();
    await new Promise<void>((resolve) => server?.listen(path, resolve));
    const { found } = await engineAddresses({ HOME: home, XDG_RUNTIME_DIR: home });
    expect(found).toContainEqual({ socketPath: path });
    expect(found).not.toContainEqual({ socketPath: join(home, 'docker.sock') });
  });
});

describe("a container's output", () => {
  const frame = (text: string, stream = 1) => Buffer.concat([Buffer.from([stream, 0, 0, 0]), Buffer.from(Uint32Array.of(0).buffer), Buffer.from(text)]).fill(0, 4, 8);
  it('is taken out of its frames', () => {
    const one = frame('first\n');
    one.writeUInt32BE(6, 4);
    const two = frame('second\n', 2);
    two.writeUInt32BE(7, 4);
    expect(unframe(Buffer.concat([one, two]))).toBe('first\nsecond\n');
  });
  it('of a terminal stays as it is', () => {
    expect(unframe(Buffer.from('1:C 20 Nov 2026 10:00:00.000 # oO0OoO0OoO0Oo\n'))).toContain('oO0O');
  });
});
