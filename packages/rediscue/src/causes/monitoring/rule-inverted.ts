import { faultsOf } from '../declared-fault.ts';
import { defineFileCause } from '../define.ts';

const alert = (name: string, expr: string, severity = 'critical') => `groups:
  - name: redis
    rules:
      - alert: ${name}
        expr: ${expr}
        labels:
          severity: ${severity}
`;

export default defineFileCause({
  code: 'monitoring/rule-inverted',
  severity: 'warning',
  title: 'An alert fires when all is well',
  meaning: 'It is on all day and is muted, and when Redis is really down it falls silent.',
  detection: 'The expression is read as PromQL: a comparison that holds for a healthy Redis. Heartbeats, recovery notices and rules of severity `info` are left alone.',
  advice: 'Turn the comparison round, and test it: `promtool test rules`.',
  source: 'prometheus.io, querying; metrics of redis_exporter',
  explains: [],
  inFiles: { detect: (project) => faultsOf(project, 'monitoring/rule-inverted', 'Turn the comparison round') },
  fileExamples: {
    bad: [
      { name: 'down means up', files: { 'rules.yml': alert('RedisDown', 'redis_up == 1') }, at: 'rules.yml:5' },
      { name: 'a high hit rate', files: { 'rules.yml': alert('LowHitRate', 'redis_hit_rate > 0.8', 'warning') }, at: 'rules.yml:5' },
    ],
    good: [
      { name: 'down means down', files: { 'rules.yml': alert('RedisDown', 'redis_up == 0') } },
      { name: 'a notice that it is back', files: { 'rules.yml': alert('RedisRecovered', 'redis_up == 1') } },
      { name: 'a heartbeat', files: { 'rules.yml': alert('Watchdog', 'redis_up == 1', 'none') } },
    ],
  },
});
