import { version } from './version.ts';

const argv = process.argv.slice(2);
// Scripts ask for the version often: nothing else is loaded for it.
if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-V')) process.stdout.write(`rediscue ${version}\n`);
else await (await import('./cli/main.ts')).main(argv);
