import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a pool of ten connections is used up, and the server has room for thousands',
  arrange: async (world) => {
    const server = await startServer(world);
    const log = join(world.folder, 'app.log');
    const now = new Date().toISOString();
    const trace = [
      `${now} ERROR app.cart Exception while the cart was read`,
      'Traceback (most recent call last):',
      '  File "/srv/venv/lib/python3.12/site-packages/redis/connection.py", line 1461, in get_connection',
      '    connection = self.pool.get(block=True, timeout=self.timeout)',
      '  File "/srv/shop/cart.py", line 58, in read',
      '    return store.hgetall(key)',
      'redis.exceptions.ConnectionError: No connection available.',
    ];
    writeFileSync(log, `${now} INFO app.main Redis connected\n${[...trace, ...trace].join('\n')}\n`);
    return {
      targets: [`redis://127.0.0.1:${server.port}`],
      options: ['--log', log],
      expect: { root: 'app/pool-exhausted', says: ['cart.py:58', '2 times', 'No connection available', /of \d+ connections in use/] },
      heal: () => writeFileSync(log, `${trace.join('\n')}\n${now} INFO app.main Redis connected\n`),
    };
  },
});
