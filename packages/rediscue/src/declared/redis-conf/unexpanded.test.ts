import { expect, test } from 'vitest';
import { filesOf } from '../files.fixture.ts';
import { redisConfReader } from './reader.ts';

const judged = (texts: Record<string, string>) => {
  const files = filesOf(texts);
  const { programs = [], objects = [] } = redisConfReader.read(
    files.paths.filter((path) => redisConfReader.detect(path)),
    files,
  );
  return redisConfReader.judge?.({ programs, objects }).map(({ code, place }) => `${code} ${place.file}:${place.line}`);
};

test('a reference that nothing expands is told at its line', () => {
  expect(
    judged({ 'redis/redis.conf': 'port 6379\nrequirepass ${REDIS_PASSWORD}\n', 's/sentinel.conf': 'sentinel monitor m 10.0.0.1 6379 2\nsentinel auth-pass m ${PW}\n' }),
  ).toEqual(['config/interpolation-not-expanded redis/redis.conf:2', 'config/interpolation-not-expanded s/sentinel.conf:2']);
});

test('what an entry point fills in is none, nor is a comment', () => {
  const conf = { 'redis/redis.conf': 'port 6379\nrequirepass ${REDIS_PASSWORD}\n' };
  expect(judged({ ...conf, 'docker-entrypoint.sh': 'envsubst < /conf/redis.conf > /tmp/redis.conf\n' })).toEqual([]);
  expect(judged({ ...conf, 'start.sh': 'sed -i "s|\\${REDIS_PASSWORD}|$REDIS_PASSWORD|" redis.conf\n' })).toEqual([]);
  expect(judged({ 'redis/redis.conf': 'port 6379\n# requirepass ${REDIS_PASSWORD}\n' })).toEqual([]);
});
