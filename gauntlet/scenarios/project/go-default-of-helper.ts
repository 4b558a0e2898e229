import { project } from '../../harness/project.ts';

export default project({
  name: 'the default of a helper names a dead port',
  files: ({ password, dead }) => ({
    'go.mod': `module shop

go 1.22
`,
    'main.go': `package main

import (
	"os"

	"github.com/redis/go-redis/v9"
)

func getEnv(key, fallback string) string {
	if value, ok := os.LookupEnv(key); ok {
		return value
	}
	return fallback
}

func main() {
	client := redis.NewClient(&redis.Options{Addr: getEnv("REDIS_ADDR", "127.0.0.1:${dead}"), Password: os.Getenv("REDIS_PASSWORD")})
	_ = client
}
`,
    '.env': `REDIS_PASSWORD=${password}
`,
  }),
  expect: { root: 'config/wrong-port', says: ['main.go'] },
});
