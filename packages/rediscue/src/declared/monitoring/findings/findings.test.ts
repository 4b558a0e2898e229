import { describe, expect, test } from 'vitest';
import { composeReader } from '../../compose/index.ts';
import { filesOf } from '../../files.fixture.ts';
import { findingsOfMonitoring, monitoringReader } from '../index.ts';

/** `code file:line summary` of what the monitoring files of a project show, with its compose file beside them. */
const found = (texts: Record<string, string>) => {
  const files = filesOf(texts);
  const mine = (reader: typeof monitoringReader) =>
    reader.read(
      files.paths.filter((path) => reader.detect(path)),
      files,
    );
  const [monitoring, compose] = [mine(monitoringReader), mine(composeReader)];
  return findingsOfMonitoring([...(monitoring.objects ?? []), ...(compose.objects ?? [])], compose.programs ?? []).map(
    ({ code, place, summary }) => `${code} ${place.file}:${place.line} ${summary}`,
  );
};

const compose = (services = '', scraper = '') =>
  `services:\n  redis:\n    image: redis:7\n  redis-exporter:\n    image: oliver006/redis_exporter:v1\n  prometheus:\n    image: prom/prometheus:v3\n    volumes:\n      - ./prom/prometheus.yml:/etc/prometheus/prometheus.yml:ro\n${scraper}${services}`;
const prometheus = (...targets: string[]) =>
  `scrape_configs:\n  - job_name: redis\n    static_configs:\n      - targets:\n${targets.map((target) => `          - "${target}"\n`).join('')}`;
const project = (config: string, composeText = compose()) => ({ 'compose.yml': composeText, 'prom/prometheus.yml': config });

describe('monitoring/target-missing', () => {
  test.each([
    ['an exporter that is not there', project(prometheus('redis-exporter:9121', 'node-exporter:9100')), 'node-exporter:9100'],
    ['its neighbour by localhost', project(prometheus('localhost:9121')), 'localhost:9121'],
    [
      'one of another project',
      { ...project(prometheus('other-exporter:9121')), 'stale/docker-compose.yml': 'services:\n  other-exporter:\n    image: x\n' },
      'other-exporter:9121',
    ],
    [
      'what an exporter is asked about',
      project(
        'scrape_configs:\n  - job_name: redis\n    static_configs:\n      - targets: ["redis://redis-2:6379"]\n    relabel_configs:\n      - target_label: __address__\n        replacement: redis-exporter:9121\n',
      ),
      'redis-2',
    ],
    [
      'the Alertmanager',
      project(`alerting:\n  alertmanagers:\n    - static_configs:\n        - targets: [alertmanager:9093]\n${prometheus('redis-exporter:9121')}`),
      'alertmanager:9093',
    ],
    [
      'a folder that is mounted',
      project(prometheus('nobody:1', 'redis:1'), compose().replace('./prom/prometheus.yml:/etc/prometheus/prometheus.yml:ro', './prom:/etc/prometheus')),
      'nobody:1',
    ],
  ])('%s', (_, texts, says) => {
    expect(found(texts)).toEqual([expect.stringContaining(says)]);
    expect(found(texts)[0]).toMatch(/^monitoring\/target-missing prom\/prometheus\.yml:\d+/);
  });
  test.each([
    ['all are there', project(prometheus('redis-exporter:9121', 'localhost:9090', 'redis:6379'))],
    ['a name with a domain, an address, the host', project(prometheus('redis-exporter.prod.internal:9121', '10.0.0.3:9121', 'host.docker.internal:9121', '[::1]:9090'))],
    [
      "an alias, a container's name",
      project(prometheus('exp:1', 'cont:2'), compose('  x:\n    image: x\n    container_name: cont\n    networks:\n      default:\n        aliases: [exp]\n')),
    ],
    ["the host's network", project(prometheus('localhost:9121'), compose('', '    network_mode: host\n'))],
    ['an outer network', project(prometheus('elsewhere:9121'), `${compose('', '    networks: [shared]\n')}networks:\n  shared:\n    external: true\n`)],
    ['names given by hand', project(prometheus('box:9121'), compose('', '    extra_hosts: ["box:10.0.0.7"]\n'))],
    ['nobody says who scrapes', { 'prom/prometheus.yml': prometheus('nobody:9121 ', 'redis:1') }],
    ['a service of a profile', project(prometheus('redis-exporter-2:9121'), compose('  redis-exporter-2:\n    image: x\n    profiles: [monitoring]\n'))],
    ['found by others', project('scrape_configs:\n  - job_name: redis\n    dns_sd_configs:\n      - names: [nobody]\n')],
    ['a literal that is filled in at its start', project(prometheus('${REDIS_EXPORTER}:9121'))],
  ])('none: %s', (_, texts) => {
    expect(found(texts)).toEqual([]);
  });
});

