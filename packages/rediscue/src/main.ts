import { version } from './version.ts';

const argv = process.argv.slice(2);
const [only] = argv.length === 1 ? argv : [];
// People and scripts ask for these while they wait: nothing else is loaded for them.
if (only === '--version' || only === '-V') process.stdout.write(`rediscue ${version}\n`);
else if (only === '--help' || only === '-h') await (await import('./cli/print-overview.ts')).printOverview();
else await (await import('./cli/main.ts')).main(argv);
