import { faultsOf } from '../declared-fault.ts';
import { defineFileCause } from '../define.ts';

const compose = `services:
  redis:
    image: redis:7.4
  redis-exporter:
    image: oliver006/redis_exporter:v1.74.0
  prometheus:
    image: prom/prometheus:v3.5.0
    volumes:
      - ./prometheus.yml:/etc/prometheus/prometheus.yml:ro
`;
const scraping = (target: string) => `scrape_configs:
  - job_name: redis
    static_configs:
      - targets: ["${target}"]
`;

export default defineFileCause({
  code: 'monitoring/target-missing',
  severity: 'warning',
  title: 'Prometheus asks a service that does not exist',
  meaning: 'The target is down for ever: its graphs are empty, and the alerts on them stay silent or fire without end.',
  detection:
    'The configuration is mounted into a Prometheus that the files start, and a target, or the Redis that an exporter is asked about, is the name of no service that it can see. ' +
    'Names with a domain, addresses, external networks and discovery are left alone.',
  advice: 'Start the exporter, or name the service as the stack does. Inside a container `localhost` is the container itself.',
  explains: [],
  inFiles: { detect: (project) => faultsOf(project, 'monitoring/target-missing', 'Name a service that exists, or start the one that is meant') },
  fileExamples: {
    bad: [
      { name: 'an exporter under another name', files: { 'docker-compose.yml': compose, 'prometheus.yml': scraping('exporter:9121') }, at: 'prometheus.yml:4' },
      { name: 'a neighbour by localhost', files: { 'docker-compose.yml': compose, 'prometheus.yml': scraping('localhost:9121') }, at: 'prometheus.yml:4' },
    ],
    good: [
      { name: 'the service by its name', files: { 'docker-compose.yml': compose, 'prometheus.yml': scraping('redis-exporter:9121') } },
      { name: 'a name with a domain', files: { 'docker-compose.yml': compose, 'prometheus.yml': scraping('redis-exporter.prod.internal:9121') } },
      { name: 'nothing tells who scrapes', files: { 'prometheus.yml': scraping('redis-exporter:9121') } },
    ],
  },
});
