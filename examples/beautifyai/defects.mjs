// What went wrong on the platform, each as one change of one file: the code that names it, and both texts.
const compose = 'compose.yml';
const workflow = '.github/workflows/deploy.yml';

export const defects = [
  { code: 'memory/policy-misfit', file: 'redis/redis.conf', sound: 'maxmemory-policy noeviction', broken: 'maxmemory-policy allkeys-lru' },
  { code: 'container/memory-limit-below-maxmemory', file: compose, sound: 'memory: 1536m', broken: 'memory: 512m' },
  { code: 'auth/health-check-blind', file: compose, sound: '"redis-cli ping | grep -qx PONG"]', broken: '"redis-cli ping"]' },
  { code: 'container/mutable-image', file: compose, sound: 'image: redis:8.2.2', broken: 'image: redis:latest' },
  { code: 'security/published-on-all-interfaces', file: compose, sound: '"127.0.0.1:6379:6379"', broken: '"6379:6379"' },
  { code: 'security/default-credentials', file: compose, sound: 'GF_SECURITY_ADMIN_PASSWORD: ${GRAFANA_PASSWORD:?}', broken: 'GF_SECURITY_ADMIN_PASSWORD: admin' },
  { code: 'container/reference-undeclared', file: compose, sound: '    networks: [backend]\n\nnetworks:', broken: '    networks: [monitoring]\n\nnetworks:' },
  { code: 'monitoring/target-missing', file: 'monitoring/prometheus.yml', sound: 'redis-exporter:9121', broken: 'redis-metrics:9121' },
  { code: 'monitoring/rules-not-loaded', file: 'monitoring/prometheus.yml', sound: 'rules/*.yml', broken: 'alerts/*.yml' },
  { code: 'monitoring/no-receiver', file: 'monitoring/alertmanager.yml', sound: '    webhook_configs:\n      - url: http://api:8000/alerts\n', broken: '' },
  {
    code: 'monitoring/rule-inverted',
    file: 'monitoring/rules/redis.yml',
    sound: 'rate(redis_keyspace_misses_total[5m])) < 0.8',
    broken: 'rate(redis_keyspace_misses_total[5m])) > 0.8',
  },
  {
    code: 'monitoring/dashboard-invalid',
    file: 'monitoring/dashboards/redis.json',
    sound: '"title": "Clients",\n      "type": "timeseries",\n      "gridPos"',
    broken: '"title": "Clients",\n      "gridPos"',
  },
  { code: 'delivery/unpinned-action', file: workflow, sound: 'actions/setup-node@a0853c24544627f65ddf259abe73b1d18a591444 # v5.0.0', broken: 'example/setup-tools@main' },
  { code: 'delivery/step-without-effect', file: workflow, sound: 'run: ./scripts/smoke.sh', broken: 'run: echo "Smoke test passed"' },
  { code: 'delivery/no-rollback', file: workflow, sound: '      - name: Roll back\n        if: failure()\n        run: docker service rollback beautifyai_api\n', broken: '' },
];