const alert = (name: string, expr: string, severity = 'critical') =>
  `groups:\n  - name: redis\n    rules:\n      - alert: ${name}\n        expr: ${JSON.stringify(expr)}\n        labels:\n          severity: ${severity}\n`;
const good = alert('RedisDown', 'redis_up == 0');
const withRules = (pattern: string) => `rule_files:\n  - ${pattern}\nalerting:\n  alertmanagers:\n    - dns_sd_configs: [{ names: [am] }]\n${prometheus('redis-exporter:9121')}`;

describe('monitoring/rules-not-loaded', () => {
  test.each([
    ['not mounted', { ...project(withRules('rules/*.yml')), 'prom/rules/redis.yml': good }, 'nothing is mounted there'],
    ['not mounted, by its whole path', { ...project(withRules('/etc/prometheus/alerts.yml')), 'prom/alerts.yml': good }, 'nothing is mounted there'],
    [
      'no such file',
      {
        ...project(withRules('rules/*.rules'), compose().replace('./prom/prometheus.yml:/etc/prometheus/prometheus.yml:ro', './prom:/etc/prometheus')),
        'prom/rules/redis.yml': good,
      },
      'no file matches',
    ],
    ['no such file, and nobody says who runs it', { 'prom/prometheus.yml': withRules('alert.rules.yml') }, 'no file matches'],
    ['rules without a word of them', { 'prom/prometheus.yml': prometheus('redis-exporter:9121'), 'prom/alerts.yml': good }, 'never loaded'],
  ])('%s', (_, texts, says) => {
    expect(found(texts)).toEqual([expect.stringContaining(says)]);
    expect(found(texts)[0]).toMatch(/^monitoring\/rules-not-loaded prom\/prometheus\.yml:\d+/);
  });
  const mounted = compose().replace('./prom/prometheus.yml:/etc/prometheus/prometheus.yml:ro', './prom:/etc/prometheus');
  test.each([
    ['mounted with its folder', { ...project(withRules('rules/*.yml'), mounted), 'prom/rules/redis.yml': good }],
    ['mounted apart', { ...project(withRules('/rules/*.yml'), compose('', '      - ./alerts:/rules\n')), 'alerts/redis.yml': good }],
    ['in a volume', project(withRules('/rules/*.yml'), `${compose('', '      - rules:/rules\n')}volumes:\n  rules: {}\n`)],
    ['in an image of its own', project(withRules('rules/*.yml'), compose('', '    build: ./prom\n'))],
    ['nobody says who runs it', { 'prometheus.yml': withRules('/etc/prometheus/rules/*.yml'), 'rules/redis.yml': good }],
    ['recording rules alone', { 'prometheus.yml': prometheus('redis:1'), 'r.yml': good.replace('alert:', 'record:') }],
    ['loaded by another configuration', { 'a/prometheus.yml': withRules('"*.yml"'), 'a/r.yml': good, 'prometheus.yml': prometheus('redis:1') }],
  ])('none: %s', (_, texts) => {
    expect(found(texts)).toEqual([]);
  });
});

