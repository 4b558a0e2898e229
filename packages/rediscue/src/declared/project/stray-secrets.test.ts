import { expect, test } from 'vitest';
import { filesOf } from '../files.fixture.ts';
import { projectModel, readersFor } from './index.ts';

const secret = 'kV7q2ZstrayW9xLt3';

async function targets(texts: Record<string, string>) {
  const files = filesOf(texts);
  const model = projectModel(files, await readersFor(files.paths));
  return model.targets.map(({ target }) => target.fact);
}

test.each([
  ['the wrong order of arguments', { 'a.py': `import redis\npassword = "${secret}"\nhost = "cache"\nr = redis.from_url("redis://{}:6379".format(password, host))\n` }],
  ['a forgotten sign', { '.env': `REDIS_PASSWORD=${secret}\nREDIS_URL=redis://\${REDIS_PASSWORD}:6379/0\n` }],
  ['the place of the user', { '.env': `REDIS_PASSWORD=${secret}\nREDIS_URL=redis://\${REDIS_PASSWORD}:@cache:6379/0\n` }],
  ['a file beside', { '.env': `REDIS_PASSWORD=${secret}\n`, '.env.production': 'REDIS_URL=redis://x${REDIS_PASSWORD}:y@cache:6379/0\n' }],
])('a password of the project is never shown, nor looked up: %s', async (_, texts) => {
  const facts = await targets(texts);
  expect(facts).not.toEqual([]);
  expect(JSON.stringify(facts)).not.toContain(secret);
});

test('a host whose name has words of a password is a host', async () => {
  const [fact] = await targets({
    '.env': 'REDIS_PASSWORD=redis-prod-2024\nREDIS_URL=redis://redis-prod-2024.internal:6379\nSESSION_TOKEN=sessions\nSESSION_REDIS_URL=redis://sessions:6379\n',
  });
  expect(fact?.addresses).toEqual([{ host: 'redis-prod-2024.internal', port: 6379 }]);
  expect(fact?.problems).toEqual([]);
});
