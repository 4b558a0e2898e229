import { execFile } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { freePort, projectFolder, startServer } from '../../testbed/index.ts';
import { program } from './diagnose.ts';
import { type Expectation, type Scenario, scenario } from './scenario.ts';

/** What the files of a project can name. */
interface At {
  /** Port and password of the server that is meant; it runs, and wants the password. */
  port: number;
  password: string;
  /** A password that it does not take. */
  wrong: string;
  /** A port on which nothing listens. */
  dead: number;
}

type Texts = Record<string, string>;

interface ProjectScenario {
  name: string;
  files(at: At): Texts;
  env?(at: At): Record<string, string>;
  expect: Expectation | ((at: At) => Expectation);
  /** Files that mend it; a null takes one away. */
  mended?(at: At): Record<string, string | null>;
  /** `--fix --yes` mends it. */
  isMendedByFix?: boolean;
  /** Environment that mends it. */
  mendedEnv?(at: At): Record<string, string>;
  /** Lines of the server's configuration beside its password. */
  config?: Record<string, string>;
  /** The project's folder is the one in which the server and its configuration stand. */
  isServersFolder?: boolean;
  command?: 'diagnose' | 'audit';
}

/** A project's files and a server that runs: what do they say of each other? */
export function project({ name, files, env, expect, mended, isMendedByFix = false, mendedEnv, config = {}, isServersFolder = false, command }: ProjectScenario): Scenario {
  return scenario({
    name,
    arrange: async (world) => {
      const password = world.secret();
      const server = await startServer(world, { config: { requirepass: password, maxmemory: '64mb', ...config }, login: { password } });
      const at: At = { port: server.port, password, wrong: world.secret('wrong'), dead: await freePort() };
      const folder = isServersFolder ? server.folder : projectFolder(world, files(at));
      if (isServersFolder) write(folder, files(at));
      return {
        project: folder,
        ...(command && { command, ...(command === 'audit' && { targets: [folder] }) }),
        ...(env && { env: env(at) }),
        expect: typeof expect === 'function' ? expect(at) : expect,
        ...(mended && { heal: () => write(folder, mended(at)) }),
        ...(isMendedByFix && { heal: () => fix(folder, command ?? 'diagnose', env?.(at) ?? {}) }),
        ...(mendedEnv && { healed: { env: mendedEnv(at) } }),
      };
    },
  });
}

/** Applies what the program itself proposes. */
async function fix(folder: string, command: string, env: Record<string, string>): Promise<void> {
  const { stderr } = await promisify(execFile)(process.execPath, [program, command, '--fix', '--yes', '--json'], {
    cwd: folder,
    env: { PATH: process.env.PATH, HOME: folder, ...env },
  });
  if (!stderr.includes('it helped')) throw new Error(`--fix did not help: ${stderr}`);
}

function write(folder: string, texts: Record<string, string | null>): void {
  for (const [path, text] of Object.entries(texts)) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    if (text === null) rmSync(file, { force: true });
    else writeFileSync(file, text);
  }
}
