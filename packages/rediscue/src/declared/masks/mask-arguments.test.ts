import { expect, test } from 'vitest';
import { maskArguments } from './index.ts';

test.each([
  [
    ['sh', '-c', "env REDIS_PASSWORD='hunter2 more' app && PGPASSWORD=hunter2;x"],
    ['sh', '-c', 'env REDIS_PASSWORD=*** app && PGPASSWORD=***;x'],
  ],
  [
    ['env', 'SESSION_TOKEN=hunter2', 'REDIS_HOST=cache'],
    ['env', 'SESSION_TOKEN=***', 'REDIS_HOST=cache'],
  ],
  // References are no secrets, and tell what is meant.
  [
    ['sh', '-c', 'REDIS_PASSWORD=$SECRET PASSWORD="${OTHER}" app'],
    ['sh', '-c', 'REDIS_PASSWORD=$SECRET PASSWORD="${OTHER}" app'],
  ],
])('assignments: %j', (words, shown) => {
  expect(maskArguments(words)).toEqual({ shown, hasSecret: false });
});
