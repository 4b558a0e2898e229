import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['packages/*/src/**/*.test.ts', 'packages/*/test/**/*.test.ts', 'testbed/**/*.test.ts', 'gauntlet/**/*.test.ts', 'scripts/**/*.test.ts', 'examples/**/*.test.ts'],
    // Real servers start in a moment, on a loaded machine in several.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: 'forks',
  },
});
