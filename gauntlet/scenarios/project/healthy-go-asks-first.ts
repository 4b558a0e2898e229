import { project } from '../../harness/project.ts';

export default project({
  name: 'the Go code asks for its own name first, which is well; the usual one beside it leads nowhere',
  files: ({ port, password, dead }) => ({
    'go.mod': `module shop

go 1.22

require github.com/redis/go-redis/v9 v9.6.1
`,
    'main.go': `package main

import (
	"cmp"
	"os"

	"github.com/redis/go-redis/v9"
)

func main() {
	opt, _ := redis.ParseURL(cmp.Or(os.Getenv("SHOP_STORE"), os.Getenv("REDIS_URL")))
	redis.NewClient(opt)
}
`,
    '.env': `SHOP_STORE=redis://:${password}@127.0.0.1:${port}/0
REDIS_URL=redis://127.0.0.1:${dead}/0
`,
  }),
  expect: { root: null },
});