describe('monitoring/no-receiver', () => {
  const manager = (receivers: string, route = 'route:\n  receiver: team\n') => ({ 'rules.yml': good, 'alertmanager.yml': `${route}receivers:\n${receivers}` });
  test.each([
    ['empty', manager('  - name: team\n'), 'is empty'],
    ['empty lists', manager('  - name: team\n    webhook_configs: []\n'), 'is empty'],
    ['a placeholder', manager('  - name: team\n    slack_configs:\n      - api_url: https://hooks.slack.com/services/YOUR/SLACK/WEBHOOK\n'), 'placeholder'],
    ["an example's address", manager('  - name: team\n    webhook_configs:\n      - url: https://example.com/hook\n'), 'placeholder (example.com)'],
    ['a receiver that is not there', manager('  - name: other\n    webhook_configs:\n      - url: http://bot/x\n'), 'no receiver has that name'],
    ['a mail server that is not there', manager('  - name: team\n    email_configs:\n      - to: ops@company.io\n'), 'smtp_smarthost'],
    ['no Alertmanager', { 'prometheus.yml': `rule_files: [r.yml]\n${prometheus('redis:1')}`, 'r.yml': good }, 'no Alertmanager'],
    [
      'an empty list of targets',
      { 'prometheus.yml': `rule_files: [r.yml]\nalerting:\n  alertmanagers:\n    - static_configs:\n        - targets: []\n${prometheus('redis:1')}`, 'r.yml': good },
      'no Alertmanager',
    ],
    [
      'targets that are commented out',
      {
        'prometheus.yml': `rule_files: [r.yml]\nalerting:\n  alertmanagers:\n    - static_configs:\n        - targets:\n          # - alertmanager:9093\n${prometheus('redis:1')}`,
        'r.yml': good,
      },
      'no Alertmanager',
    ],
  ])('%s', (_, texts, says) => {
    expect(found(texts)).toEqual([expect.stringContaining(says)]);
    expect(found(texts)[0]).toMatch(/^monitoring\/no-receiver \S+:\d+/);
  });
  test.each([
    ['a webhook', manager('  - name: team\n    webhook_configs:\n      - url: http://bot:8080/alerts\n')],
    [
      'a silent one beside one that delivers',
      manager('  - name: "null"\n  - name: team\n    webhook_configs:\n      - url: http://bot/x\n', 'route:\n  receiver: "null"\n  routes:\n    - receiver: team\n'),
    ],
    [
      'a placeholder that no route names',
      manager('  - name: team\n    webhook_configs:\n      - url: http://bot/x\n  - name: old\n    webhook_configs:\n      - url: https://example.com/\n'),
    ],
    ['a file with the key', manager('  - name: team\n    slack_configs:\n      - api_url_file: /run/secrets/slack\n')],
    ['found by others', { 'prometheus.yml': withRules('r.yml'), 'r.yml': good }],
    ['recording rules only', { 'prometheus.yml': `rule_files: [r.yml]\n${prometheus('redis:1')}`, 'r.yml': good.replace('alert:', 'record:') }],
  ])('none: %s', (_, texts) => {
    expect(found(texts)).toEqual([]);
  });
  test('no key is shown', () => {
    expect(found(manager('  - name: team\n    slack_configs:\n      - api_url: https://hooks.slack.com/services/your-team/B0/Zz9SecretZz9\n')).join()).not.toContain('Zz9');
  });
});

describe('monitoring/rule-inverted', () => {
  test('is told with the place of its expression', () => {
    expect(found({ 'r.yml': alert('LowHitRate', 'redis_hit_rate > 0.8') })).toEqual([
      'monitoring/rule-inverted r.yml:5 The alert LowHitRate fires when things are well: the hit rate is high where all is well.',
    ]);
  });
  test.each([
    ['RedisDown', 'redis_up == 0', 'critical'],
    ['Watchdog', 'redis_up == 1', 'critical'],
    ['RedisRecovered', 'redis_up == 1', 'critical'],
    ['RedisUp', 'redis_up == 1', 'critical'],
    ['RedisIsUp', 'redis_up == 1', 'warning'],
    ['Redis', 'redis_up == 1', 'info'],
  ])('none: %s %s %s', (name, expr, severity) => {
    expect(found({ 'r.yml': alert(name, expr, severity) })).toEqual([]);
  });
});

