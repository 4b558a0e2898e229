import { startEngine } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'protected mode is off in the container, as in the official image, there is no password, and the port is published to everybody',
  needs: ['containers'],
  arrange: async (world) => {
    const engine = await startEngine(world);
    await engine.serve('redis', { options: { publish: '6379:6379' }, config: { requirepass: null, 'protected-mode': 'no' } });
    return {
      ...engine.seen,
      targets: ['redis://127.0.0.1:6379'],
      expect: { root: 'security/open-to-the-world', says: ['every interface'] },
      heal: async () => {
        await engine.remove('redis');
        await engine.serve('redis', { config: { requirepass: null, 'protected-mode': 'no' } });
      },
    };
  },
});
