import fc from 'fast-check';
import { expect, test } from 'vitest';
import { filesOf } from '../files.fixture.ts';
import { findingsOfMonitoring, monitoringReader } from './index.ts';

const sample: Record<string, string> = {
  'prometheus.yml':
    'global: { scrape_interval: 5s }\nrule_files:\n  - rules.yml\nalerting:\n  alertmanagers:\n    - static_configs:\n        - targets: [alertmanager:9093]\nscrape_configs:\n  - job_name: redis\n    basic_auth: &auth\n      password: not-to-be-shown-0815\n    static_configs:\n      - targets: ["redis-exporter:9121"]\n  - job_name: app\n    basic_auth: *auth\n    static_configs:\n      - targets: ["app:80"]\n',
  'rules.yml':
    'groups:\n  - name: redis\n    rules:\n      - alert: RedisDown\n        expr: redis_up == 0\n        for: 1m\n      - alert: HitRate\n        expr: |\n          sum(rate(redis_keyspace_hits_total[5m]))\n            / (sum(rate(redis_keyspace_hits_total[5m])) + sum(rate(redis_keyspace_misses_total[5m]))) < 0.8\n',
  'alertmanager.yml': 'route:\n  receiver: team\nreceivers:\n  - name: team\n    slack_configs:\n      - api_url: https://hooks.slack.com/services/T0/B0/0815\n',
  'grafana/redis.json': '{"title": "Redis", "schemaVersion": 39, "panels": [{"type": "stat", "title": "Up", "targets": [{"expr": "redis_up", "refId": "A"}]}]}',
  'grafana/all.yml': 'apiVersion: 1\nproviders:\n  - name: all\n    type: file\n    options: { path: /d }\n',
};

const change = fc.record({
  file: fc.constantFrom(...Object.keys(sample)),
  kind: fc.constantFrom('cut', 'double', 'insert', 'drop'),
  at: fc.nat(1000),
  length: fc.nat(60),
  text: fc.oneof(fc.string({ maxLength: 6 }), fc.constantFrom('{', '}', '"', '\n', '  ', '- ', ': ', '*auth', '&auth ', '[', ']', '---\n', '<<: *auth\n', '|\n', '\t')),
});

test('changed files never throw, end soon, and nothing that is told is a secret', () => {
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 6 }), (changes) => {
      const texts = { ...sample };
      for (const { file, kind, at, length, text } of changes) {
        const before = texts[file] ?? '';
        const from = at % (before.length + 1);
        texts[file] =
          before.slice(0, from) +
          { cut: '', double: before.slice(from, from + length) + before.slice(from), insert: text + before.slice(from), drop: before.slice(from + length) }[kind];
      }
      const files = filesOf(texts);
      const { problems, objects = [] } = monitoringReader.read(files.paths, files);
      const findings = findingsOfMonitoring(objects, []);
      expect(JSON.stringify([problems, findings])).not.toContain('0815');
      for (const { place } of problems) expect(texts[place.file]).toBeDefined();
    }),
    { numRuns: 400 },
  );
});

test('the sample itself is well', () => {
  const files = filesOf(sample);
  const { problems, objects = [] } = monitoringReader.read(files.paths, files);
  expect(problems).toEqual([]);
  expect(objects.map(({ kind }) => kind)).toEqual(['alertmanager-config', 'grafana-dashboards', 'grafana-dashboard', 'prometheus-config', 'prometheus-rules']);
  expect(findingsOfMonitoring(objects, [])).toEqual([]);
});
