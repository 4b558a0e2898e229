import { projectFolder, startEngine } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the password was corrected in compose, and the service was not made anew',
  needs: ['containers'],
  arrange: async (world) => {
    const engine = await startEngine(world);
    const old = world.secret('old');
    await engine.podman('network', 'create', 'shop');
    await engine.serve('shop-cache-1', { options: { publish: null, network: 'shop', 'network-alias': 'cache', label: 'com.docker.compose.service=cache' } });
    const run = (password: string) =>
      engine.application('shop-app-1', ['--network=shop', '--label=com.docker.compose.service=app', `--env=REDIS_URL=redis://:${password}@cache:6379/0`]);
    await run(old);
    return {
      ...engine.seen,
      project: projectFolder(world, {
        'docker-compose.yml': `services:
  app:
    image: shop:1
    environment:
      REDIS_URL: redis://:${engine.password}@cache:6379/0
  cache:
    image: redis:7.2
    restart: unless-stopped
`,
      }),
      expect: { root: 'config/change-not-applied', chain: ['auth/password-wrong', 'config/change-not-applied'], says: ['shop-app-1', 'docker-compose.yml', 'compose up -d app'] },
      heal: async () => {
        await engine.remove('shop-app-1');
        await run(engine.password);
      },
    };
  },
});
