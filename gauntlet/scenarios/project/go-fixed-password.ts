import { project } from '../../harness/project.ts';

export default project({
  name: `a fixed password in the code is not the server's`,
  files: ({ port, wrong }) => ({
    'go.mod': `module shop

go 1.22
`,
    'cache/cache.go': `package cache

import "github.com/redis/go-redis/v9"

var Client = redis.NewClient(&redis.Options{
	Addr:     "127.0.0.1:${port}",
	Password: "${wrong}",
	DB:       0,
})
`,
  }),
  expect: { root: 'auth/password-wrong', says: ['cache/cache.go'] },
});
