import { faultsOf } from '../declared-fault.ts';
import { defineFileCause } from '../define.ts';

const rules = `groups:
  - name: redis
    rules:
      - alert: RedisDown
        expr: redis_up == 0
`;
const manager = (receiver: string) => `route:
  receiver: team
receivers:
  - name: team
${receiver}`;
const prometheus = (alerting: string) => `rule_files: [rules.yml]
${alerting}scrape_configs:
  - job_name: redis
    static_configs:
      - targets: [redis-exporter:9121]
`;

export default defineFileCause({
  code: 'monitoring/no-receiver',
  severity: 'warning',
  title: 'Alerts have nobody to go to',
  meaning: 'Prometheus notices that Redis is down, and no person learns of it.',
  detection:
    'The receiver that the routes name delivers nothing, holds a placeholder, lacks what Alertmanager needs, or is not there; or there are alerts and no Alertmanager is named. ' +
    'One that is left empty on purpose stands beside others that deliver.',
  advice: 'Give the receiver an address that somebody reads, and send a test alert: `amtool alert add`.',
  source: 'prometheus.io, Alertmanager configuration',
  explains: [],
  inFiles: { detect: (project) => faultsOf(project, 'monitoring/no-receiver', 'Give the alerts an address that somebody reads') },
  fileExamples: {
    bad: [
      { name: 'the only receiver is empty', files: { 'rules.yml': rules, 'alertmanager.yml': manager('') }, at: 'alertmanager.yml:4' },
      {
        name: "the web hook of Slack is the template's",
        files: { 'rules.yml': rules, 'alertmanager.yml': manager('    slack_configs:\n      - api_url: https://hooks.slack.com/services/YOUR/SLACK/WEBHOOK\n') },
        at: 'alertmanager.yml:6',
      },
      { name: 'no Alertmanager is named', files: { 'rules.yml': rules, 'prometheus.yml': prometheus('') }, at: 'prometheus.yml:1' },
    ],
    good: [
      { name: 'a web hook', files: { 'rules.yml': rules, 'alertmanager.yml': manager('    webhook_configs:\n      - url: http://alerts-bot:8080/\n') } },
      { name: 'the address stands in a file', files: { 'rules.yml': rules, 'alertmanager.yml': manager('    slack_configs:\n      - api_url_file: /run/secrets/slack\n') } },
      {
        name: 'the Alertmanager is found by others',
        files: { 'rules.yml': rules, 'prometheus.yml': prometheus('alerting:\n  alertmanagers:\n    - dns_sd_configs: [{ names: [alertmanager] }]\n') },
      },
    ],
  },
});
