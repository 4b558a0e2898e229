import { describe, expect, test } from 'vitest';
import { cpuMs } from '../../cpu-time.ts';
import { filesOf } from '../files.fixture.ts';
import { monitoringReader, ofKind } from './index.ts';

const read = (texts: Record<string, string>) => {
  const files = filesOf(texts);
  return monitoringReader.read(
    files.paths.filter((path) => monitoringReader.detect(path)),
    files,
  );
};
const kinds = (texts: Record<string, string>) => (read(texts).objects ?? []).map(({ kind, name }) => `${kind} ${name}`);

const prometheus =
  'global:\n  scrape_interval: 15s\n  evaluation_interval: 30s\nrule_files:\n  - rules/*.yml\nalerting:\n  alertmanagers:\n    - static_configs:\n        - targets: ["alertmanager:9093"]\nscrape_configs:\n  - job_name: redis\n    scrape_interval: 5s\n    static_configs:\n      - targets:\n          - redis-exporter:9121\n';
const rules =
  'groups:\n  - name: redis\n    rules:\n      - alert: RedisDown\n        expr: redis_up == 0\n        for: 1m\n        labels:\n          severity: critical\n        annotations:\n          summary: "{{ $labels.instance }} is down"\n      - record: redis:hits\n        expr: sum(rate(redis_keyspace_hits_total[5m]))\n';
const alertmanager =
  'route:\n  receiver: team\n  routes:\n    - receiver: pager\nreceivers:\n  - name: team\n    slack_configs:\n      - api_url: https://hooks.slack.com/services/T024F/B0AA/of-redis\n  - name: pager\n';

describe('which files', () => {
  test.each([
    ['prometheus.yml', true],
    ['monitoring/rules/redis.rules', true],
    ['grafana/dashboards/redis.json', true],
    ['prometheus.yml.example', false],
    ['prometheus.example.yml', false],
    ['package.json', false],
    ['docker-compose.yml', false],
    ['examples/prometheus.yml', false],
    ['test/fixtures/dashboard.json', false],
  ])('%s: %s', (path, mine) => {
    expect(monitoringReader.detect(path)).toBe(mine);
  });

  test.each([
    ['promtail', 'clients:\n  - url: http://loki\npositions:\n  filename: /p\nscrape_configs:\n  - job_name: redis\n    static_configs:\n      - targets: [localhost]\n'],
    ['a collector', 'receivers:\n  prometheus:\n    config:\n      scrape_configs:\n        - job_name: redis\nservice: {}\n'],
    ['tests of rules', 'rule_files: [redis.yml]\ntests:\n  - interval: 1m\n'],
    ['rules of roles', 'kind: Role\napiVersion: v1\nrules:\n  - apiGroups: [redis]\n'],
    ["a chart's template", `{{- if .Values.redis }}\n${rules}{{- end }}\n`],
    ['commented out', rules.replace(/^/gm, '# ')],
    ['other groups', 'groups:\n  - name: redis\n    members: [a]\n'],
    ["grafana's own alerts", 'apiVersion: 1\ngroups:\n  - name: redis\n    rules:\n      - uid: x\n        data: []\n'],
    ['the interface of a workspace', ''],
  ])('none: %s', (_, content) => {
    expect(kinds({ 'a.yml': content })).toEqual([]);
  });

  test('JSON of others', () => {
    expect(kinds({ 'a.json': '{"panels": [{"name": "redis"}], "title": "x"}', 'b.json': '{"redis": 1, "rows": []}' })).toEqual([]);
  });

  test('monitoring of other things is none of ours', () => {
    expect(read({ 'prometheus.yml': prometheus.replaceAll('redis', 'node') })).toEqual({ problems: [] });
  });
});