describe('monitoring/dashboard-invalid', () => {
  const panel = '{"type": "timeseries", "title": "Memory", "gridPos": {}, "targets": [{"expr": "redis_memory_used_bytes", "refId": "A"}]}';
  const dashboard = (panels = panel, rest = '"title": "Redis", ') => `{${rest}"schemaVersion": 39, "panels": [${panels}]}`;
  const grafana = (volumes: string) => `services:\n  grafana:\n    image: grafana/grafana:12\n    volumes:\n${volumes}`;
  const provider = 'apiVersion: 1\nproviders:\n  - name: all\n    type: file\n    options:\n      path: /var/lib/grafana/dashboards\n';
  const whole = (content: string, sources = '') => ({
    'compose.yml': grafana('      - ./g/provisioning:/etc/grafana/provisioning\n      - ./g/dashboards:/var/lib/grafana/dashboards\n'),
    'g/provisioning/dashboards/all.yml': provider,
    'g/dashboards/redis.json': content,
    ...(sources === '' ? {} : { 'g/provisioning/datasources/p.yml': sources }),
  });
  const source = 'apiVersion: 1\ndatasources:\n  - name: Prometheus\n    type: prometheus\n    uid: prom\n';
  test.each([
    ['wrapped for the API', { 'grafana/redis.json': `{"dashboard": ${dashboard()}, "overwrite": true}` }, 'bare model'],
    ['a panel without a type', { 'grafana/redis.json': dashboard('{"title": "Memory", "targets": [{"expr": "redis_up"}]}') }, 'No panel'],
    ['one of its panels', { 'grafana/redis.json': dashboard(`${panel}, ${panel.replace('"type": "timeseries", ', '')}`) }, 'The panel “Memory”'],
    ['no JSON', { 'grafana/redis.json': `${dashboard().slice(0, -1)},, "x": redis` }, 'no JSON'],
    ['no title', whole(dashboard(panel, '')), 'no title'],
    ['an import by hand', whole(`{"__inputs": [{"name": "DS_PROM"}], ${dashboard(panel.replace('"gridPos": {}', '"datasource": "${DS_PROM}"')).slice(1)}`), '${DS_PROM}'],
    ['a datasource that is not there', whole(dashboard(panel.replace('"gridPos": {}', '"datasource": {"uid": "abc"}')), source), 'abc'],
    ['an empty query', whole(dashboard(panel.replace('redis_memory_used_bytes', ' '))), 'empty query'],
    ['no provider', { 'compose.yml': grafana('      - ./g/dashboards:/var/lib/grafana/dashboards\n'), 'g/dashboards/redis.json': dashboard() }, 'no provider'],
  ])('%s', (_, texts, says) => {
    expect(found(texts)).toEqual([expect.stringContaining(says)]);
    expect(found(texts)[0]).toMatch(/^monitoring\/dashboard-invalid \S+\.json:\d+/);
  });
  test.each([
    ['all well', whole(dashboard(panel.replace('"gridPos": {}', '"datasource": {"uid": "prom"}')), source)],
    ['a variable for the datasource', whole(dashboard(panel.replace('"gridPos": {}', '"datasource": {"uid": "${ds}"}')), source)],
    [
      'an import that nothing loads from a file',
      { 'redis.json': `{"__inputs": [{"name": "DS_PROM"}], ${dashboard(panel.replace('"gridPos": {}', '"datasource": "${DS_PROM}"')).slice(1)}` },
    ],
    ['wrapped, and handed to the API', { 'd.json': `{"dashboard": ${dashboard()}}`, 'load.sh': 'curl -d @d.json http://grafana/api/dashboards/db' }],
    ['datasources without a uid', whole(dashboard(panel.replace('"gridPos": {}', '"datasource": {"uid": "abc"}')), source.replace('    uid: prom\n', ''))],
    [
      'Grafana keeps its provisioning in a volume',
      { 'compose.yml': `${grafana('      - prov:/etc/grafana/provisioning\n      - ./g/dashboards:/d\n')}volumes:\n  prov: {}\n`, 'g/dashboards/redis.json': dashboard() },
    ],
    ["a library's panel", { 'd.json': dashboard('{"libraryPanel": {"uid": "redis"}, "gridPos": {}}') }],
  ])('none: %s', (_, texts) => {
    expect(found(texts)).toEqual([]);
  });
});
