import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cpuMs } from '../../../cpu-time.ts';
import { whyInverted } from '../promql/inverted.ts';
import { parseQuery } from '../promql/parse.ts';

describe('what is PromQL', () => {
  test.each([
    'redis_up == 0',
    'sum by (instance) (rate(redis_commands_total{cmd!~"a|b", job="x"}[5m])) without (x) > 1e3',
    'sum(rate(a[5m])) by (x) / on (x) group_left (y) sum(b offset 1h) > bool 0.5',
    'histogram_quantile(0.99, sum(rate(x_bucket[1h:1m])) by (le)) > 0.05',
    '-a ^ 2 + 3 * (b - c) unless on () d or vector(1)',
    'a{b="}"} # note\n and b',
    'absent(redis_up{job="redis"}) == 1',
    'x @ end() > 1 and y[5m] offset -5m',
    '{__name__=~"redis_.+"} > 0',
    'rate(x[5m]) > inf',
    'time() - redis_rdb_last_save_timestamp_seconds > 60 * 60 * 24',
    'a / on (x) group_left sum(b)',
    'count_values("version", build_info)',
  ])('%s', (expr) => {
    expect(parseQuery(expr)).not.toBeNull();
  });
  test.each(['', 'a +', '(a', 'a)', 'a{b=}', 'sum(', 'a b', '"x', 'a[5m', '==', 'a{b="c}', '${x} > 1', '1 2'])('not: %s', (expr) => {
    expect(parseQuery(expr)).toBeNull();
  });
  test('depth and length are bounded', () => {
    const started = cpuMs();
    for (const unit of ['(', 'sum(', '-', 'a + (', 'a[', 'a ^ ', '{', 'a and ']) {
      expect(parseQuery(unit.repeat(9000))).toBeNull();
      parseQuery(unit.repeat(2000));
    }
    expect(cpuMs() - started).toBeLessThan(1500);
  });
  test('anything may come', () => {
    const scrap = fc.oneof(
      fc.constantFrom('(', ')', '{', '}', '[', ']', '5m', 'a', 'sum', 'by', 'on', 'group_left', 'and', '==', '>', '-', '/', ',', '"x"', '=', '=~', 'offset', '@', '1'),
      fc.string({ maxLength: 3 }),
    );
    fc.assert(
      fc.property(fc.array(scrap, { maxLength: 40 }), (scraps) => {
        parseQuery(scraps.join(' '));
        whyInverted(scraps.join(''));
      }),
      { numRuns: 500 },
    );
  });
});

describe('fires when things are well', () => {
  test.each([
    'redis_up == 1',
    'redis_up{job="redis"} > 0',
    'redis_up >= 1',
    'redis_up != 0',
    '1 == redis_up',
    'redis_up',
    'up{job="redis-exporter"} == 1',
    'max(redis_up) by (instance) == 1',
    'min_over_time(redis_up[5m]) > 0',
    'redis_master_link_up == 1',
    'redis_rdb_last_bgsave_status == 1',
    'probe_success{instance="redis:6379"} == 1',
    'rate(redis_keyspace_hits_total[5m]) / (rate(redis_keyspace_hits_total[5m]) + rate(redis_keyspace_misses_total[5m])) > 0.8',
    'sum(rate(cache_hits_total[5m])) / (sum(rate(cache_hits_total[5m])) + sum(rate(cache_misses_total[5m]))) * 100 > 80',
    '100 * redis_keyspace_hits_total / (redis_keyspace_hits_total + redis_keyspace_misses_total) >= 90',
    '1 - (rate(redis_keyspace_hits_total[5m]) / (rate(redis_keyspace_hits_total[5m]) + rate(redis_keyspace_misses_total[5m]))) < 0.5',
    'redis_keyspace_misses_total / (redis_keyspace_hits_total + redis_keyspace_misses_total) < 0.5',
    'rate(redis_keyspace_hits_total[5m]) * 100 / (rate(redis_keyspace_hits_total[5m]) + rate(redis_keyspace_misses_total[5m])) > 80',
    'redis:hit_rate > 0.9',
    'cache_hit_ratio >= 90',
    '0.8 < redis_hit_rate',
    'redis_hit_rate > 0.9 and rate(redis_commands_processed_total[5m]) > 0',
    'redis_memory_used_bytes / redis_memory_max_bytes < 0.85',
    'redis_memory_used_bytes / redis_memory_max_bytes * 100 < 85',
    'redis_connected_clients / redis_config_maxclients < 0.9',
    'increase(redis_rejected_connections_total[5m]) == 0',
  ])('%s', (expr) => {
    expect(whyInverted(expr)).not.toBeNull();
  });
});

describe('is well, or not certain', () => {
  test.each([
    'redis_up == 0',
    'redis_up != 1',
    'redis_up < 1',
    '0 == redis_up',
    'absent(redis_up)',
    'absent(redis_up) == 1',
    'absent_over_time(redis_up[5m])',
    'up{job="redis"} == 0 or absent(up{job="redis"})',
    'up == 1',
    'up{job="node"} == 1',
    'sum(redis_up) > 1',
    'count(redis_up == 1) < 3',
    'redis_up == 1 and redis_connected_slaves < 1',
    'redis_up == 1 unless redis_master_link_up',
    'changes(redis_up[1m]) > 1',
    'redis_keyspace_hits_total / (redis_keyspace_hits_total + redis_keyspace_misses_total) < 0.8',
    '(rate(redis_keyspace_hits_total[5m]) / (rate(redis_keyspace_hits_total[5m]) + rate(redis_keyspace_misses_total[5m]))) * 100 < 90',
    'rate(redis_keyspace_misses_total[5m]) / (rate(redis_keyspace_hits_total[5m]) + rate(redis_keyspace_misses_total[5m])) > 0.2',
    '1 - redis_hit_rate > 0.2',
    '(1 - redis_hit_rate) * 100 > 20',
    'redis_hit_rate < 0.8 and rate(redis_keyspace_hits_total[5m]) > 0',
    'redis_hit_rate > 1',
    'redis_hit_rate > 100.5',
    'rate(redis_keyspace_hits_total[5m]) > 1000',
    'redis_memory_used_bytes / redis_memory_max_bytes > 0.9',
    'redis_memory_used_bytes / redis_memory_max_bytes < 0.01',
    'redis_memory_used_bytes / redis_total_system_memory_bytes * 100 > 90',
    'redis_memory_max_bytes / redis_memory_used_bytes < 1.2',
    'redis_connected_clients < 5',
    'increase(redis_rejected_connections_total[5m]) > 0',
    'redis_rdb_last_bgsave_status != 1',
    'redis_hit_rate > bool 0.5',
    'count(redis_instance_info{role="master"}) > 1',
    'delta(redis_connected_slaves[1m]) < 0',
    'vector(1)',
    'no promql (',
  ])('%s', (expr) => {
    expect(whyInverted(expr)).toBeNull();
  });
});