describe('Prometheus', () => {
  test('jobs, rule files, Alertmanager, with places', () => {
    const [config] = ofKind(read({ 'mon/prometheus.yml': prometheus, 'mon/rules/redis.yml': rules, 'other/rules.yml': 'x: 1' }).objects ?? [], 'prometheus-config');
    expect(config?.data).toMatchObject({
      scrapeInterval: '15s',
      evaluationInterval: '30s',
      jobs: [{ name: 'redis', interval: '5s', targets: [{ host: 'redis-exporter', port: 9121, place: { file: 'mon/prometheus.yml', line: 15, column: 13 } }], discovery: [] }],
      ruleFiles: [{ pattern: 'rules/*.yml', beside: ['mon/rules/redis.yml'], named: ['mon/rules/redis.yml', 'other/rules.yml'], place: { line: 5, column: 5 } }],
      alertmanagers: [{ host: 'alertmanager', port: 9093 }],
    });
  });

  test('an exporter that is asked about targets', () => {
    const content =
      'scrape_configs:\n  - job_name: redis\n    static_configs:\n      - targets: ["redis://:pw@redis-1:6379", "redis://[::1]:6380"]\n    relabel_configs:\n      - source_labels: [__address__]\n        target_label: __param_target\n      - target_label: __address__\n        replacement: exporter:9121\n  - job_name: k8s\n    kubernetes_sd_configs: [{ role: pod }]\n    relabel_configs:\n      - target_label: __address__\n        replacement: $1:9121\n';
    const [config] = ofKind(read({ 'prometheus.yml': content }).objects ?? [], 'prometheus-config');
    expect(config?.data.jobs).toMatchObject([
      {
        targets: [{ host: 'exporter', port: 9121 }],
        probed: [
          { host: 'redis-1', port: 6379 },
          { host: '::1', port: 6380 },
        ],
        rewritten: false,
      },
      { targets: [], discovery: ['kubernetes_sd_configs'], rewritten: true },
    ]);
  });

  test('anchors and merges', () => {
    const content = 'x: &t\n  static_configs: [{ targets: [redis-exporter:9121] }]\nscrape_configs:\n  - job_name: a\n    <<: *t\n  - { job_name: b, <<: [*t] }\n';
    const [config] = ofKind(read({ 'prometheus.yml': content }).objects ?? [], 'prometheus-config');
    expect(config?.data.jobs.map(({ targets }) => targets[0]?.host)).toEqual(['redis-exporter', 'redis-exporter']);
  });

  test('aliases without end, and depth, are refused', () => {
    const started = cpuMs();
    const bomb = `a0: &a0 [redis, redis]\n${Array.from({ length: 30 }, (_, index) => `a${index + 1}: &a${index + 1} [*a${index}, *a${index}, *a${index}, *a${index}, *a${index}, *a${index}]`).join('\n')}\nscrape_configs:\n  - job_name: redis\n    x: *a30\n`;
    expect(read({ 'prometheus.yml': bomb }).problems).toMatchObject([{ place: { file: 'prometheus.yml' }, why: expect.stringContaining('too large') }]);
    expect(read({ 'prometheus.yml': `scrape_configs: ${'['.repeat(100_000)}redis` }).problems).toHaveLength(1);
    expect(read({ 'prometheus.yml': `scrape_configs:\n${Array.from({ length: 3000 }, (_, index) => `${' '.repeat(index + 1)}redis:`).join('\n')}` }).problems.length).toBeLessThan(
      10,
    );
    expect(cpuMs() - started).toBeLessThan(4000);
  });

  test('a file that is broken is told with its place, without its text', () => {
    const { problems } = read({ 'prometheus.yml': 'scrape_configs:\n  - job_name: redis\n    password: "hunter2\n' });
    expect(problems[0]?.place).toMatchObject({ file: 'prometheus.yml' });
    expect(JSON.stringify(problems)).not.toContain('hunter2');
  });
});

test('rules: of a file and of an operator', () => {
  const [plain] = ofKind(read({ 'rules.yml': rules }).objects ?? [], 'prometheus-rules');
  expect(plain?.data).toMatchObject({
    operator: false,
    alerts: true,
    rules: [
      { alert: 'RedisDown', expr: 'redis_up == 0', for: '1m', labels: { severity: 'critical' }, group: 'redis', exprPlace: { line: 5, column: 15 } },
      { record: 'redis:hits' },
    ],
  });
  const [operator] = ofKind(
    read({ 'rules.yml': `apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nspec:\n${rules.replace(/^/gm, '  ')}` }).objects ?? [],
    'prometheus-rules',
  );
  expect(operator?.data).toMatchObject({ operator: true, alerts: true });
  expect(
    ofKind(read({ 'rules.yml': rules, 'node.yml': rules.replaceAll(/redis/gi, 'node').replaceAll('keyspace_hits', 'load') }).objects ?? [], 'prometheus-rules').map(({ data }) => [
      data.file,
      data.alerts,
      data.rules.length,
    ]),
  ).toEqual([
    ['node.yml', true, 0],
    ['rules.yml', true, 2],
  ]);
});

