import { projectFolder, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: '.env is a copy of the template, and its host was never filled in',
  arrange: async (world) => {
    const password = world.secret();
    const server = await startServer(world, { config: { requirepass: password }, login: { password } });
    const files = (host: string) =>
      projectFolder(world, {
        '.env.example': 'REDIS_HOST=your-redis-instance-ip\n',
        '.env': `# copied from .env.example\r\nAPP_NAME="shop"\r\nexport REDIS_HOST=${host} # fill in\r\nREDIS_PORT=${server.port}\r\nREDIS_PASSWORD='${password}'\r\n`,
      });
    return {
      project: files('your-redis-instance-ip'),
      expect: { root: 'config/placeholder-value', says: ['REDIS_HOST in .env:3', 'your-redis-instance-ip', '"file":".env","line":3'] },
      heal: () => files('127.0.0.1'),
    };
  },
});
