import { project } from '../../harness/project.ts';

export default project({
  name: 'a pool of Jedis without a password',
  files: ({ port }) => ({
    'pom.xml': `<project/>
`,
    'src/main/java/shop/Cache.java': `package shop;

import redis.clients.jedis.JedisPool;

class Cache {
  static final JedisPool pool = new JedisPool("127.0.0.1", ${port});
}
`,
  }),
  expect: { root: 'auth/password-missing', says: ['Cache.java'] },
});
