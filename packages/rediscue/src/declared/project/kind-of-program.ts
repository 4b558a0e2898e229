import { imageName, isRedisTool, isSentinelImage, isServerImage } from '../../image-name.ts';
import type { Program } from '../reading.ts';

export type ProgramKind = 'redis' | 'sentinel' | 'neighbour' | 'application';

/** Programs around an application that use no Redis of their own, or only what their own settings name. */
const neighbours =
  /^(postgres(ql)?|postgis|timescaledb.*|mysql|mariadb|percona.*|mongo(db)?|memcached|rabbitmq|kafka|zookeeper|nats|elasticsearch|opensearch|kibana|minio|nginx|traefik|haproxy|caddy|envoy|prometheus|alertmanager|grafana|loki|promtail|jaeger|all-in-one|tempo|otel.*|mailhog|mailpit|maildev|adminer|pgadmin4?|localstack|vault|consul|etcd|busybox|registry|portainer(-ce)?|watchtower|certbot|pgbouncer|keycloak|sonarqube|selenium.*)$/;

/** What a program is, by the command that it runs and by its image. */
export function kindOfProgram(program: Program): ProgramKind {
  const words = (program.command?.value ?? []).flatMap((word) => word.split(/\s+/));
  if (words.some((word) => /(^|\/)(redis|valkey|keydb)-sentinel$/.test(word)) || (words.includes('--sentinel') && words.some(isServerWord))) return 'sentinel';
  const image = program.image?.value ?? null;
  if (image !== null && isRedisTool(image)) return 'neighbour';
  if (image !== null && isSentinelImage(image)) return 'sentinel';
  if (words.some(isServerWord)) return 'redis';
  if (image !== null && isServerImage(image)) return 'redis';
  if (program.format === 'redis-conf') return program.name.includes('sentinel') ? 'sentinel' : 'redis';
  if (image !== null && neighbours.test(imageName(image))) return 'neighbour';
  return 'application';
}

const isServerWord = (word: string): boolean => /(^|\/)(redis|valkey|keydb)-server$/.test(word);
