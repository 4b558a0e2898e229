// The figures that the documents quote, made anew: npm run bench -- [start-up] [dead-ends] [server-cost] [reading]
import { arch, cpus, release } from 'node:os';
import { deadEnds } from './dead-ends.ts';
import { reading } from './reading.ts';
import { serverCost } from './server-cost.ts';
import { startUp } from './start-up.ts';

const benches: Record<string, () => Promise<string>> = { 'start-up': startUp, 'server-cost': serverCost, 'dead-ends': deadEnds, reading };

const chosen = process.argv.slice(2);
const unknown = chosen.find((name) => !Object.hasOwn(benches, name));
if (unknown !== undefined) {
  console.error(`There is no benchmark "${unknown}". Known: ${Object.keys(benches).join(', ')}.`);
  process.exit(2);
}
console.log(`Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? arch()}, Linux ${release()}`);
for (const [name, bench] of Object.entries(benches)) if (chosen.length === 0 || chosen.includes(name)) console.log(`\n── ${name}\n${await bench()}`);
process.exit(0);
