import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCluster, startSentinels, startServer, World } from '../../../../../testbed/index.ts';
import { isBefore7, look, open, value } from './look.fixture.ts';

describe('servers of other kinds', () => {
  let world: World;
  beforeAll(() => {
    world = new World();
  });
  afterAll(() => world.end());

  it('knows a server whose commands were renamed away', async () => {
    const server = await startServer(world, { config: { 'rename-command': ['CONFIG ""', 'EVAL ""', ...(isBefore7 ? [] : ['EVAL_RO ""'])] } });
    await server.call('RPUSH', 'queue:default', 'job');
    await server.call('SET', 'crackit', 'x');
    const seen = await look(server.port);
    expect(seen.get('config')).toEqual({ state: 'unknown-command', reply: expect.stringMatching(/^ERR unknown command ['`]CONFIG['`]$/) });
    expect(value(seen.get('keys'))).toMatchObject({
      total: 2,
      attackKeys: [{ key: 'crackit', sign: 'known-name' }],
      lasting: [{ kind: 'queue', example: 'queue:default', keys: 1 }],
    });
    expect(seen.commands).toBeLessThan(40);
  });

  it.skipIf(isBefore7)('knows a server that is loading', async () => {
    const full = await startServer(world, { config: { save: '3600 1' } });
    await full.call('DEBUG', 'POPULATE', '20000');
    await full.call('SAVE');
    await full.stop('SIGKILL');
    const loading = await startServer(world, { ready: false, config: { dir: `${full.folder}/data`, 'key-load-delay': '500', 'loading-process-events-interval-bytes': '1024' } });
    await expect
      .poll(
        () =>
          open(loading.port, {}).then(
            (connection) => connection.close(),
            () => 'not yet',
          ),
        { timeout: 60_000 },
      )
      .toBeUndefined();
    const seen = await look(loading.port);
    expect(value(seen.get('info')).loading).toBe('1');
    expect(seen.states).toMatchObject({ config: 'ok', keys: 'refused' });
    expect(seen.get('keys')).toMatchObject({ reply: expect.stringContaining('LOADING') });
  });

  it('knows a server that a script keeps busy', async () => {
    const server = await startServer(world, { config: { 'lua-time-limit': '20' } });
    const client = await server.client();
    const running = client.quietly('EVAL', 'while true do end', '0').catch(() => undefined);
    await expect.poll(async () => String(await server.call('PING').catch((error: Error) => error.message))).toContain('BUSY');
    const seen = await look(server.port);
    expect(seen.states).toMatchObject({ info: 'refused', rates: 'not-asked', keys: 'refused' });
    await server.call('SCRIPT', 'KILL');
    await running;
    client.close();
  });

  it.skipIf(isBefore7)('announces what a cluster announces', async () => {
    const { nodes } = await startCluster(world);
    const [first, ...others] = nodes;
    const seen = await look(first?.port ?? 0);
    expect(value(seen.get('cluster'))).toMatchObject({ state: 'ok', slotsAssigned: 16384, requireFullCoverage: true });
    expect(value(seen.get('cluster')).nodes).toHaveLength(3);
    expect(seen.announced.map(({ endpoint, as }) => `${as} ${endpoint.subject}`).sort()).toEqual(others.map(({ port }) => `node 127.0.0.1:${port}`).sort());
    expect(seen.commands).toBeLessThanOrEqual(18);
  });

  it.skipIf(isBefore7)('announces what Sentinel and replication announce', async () => {
    const { primary, replicas, sentinels } = await startSentinels(world);
    const [replica] = replicas;
    const [sentinel, ...peers] = sentinels;
    const seen = await look(sentinel?.port ?? 0, { speaks: 'sentinel', primaryName: 'mymaster' });
    expect(value(seen.get('sentinel'))).toMatchObject({
      tilt: false,
      resolveHostnames: false,
      primaries: [{ name: 'mymaster', quorumCheck: expect.stringMatching(/^OK/), lastErrorReply: null }],
    });
    expect(seen.announced.map(({ endpoint, as }) => `${as} ${endpoint.port}`).sort()).toEqual(
      [`primary ${primary.port}`, `replica ${replica?.port}`, ...peers.map(({ port }) => `sentinel ${port}`)].sort(),
    );
    expect((await look(sentinel?.port ?? 0, { speaks: 'sentinel', primaryName: 'other' })).announced).toEqual([]);
    expect((await look(primary.port)).announced).toMatchObject([{ as: 'replica', from: 'replication', endpoint: { port: replica?.port } }]);
    expect((await look(replica?.port ?? 0)).announced).toMatchObject([{ as: 'primary', endpoint: { port: primary.port } }]);
  });
});
