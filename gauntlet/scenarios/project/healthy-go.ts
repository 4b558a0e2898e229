import { project } from '../../harness/project.ts';

export default project({
  name: 'Go with its address in the environment',
  files: () => ({
    'go.mod': `module shop

go 1.22
`,
    'main.go': `package main

import (
	"os"

	"github.com/redis/go-redis/v9"
)

func main() {
	opts, _ := redis.ParseURL(os.Getenv("REDIS_URL"))
	_ = redis.NewClient(opts)
}
`,
    'main_test.go': `package main

import "github.com/redis/go-redis/v9"

var test = redis.NewClient(&redis.Options{Addr: "nowhere.invalid:1"})
`,
  }),
  env: ({ port, password }) => ({
    REDIS_URL: `redis://:${password}@127.0.0.1:${port}/0`,
  }),
  expect: { root: null },
});
