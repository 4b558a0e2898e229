import { faultsOf } from '../declared-fault.ts';
import { defineFileCause } from '../define.ts';

const rules = `groups:
  - name: redis
    rules:
      - alert: RedisDown
        expr: redis_up == 0
`;
const prometheus = (head: string) => `${head}alerting:
  alertmanagers:
    - dns_sd_configs: [{ names: [alertmanager] }]
scrape_configs:
  - job_name: redis
    static_configs:
      - targets: [redis-exporter:9121]
`;
const compose = (mount: string) => `services:
  redis-exporter:
    image: oliver006/redis_exporter:v1.74.0
  prometheus:
    image: prom/prometheus:v3.5.0
    volumes:
      - ${mount}
`;

export default defineFileCause({
  code: 'monitoring/rules-not-loaded',
  severity: 'warning',
  title: 'No alert is loaded',
  meaning: 'The rules are written and Prometheus never reads them: a pattern of `rule_files` that matches nothing is no error to it.',
  detection:
    'A pattern of `rule_files` matches no file where Prometheus runs, by the mounts that the files show; or alerts lie beside a configuration that names no rules. ' +
    'Images that are built here and volumes may hold rules that no file shows: they are left alone.',
  advice: 'Mount the rules where `rule_files` looks for them; relative patterns start at the configuration. `promtool check config` counts the rules that it finds.',
  source: 'prometheus.io, configuration: rule_files',
  explains: [],
  inFiles: { detect: (project) => faultsOf(project, 'monitoring/rules-not-loaded', 'Let `rule_files` and the mounts lead to the rules') },
  fileExamples: {
    bad: [
      {
        name: 'the configuration is mounted, its rules are not',
        files: {
          'docker-compose.yml': compose('./prometheus.yml:/etc/prometheus/prometheus.yml:ro'),
          'prometheus.yml': prometheus('rule_files:\n  - rules/*.yml\n'),
          'rules/redis.yml': rules,
        },
        at: 'prometheus.yml:2',
      },
      { name: 'no file has that name', files: { 'prometheus.yml': prometheus('rule_files:\n  - alerts.rules.yml\n'), 'redis-alerts.yml': rules }, at: 'prometheus.yml:2' },
      { name: 'the configuration names no rules', files: { 'prometheus.yml': prometheus(''), 'alerts.yml': rules }, at: 'prometheus.yml:1' },
    ],
    good: [
      {
        name: 'mounted with their folder',
        files: {
          'docker-compose.yml': compose('./monitoring:/etc/prometheus'),
          'monitoring/prometheus.yml': prometheus('rule_files:\n  - rules/*.yml\n'),
          'monitoring/rules/redis.yml': rules,
        },
      },
      { name: 'nothing tells who runs it', files: { 'prometheus.yml': prometheus('rule_files:\n  - /etc/prometheus/rules/*.yml\n'), 'rules/redis.yml': rules } },
    ],
  },
});
