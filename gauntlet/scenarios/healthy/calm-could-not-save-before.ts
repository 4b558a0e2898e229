import { writeFileSync } from 'node:fs';
import { freePort, Server } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'before its restart the server could not save; now it can',
  arrange: async (world) => {
    const server = new Server(world, await freePort(), { config: { save: '3600 1' } });
    const old = '4711:M 01 Jan 2024 10:00:00.000';
    writeFileSync(
      server.logFile,
      [
        `${old} * Ready to accept connections`,
        `${old} # Can't save in background: fork: Cannot allocate memory`,
        `${old} # Write error saving DB on disk(rdbSaveRio): No space left on device`,
        `${old} # Background saving error`,
        `${old} # Redis 7.0.15 crashed by signal: 11, si_code: 1\n`,
      ].join('\n'),
    );
    await server.start();
    await server.call('SET', 'greeting', 'hello');
    return {
      targets: [`redis://127.0.0.1:${server.port}`],
      project: server.folder,
      expect: { root: null, never: ['persistence/fork-failed', 'persistence/disk-full', 'process/crashed'] },
    };
  },
});
