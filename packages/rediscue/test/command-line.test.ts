import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventually, freePort, listen, startServer, World } from '../../../testbed/index.ts';
import { factSchemas, parseFacts } from '../src/facts/index.ts';
import { ErrorDocument, Report } from '../src/report/contract.ts';
import { rediscue } from './run.ts';

let world: World;
beforeEach(() => {
  world = new World();
});
afterEach(() => world.end());

const report = (text: string): Report => Report.parse(JSON.parse(text));

describe('exit status', () => {
  it('is 0 for a healthy server, in every format', async () => {
    const server = await startServer(world);
    const url = `redis://127.0.0.1:${server.port}`;
    for (const format of ['text', 'json', 'markdown', 'junit', 'sarif']) {
      const run = await rediscue(world, ['diagnose', url, '--format', format]);
      expect({ format, status: run.status, stderr: run.stderr }).toEqual({ format, status: 0, stderr: '' });
      expect(run.stdout.length).toBeGreaterThan(50);
    }
  });

  it('is 1 for a fault, and what counts as one can be chosen', async () => {
    const port = await freePort();
    const run = await rediscue(world, ['diagnose', `redis://127.0.0.1:${port}`, '--json']);
    expect(run.status).toBe(1);
    expect(report(run.stdout)).toMatchObject({ status: 'down', rootCauses: [{ severity: 'critical' }] });
    expect((await rediscue(world, ['diagnose', `redis://127.0.0.1:${port}`, '--fail-on', 'never', '--quiet'])).status).toBe(0);
  });

  it.each([
    [['diagnose', '--bugdet', '5s', '--json'], 'cli/unknown-option', 'Did you mean --budget?'],
    [['diagnose', '--budget', '5', '--json'], 'cli/bad-value', 'A unit is missing: 5s or 5ms?'],
    [['diagnose', '--format', 'sarif', '--json'], 'cli/conflicting-options', '--json is the short form of --format json.'],
    [['diagnose', '--project', '/nonexistent', '--json'], 'diagnose/no-project', null],
    [['diagnose', '--facts', '/nonexistent', '--json'], 'facts/unreadable', null],
    [['diagnose', '--cloud-facts', '/nonexistent', '--json'], 'cloud/facts-unreadable', null],
    [['diagnose', '--facts', 'x', '--cloud-facts', 'y', '--json'], 'cli/conflicting-options', 'Saved facts hold what was known of the cloud when they were saved.'],
    [['explain', 'auth/pasword-missing', '--json'], 'explain/unknown-code', 'Did you mean auth/password-missing, auth/password-wrong?'],
    [['diagnos', '--json'], 'cli/unknown-command', 'Did you mean rediscue diagnose?'],
  ])('is 2 for the wrong call %j, which is told in JSON too', async (args, code, hint) => {
    const run = await rediscue(world, args);
    expect(run.status).toBe(2);
    expect(ErrorDocument.parse(JSON.parse(run.stdout)).error).toMatchObject({ code, exit: 2, hint });
    expect(run.stderr).toContain(code);
  });

  it('is 2 when nothing is named and nothing declared', async () => {
    const run = await rediscue(world, ['diagnose', '--json']);
    expect(run.status).toBe(2);
    expect(ErrorDocument.parse(JSON.parse(run.stdout)).error.code).toBe('diagnose/no-target');
  });

  it('is 3 when the report cannot be written', async () => {
    const port = await freePort();
    const run = await rediscue(world, ['diagnose', `redis://127.0.0.1:${port}`, '--output', '/nonexistent/report.json', '--json']);
    expect(run.status).toBe(3);
    expect(ErrorDocument.parse(JSON.parse(run.stdout)).error.code).toBe('output/not-written');
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('is 130 at once after %s, whatever hangs', async (signal) => {
    let isReached = false;
    const silent = await listen(world, () => {
      isReached = true;
    });
    let sentAt = 0;
    const run = await rediscue(world, ['diagnose', `redis://127.0.0.1:${silent.port}`, '--json', '--budget', '30s'], {
      during: async (pid) => {
        await eventually('it hangs', () => isReached);
        sentAt = performance.now();
        process.kill(pid, signal);
      },
    });
    // The promise is 100 ms, and the budget 30 s; the rest is for a busy machine.
    expect(performance.now() - sentAt).toBeLessThan(10_000);
    expect(run.status).toBe(130);
    expect(ErrorDocument.parse(JSON.parse(run.stdout)).error).toMatchObject({ code: 'cli/interrupted', exit: 130 });
  });
});

describe('cloud facts', () => {
  const instance = JSON.stringify({ name: 'projects/shop/locations/e1/instances/cache', host: '10.0.0.3', port: 6379, redisVersion: 'REDIS_7_0', state: 'CREATING' });

  it('come from several files, from standard input, and from those that rediscue.yaml names', async () => {
    mkdirSync(join(world.folder, 'project'));
    writeFileSync(join(world.folder, 'project/cloud.json'), instance);
    writeFileSync(
      join(world.folder, 'project/more.json'),
      '{"connectors":[]}'.replace('[]', '[{"name":"projects/shop/locations/e1/connectors/vpc","network":"default","state":"READY"}]'),
    );
    const project = ['--project', join(world.folder, 'project')];
    const files = ['--cloud-facts', join(world.folder, 'project/cloud.json'), '--cloud-facts', join(world.folder, 'project/more.json')];
    const run = await rediscue(world, ['diagnose', ...project, ...files, '--json']);
    expect(report(run.stdout).rootCauses.map(({ code }) => code)).toEqual(['cloud/instance-not-ready']);
    expect(report(run.stdout).evidence.find(({ probe }) => probe === 'cloud')?.data).toMatchObject({ connectors: [{ name: 'vpc' }] });
    const piped = await rediscue(world, ['diagnose', ...project, '--cloud-facts', '-', '--json'], { input: instance });
    expect(report(piped.stdout).rootCauses.map(({ code }) => code)).toEqual(['cloud/instance-not-ready']);
    writeFileSync(join(world.folder, 'project/rediscue.yaml'), 'diagnose:\n  cloudFacts: cloud.json\n');
    expect(report((await rediscue(world, ['diagnose', ...project, '--json'])).stdout).rootCauses.map(({ code }) => code)).toEqual(['cloud/instance-not-ready']);
  });

  it('that cannot be understood are told with file and line', async () => {
    writeFileSync(join(world.folder, 'cloud.json'), `${instance}\n\nname: cache\n`);
    const run = await rediscue(world, ['diagnose', '--cloud-facts', join(world.folder, 'cloud.json'), '--json']);
    expect(run.status).toBe(2);
    const { error } = ErrorDocument.parse(JSON.parse(run.stdout));
    expect(error.code).toBe('cloud/facts-invalid');
    expect(error.message).toMatch(/cloud\.json:3 cannot be understood/);
    expect(error.hint).toContain('gcloud … --format json');
  });
});

describe('secrets', () => {
  it('never appear in any output, wherever they were planted', async () => {
    const password = world.secret();
    const wrong = world.secret();
    const server = await startServer(world, { config: { requirepass: password }, login: { password } });
    const facts = join(world.folder, 'facts.json');
    const planted: { url: string; environment: Record<string, string> }[] = [
      { url: `redis://:${password}@127.0.0.1:${server.port}`, environment: {} },
      { url: `redis://:${wrong}@127.0.0.1:${server.port}`, environment: {} },
      { url: `redis://:${wrong}#/?@127.0.0.1:${server.port}`, environment: { REDIS_URL: `redis://:${password}@127.0.0.1:${server.port}` } },
      { url: `redis://127.0.0.1:${server.port}?password=${wrong}`, environment: { REDIS_PASSWORD: password, REDIS_ADMIN_URL: `redis://:${password}@127.0.0.1:${server.port}` } },
      { url: `http://:${wrong}@127.0.0.1`, environment: {} },
    ];
    for (const { url, environment } of planted)
      for (const format of ['text', 'json', 'markdown', 'junit', 'sarif']) {
        const run = await rediscue(world, ['diagnose', url, '--format', format, '--verbose', '--save-facts', facts, '--budget', '3s'], {
          environment: { ...environment, REDISCUE_STACK: '1' },
        });
        const all = run.stdout + run.stderr + readFileSync(facts, 'utf8');
        for (const secret of world.secrets) expect({ url, format, leaked: all.includes(secret) }).toEqual({ url, format, leaked: false });
      }
  });

  it('never appear in the message about a wrong call', async () => {
    const secret = world.secret();
    for (const args of [
      [`redis://:${secret}@host`],
      ['diagnose', `--password=${secret}`],
      ['--password', secret],
      ['diagnose', 'redis://h', '--budget', `redis://:${secret}@h`],
      ['explain', `redis://:${secret}@h`],
      ['explain', 'x/y', `redis://:${secret}@h`],
    ]) {
      const run = await rediscue(world, args, { environment: { REDISCUE_STACK: '1' } });
      expect(run.status).toBe(2);
      expect(run.stdout + run.stderr).not.toContain(secret);
    }
  });
});

describe('output', () => {
  it('goes to a private file named for its time, with a summary for the person', async () => {
    const server = await startServer(world);
    const folder = join(world.folder, 'reports');
    mkdirSync(folder);
    const run = await rediscue(world, ['diagnose', `redis://127.0.0.1:${server.port}`, '--format', 'markdown', '--output', folder]);
    const [name = ''] = readdirSync(folder);
    expect(name).toMatch(/^rediscue-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.\d{3}Z\.md$/);
    expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(folder, name), 'utf8')).toMatch(/^# Healthy/);
    expect(run.stdout).toContain('HEALTHY');
    expect(run.stderr).toContain(name);
  });

  it('is not cut when a slow reader takes a large report', async () => {
    const facts = {
      schema: 1,
      tool: 'rediscue test',
      takenAt: '2026-11-20T10:00:00.000Z',
      budgetMs: 1000,
      facts: [] as unknown[],
      notChecked: Array.from({ length: 20_000 }, (_, index) => ({ what: `thing ${index}`, why: 'x'.repeat(100) })),
    };
    const file = join(world.folder, 'facts.json');
    writeFileSync(file, JSON.stringify(facts));
    const command = `'${process.execPath}' '${join(import.meta.dirname, '../bin/rediscue.js')}' diagnose --facts '${file}' --json | (sleep 0.5; cat)`;
    const { stdout } = spawnSync('sh', ['-c', command], { encoding: 'utf8', maxBuffer: 1 << 26 });
    expect(report(stdout).notChecked).toHaveLength(20_000);
  });

  it('ends quietly when the reader goes away', async () => {
    const command = `'${process.execPath}' '${join(import.meta.dirname, '../bin/rediscue.js')}' explain --list --json | head -c 10`;
    const { stdout, stderr } = spawnSync('sh', ['-c', command], { encoding: 'utf8' });
    expect({ stdout, stderr }).toEqual({ stdout: '{\n  "schem', stderr: '' });
  });

  it('shows nothing but errors when quiet', async () => {
    const server = await startServer(world);
    expect(await rediscue(world, ['diagnose', `redis://127.0.0.1:${server.port}`, '--quiet'])).toMatchObject({ status: 0, stdout: '', stderr: '' });
  });
});

describe('saved facts', () => {
  it('give the same verdict without a server, also through standard input', async () => {
    const port = await freePort();
    const file = join(world.folder, 'facts.json');
    const live = await rediscue(world, ['diagnose', `redis://127.0.0.1:${port}`, '--json', '--save-facts', file]);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const saved = parseFacts(JSON.parse(readFileSync(file, 'utf8')));
    for (const fact of saved.facts) expect(() => factSchemas[fact.probe].parse(fact.data)).not.toThrow();
    const same = ({ durationMs: _, ...rest }: Report) => rest;
    expect(same(report((await rediscue(world, ['diagnose', '--facts', file, '--json'])).stdout))).toEqual(same(report(live.stdout)));
    expect((await rediscue(world, ['diagnose', '--facts', '-', '--json'], { input: readFileSync(file, 'utf8') })).status).toBe(1);
  });

  it('are refused with the place that is wrong', async () => {
    const file = join(world.folder, 'facts.json');
    writeFileSync(file, '{"schema":1,"tool":"x","takenAt":"2026-11-20T10:00:00Z","budgetMs":"long","facts":[],"notChecked":[]}');
    const run = await rediscue(world, ['diagnose', '--facts', file, '--json']);
    expect(run.status).toBe(2);
    expect(ErrorDocument.parse(JSON.parse(run.stdout)).error).toMatchObject({ code: 'facts/invalid', message: expect.stringContaining('budgetMs') });
  });
});

describe('help', () => {
  it.each([['--help'], ['help'], ['help', 'diagnose'], ['diagnose', '--help'], ['explain', '-h'], ['completion', '--help']].map((args) => ({ args })))(
    '$args shows an example',
    async ({ args }) => {
      const run = await rediscue(world, args);
      expect(run.status).toBe(0);
      expect(run.stdout).toMatch(/^ {2}(source <\()?rediscue \w/m);
      expect(run.stdout).not.toContain('\x1b');
    },
  );

  it('tells the version', async () => {
    expect(await rediscue(world, ['--version'])).toMatchObject({ status: 0, stdout: expect.stringMatching(/^rediscue \d+\.\d+\.\d+\n$/), stderr: '' });
  });

  it('says what an old Node.js lacks, or hands over to the one of the checkout', () => {
    const old = spawnSync('sh', ['-c', 'command -v node'], { encoding: 'utf8', env: { PATH: '/usr/local/bin:/usr/bin' } }).stdout.trim();
    if (old === '') return;
    const { stdout, status } = spawnSync(old, [join(import.meta.dirname, '../bin/rediscue.js'), '--version'], { encoding: 'utf8' });
    expect(status).toBe(0);
    expect(stdout).toMatch(/^rediscue /);
  });
});
