import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startServer } from '../../../testbed/index.ts';
import { memorystore } from '../../harness/cloud.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a managed server does not offer CONFIG, and its memory is full: the remedy has to name the command of the provider',
  arrange: async (world) => {
    const password = world.secret();
    const config = { requirepass: password, maxmemory: '3mb', 'maxmemory-policy': 'noeviction', 'rename-command': 'CONFIG ""' };
    const server = await startServer(world, { config, login: { password } });
    const file = join(world.folder, 'cloud.json');
    writeFileSync(file, JSON.stringify(memorystore({ host: '127.0.0.1', port: server.port })));
    const client = await server.client();
    for (let i = 0; (await client.refusal('SET', `upload:${i}`, 'x'.repeat(20_000))) === null; i += 1);
    return {
      targets: [`redis://:${password}@127.0.0.1:${server.port}`],
      options: ['--cloud-facts', file],
      expect: { root: 'memory/full-noeviction', finds: ['cloud/command-refused'], says: ['gcloud redis instances update cache --region europe-west1'] },
    };
  },
});