test('Alertmanager: routes and receivers', () => {
  const [config] = ofKind(read({ 'alertmanager.yml': alertmanager }).objects ?? [], 'alertmanager-config');
  expect(config?.data).toMatchObject({
    routed: [{ receiver: 'team', place: { line: 2 } }, { receiver: 'pager' }],
    receivers: [
      { name: 'team', integrations: [{ kind: 'slack_configs', placeholder: null, lacks: null }] },
      { name: 'pager', integrations: [] },
    ],
  });
  const kind = (config_: string, global = '') =>
    ofKind(read({ 'a.yml': `${global}route:\n  receiver: redis\nreceivers:\n  - name: redis\n${config_}` }).objects ?? [], 'alertmanager-config')[0]?.data.receivers[0]
      ?.integrations[0];
  expect(kind('    slack_configs:\n      - channel: "#x"\n')).toMatchObject({ lacks: 'slack_api_url' });
  expect(kind('    slack_configs:\n      - channel: "#x"\n', 'global:\n  slack_api_url: https://hooks.slack.com/services/YOUR/SLACK/WEBHOOK\n')).toMatchObject({
    lacks: null,
    placeholder: 'https://hooks.slack.com/services/…',
  });
  expect(kind('    email_configs:\n      - to: ops@example.com\n', 'global:\n  smtp_smarthost: mail:25\n')).toMatchObject({ lacks: null, placeholder: 'example.com' });
  expect(kind('    webhook_configs:\n      - url: http://bot:8080/alerts\n')).toMatchObject({ lacks: null, placeholder: null });
  expect(kind('    pagerduty_configs:\n      - routing_key: <pagerduty-key>\n')).toMatchObject({ placeholder: '<pagerduty-key>' });
});

describe('Grafana', () => {
  const dashboard = (inner: string) => `{"title": "Redis", "uid": "r", "schemaVersion": 39, "panels": [${inner}]}`;
  test('dashboards: bare, wrapped, rows, nested panels', () => {
    const panel = '{"type": "timeseries", "title": "p", "datasource": {"type": "prometheus", "uid": "u"}, "targets": [{"expr": "redis_up"}]}';
    const one = (content: string) => ofKind(read({ 'grafana/d.json': content }).objects ?? [], 'grafana-dashboard')[0]?.data;
    expect(one(dashboard(panel))).toMatchObject({
      title: 'Redis',
      uid: 'r',
      wrapped: false,
      panels: [{ type: 'timeseries', datasource: 'u', queries: [{ expr: 'redis_up', place: { line: 1 } }] }],
    });
    expect(one(`{"dashboard": ${dashboard(panel)}, "overwrite": true}`)).toMatchObject({ title: 'Redis', wrapped: true, posted: false });
    expect(one(`{"title": "Redis", "schemaVersion": 14, "rows": [{"panels": [${panel}]}]}`)?.panels).toHaveLength(1);
    expect(one(dashboard(`{"type": "row", "panels": [${panel}]}`))?.panels.map(({ type }) => type)).toEqual(['row', 'timeseries']);
    expect(one('{"title": "Redis", "panels": [{"title": "x", "targets": [{"expr": "redis_up"}]}]}')?.panels).toMatchObject([{ type: null }]);
    expect(one(`${dashboard(panel)}}`)?.broken).toMatchObject({ line: 1 });
    expect(one('{"redis": [')).toBeUndefined();
  });
  test('a script that hands dashboards over', () => {
    const texts = { 'd.json': `{"dashboard": ${dashboard('{}')}}`, 'deploy.sh': 'curl -X POST $GRAFANA/api/dashboards/db -d @d.json\n' };
    expect(ofKind(read(texts).objects ?? [], 'grafana-dashboard')[0]?.data).toMatchObject({ wrapped: true, posted: true });
  });
  test('provisioning', () => {
    const texts = {
      'd.json': dashboard('{}'),
      'provisioning/dashboards/all.yml': 'apiVersion: 1\nproviders:\n  - name: all\n    type: file\n    options:\n      path: /var/lib/grafana/dashboards\n',
      'provisioning/datasources/p.yml':
        'apiVersion: 1\ndatasources:\n  - name: Prometheus\n    type: prometheus\n    uid: prom\n    url: http://prometheus:9090\n    isDefault: true\n',
    };
    expect(kinds(texts)).toEqual(['grafana-dashboard Redis', 'grafana-dashboards all', 'grafana-datasource Prometheus']);
    expect(ofKind(read(texts).objects ?? [], 'grafana-datasource')[0]?.data).toMatchObject({ uid: 'prom', url: 'http://prometheus:9090', isDefault: true });
  });
});
