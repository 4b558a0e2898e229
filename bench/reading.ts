// What reading a project costs: `audit` of a repository of 2,000 files beside `git grep` over the same tree.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { World } from '../testbed/index.ts';
import { alternate, median, type Timed, table } from './measure.ts';

const program = join(import.meta.dirname, '..', 'packages', 'rediscue', 'bin', 'rediscue.js');
const files = 2_000;

export async function reading(runs = 9): Promise<string> {
  await using world = new World('rediscue-bench-');
  const folder = join(world.folder, 'repository');
  for (let index = 0; index < files; index += 1) {
    const [path, text] = fileAt(index);
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  for (const args of [
    ['init', '-q'],
    ['add', '-A'],
  ])
    execFileSync('git', args, { cwd: folder });
  const node = process.execPath;
  const commands: Timed[] = [
    { name: 'rediscue --version', command: [node, program, '--version'] },
    { name: 'git grep -n -i redis', command: ['git', '-C', folder, 'grep', '-n', '-i', 'redis'] },
    { name: `rediscue audit, ${files} files`, command: [node, program, 'audit', folder, '--json'] },
  ];
  const times = alternate(commands, runs);
  const of = (name: string) => median(times.get(name) ?? []);
  const audit = of(`rediscue audit, ${files} files`);
  const beside = audit - of('rediscue --version');
  const peak = spawnSync('python3', ['-c', peakOf, node, program, 'audit', folder, '--json'], { encoding: 'utf8' }).stdout.trim();
  return [
    table([['whole process', 'median ms'], ...commands.map(({ name }) => [name, of(name).toFixed(1)])]),
    `${(beside / files).toFixed(2)} ms a file beside the start-up (limit 1), ${(audit / of('git grep -n -i redis')).toFixed(0)} times git grep; peak memory ${peak} MiB (limit 300)`,
  ].join('\n');
}

/** Resident memory at its highest, as the kernel counted it. */
const peakOf = 'import resource, subprocess, sys; subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL); print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)';

/** A mixed repository: most files say nothing of Redis, one in ten does. */
function fileAt(index: number): [string, string] {
  const says = index % 10 === 0;
  const lines = 40 + ((index * 37) % 160);
  const body = (line: (n: number) => string) => Array.from({ length: lines }, (_, n) => line(n)).join('\n');
  const folder = `packages/p${index % 40}`;
  switch (index % 6) {
    case 0:
      return [
        `${folder}/src/module-${index}.ts`,
        `${says ? `import Redis from 'ioredis';\nexport const redis = new Redis(process.env.REDIS_URL ?? 'redis://localhost:6379');\n` : ''}${body((n) => `export const value${n} = { id: ${n}, name: 'item ${n}', tags: ['a', 'b'] };`)}\n`,
      ];
    case 1:
      return [
        `${folder}/app/module_${index}.py`,
        `${says ? 'import os\nimport redis\n\nclient = redis.from_url(os.getenv("REDIS_URL", "redis://localhost:6379"))\n' : ''}${body((n) => `def function_${n}(a, b):\n    return {"id": ${n}, "sum": a + b}`)}\n`,
      ];
    case 2:
      return [
        `${folder}/internal/file_${index}.go`,
        `package internal\n\n${says ? 'import (\n\t"os"\n\n\t"github.com/redis/go-redis/v9"\n)\n\nvar client = redis.NewClient(&redis.Options{Addr: os.Getenv("REDIS_ADDR")})\n' : ''}${body((n) => `func F${index}_${n}(a int) int { return a + ${n} }`)}\n`,
      ];
    case 3:
      return [
        `deploy/k8s/object-${index}.yaml`,
        `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: config-${index}\ndata:\n${body((n) => `  key${n}: "${says && n === 0 ? 'redis' : `value ${n}`}"`)}\n`,
      ];
    case 4:
      return [`${folder}/docs-${index}.md`, `# Page ${index}\n\n${body((n) => `Line ${n}${says && n === 1 ? ' about Redis' : ''} of some text that nobody reads.`)}\n`];
    default:
      return [`${folder}/data/data-${index}.json`, `{\n${body((n) => `  "key${n}": "${says && n === 2 ? 'redis' : `value ${n}`}",`)}\n  "end": true\n}\n`];
  }
}
