import { describe, expect, test } from 'vitest';
import { filesOf } from '../files.fixture.ts';
import type { LiteralSecret } from './literal-secrets.ts';
import { projectModel } from './model.ts';
import { readersFor } from './readers.ts';

const password = 'u8Zr2Kq0pLw5';

/** `file:line how` of all that is found. */
async function found(texts: Record<string, string>): Promise<string[]> {
  const files = filesOf(texts);
  const { objects } = projectModel(files, await readersFor(files.paths));
  const secrets = objects.filter(({ kind }) => kind === 'literal-secret');
  expect(JSON.stringify(secrets)).not.toContain(password);
  return secrets.map(({ place, data }) => `${place.file}:${place.line} ${(data as LiteralSecret).how}`);
}

const compose = (lines: string) => ({ 'docker-compose.yml': `services:\n  redis:\n    image: redis:7.4\n${lines}` });

describe('what stands there as it is', () => {
  test.each([
    [`    environment:\n      REDIS_PASSWORD: ${password}\n`, '5 variable'],
    [`    environment:\n      - REDIS_URL=redis://app:${password}@redis:6379/0\n`, '5 variable'],
    [`    command: redis-server --requirepass ${password}\n`, '4 command'],
    [`    command:\n      - redis-server\n      - --requirepass\n      - "${password}"\n`, '5 command'],
    [`    command: >\n      sh -c "redis-server\n      --requirepass ${password}"\n`, '4 command'],
  ])('%j', async (lines, place) => {
    expect(await found(compose(lines))).toEqual([`docker-compose.yml:${place}`]);
  });

  test('a Secret of the cluster, encoded', async () => {
    const encoded = Buffer.from(password).toString('base64');
    const text = `apiVersion: v1\nkind: Secret\nmetadata: { name: redis }\ndata:\n  password: ${encoded}\n---\napiVersion: v1\nkind: Pod\nmetadata: { name: app }\nspec:\n  containers:\n    - name: app\n      image: shop:1\n      env:\n        - name: REDIS_PASSWORD\n          valueFrom: { secretKeyRef: { name: redis, key: password } }\n`;
    expect(await found({ 'k8s/app.yaml': text })).toEqual(['k8s/app.yaml:5 variable']);
  });
});

describe('what is put in there from elsewhere', () => {
  test.each([
    '    environment:\n      REDIS_PASSWORD: ${REDIS_PASSWORD}\n',
    '    environment:\n      - REDIS_URL=redis://app:$REDIS_PASSWORD@redis:6379/0\n',
    '    command: redis-server --requirepass ${REDIS_PASSWORD}\n',
    `    command: redis-server --requirepass \${REDIS_PASSWORD:-${password}}\n`,
    `    environment:\n      REDIS_PASSWORD: \${OTHER:-${password}}\n`,
    `    environment:\n      DATABASE_URL: postgres://app:${password}@db/app\n`,
    '    environment:\n      REDIS_PASSWORD: ""\n',
  ])('%j', async (lines) => {
    expect(await found({ ...compose(lines), '.env': `REDIS_PASSWORD=${password}\n` })).toEqual([]);
  });

  test('a host that is called like the password', async () => {
    expect(await found({ ...compose('    environment:\n      REDIS_URL: redis://:${PW}@redis:6379\n'), '.env': 'PW=redis\n' })).toEqual([]);
  });
});
