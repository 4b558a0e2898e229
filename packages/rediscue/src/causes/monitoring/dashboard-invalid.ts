import { faultsOf } from '../declared-fault.ts';
import { defineFileCause } from '../define.ts';

const panel = (type: string) => `{ ${type}"title": "Memory", "targets": [{ "refId": "A", "expr": "redis_memory_used_bytes" }] }`;
const model = (type = '"type": "timeseries", ') => `{
  "title": "Redis",
  "schemaVersion": 41,
  "panels": [
    ${panel(type)}
  ]
}
`;

export default defineFileCause({
  code: 'monitoring/dashboard-invalid',
  severity: 'warning',
  title: 'A dashboard cannot be loaded, or shows nothing',
  meaning: 'Grafana leaves the file out with a line in its log, or draws empty panels. It is noticed in the emergency that the dashboard was made for.',
  detection:
    'A dashboard of Redis is no JSON, is wrapped as the API takes it, has panels without a type, no title, an empty query, a datasource that is not provisioned, or waits for an import by hand; ' +
    'or Grafana is given dashboards and no provider that reads them.',
  advice: 'Export the dashboard as a bare model, with the datasource by its provisioned uid, and look into the log of Grafana once after its start.',
  source: 'grafana.com, provisioning',
  explains: [],
  inFiles: { detect: (project) => faultsOf(project, 'monitoring/dashboard-invalid', 'Correct the dashboard') },
  fileExamples: {
    bad: [
      { name: 'wrapped as the API takes it', files: { 'grafana/redis.json': `{ "overwrite": true, "dashboard": ${model()} }\n` }, at: 'grafana/redis.json:1' },
      { name: 'panels without a type', files: { 'grafana/redis.json': model('') }, at: 'grafana/redis.json:5' },
      {
        name: 'Grafana is told of no provider',
        files: {
          'docker-compose.yml': 'services:\n  grafana:\n    image: grafana/grafana:12.1.0\n    volumes:\n      - ./dashboards:/var/lib/grafana/dashboards\n',
          'dashboards/redis.json': model(),
        },
        at: 'dashboards/redis.json:1',
      },
    ],
    good: [
      { name: 'a bare model', files: { 'grafana/redis.json': model() } },
      {
        name: 'wrapped, and handed to the API',
        files: { 'grafana/redis.json': `{ "dashboard": ${model()} }\n`, 'load.sh': 'curl -sS -d @grafana/redis.json http://grafana:3000/api/dashboards/db\n' },
      },
    ],
  },
});
