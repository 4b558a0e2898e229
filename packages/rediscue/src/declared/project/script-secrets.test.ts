import { describe, expect, test } from 'vitest';
import { filesOf } from '../files.fixture.ts';
import { scriptSecrets } from './script-secrets.ts';

const file = '.github/workflows/deploy.yml';
const found = (step: string) =>
  scriptSecrets(filesOf({ [file]: `jobs:\n  deploy:\n    steps:\n      - run: ${step}\n` })).map(({ secret, place }) => [secret, place.line, place.column]);

describe('passwords in the scripts of pipelines', () => {
  test.each([
    ['redis-cli -a hunter2 PING', 'hunter2', 4, 27],
    ['redis-cli --pass "two words" PING', 'two words', 4, 32],
    ["valkey-cli -h cache -p 6380 -a 'x!y' PING", 'x!y', 4, 46],
    ['redis-cli -u rediss://app:k9Zr2@cache:6379 PING', 'k9Zr2', 4, 40],
    ['docker exec cache redis-cli --no-auth-warning -a k9Zr2 PING', 'k9Zr2', 4, 63],
    ['ssh host "redis-cli --pass k9Zr2 PING"', 'k9Zr2', 4, 41],
    ['echo "REDIS_URL=redis://:k9Zr2@cache:6379" >> $GITHUB_ENV', 'k9Zr2', 4, 39],
    ['echo REDIS_PASSWORD=k9Zr2 >> "$GITHUB_ENV"', 'k9Zr2', 4, 34],
    ['redis-cli -h cache \\\n          -a k9Zr2 PING', 'k9Zr2', 5, 14],
  ])('%s', (step, secret, line, column) => {
    expect(found(step)).toEqual([[secret, line, column]]);
  });

  test.each([
    'redis-cli -a ${{ secrets.REDIS_PASSWORD }} PING',
    'redis-cli -a "$REDIS_PASSWORD" PING',
    'redis-cli -u redis://:${REDIS_PASSWORD}@cache:6379 PING',
    'redis-cli --pass "$(cat password)" PING',
    'redis-cli -a <password> PING',
    'echo "REDIS_URL=redis://:${{ secrets.REDIS_PASSWORD }}@cache:6379" >> $GITHUB_ENV',
    'echo "CACHE_URL=redis://cache:6379" >> $GITHUB_ENV',
    'redis-cli PING | grep -a PONG',
    'redis-cli -u redis://cache:6379 PING # not -a hunter2',
    '| # redis-cli -a hunter2',
  ])('none in: %s', (step) => {
    expect(found(step)).toEqual([]);
  });

  test('other files are none of a pipeline', () => {
    expect(scriptSecrets(filesOf({ 'docs/use.yml': 'run: redis-cli -a hunter2 PING\n' }))).toEqual([]);
  });
});
