import { basename } from 'node:path/posix';
import type { Program } from '../reading.ts';

export type ProgramKind = 'redis' | 'sentinel' | 'neighbour' | 'application';

/** Last part of an image's name without registry, tag and digest: `docker.io/bitnami/redis:7.2` is `redis`. */
const imageName = (image: string): string => basename(image.replace(/@.*$/, '').replace(/:[^/:]*$/, '')).toLowerCase();

/** Programs around an application that use no Redis of their own, or only what their own settings name. */
const neighbours =
  /^(postgres(ql)?|postgis|timescaledb.*|mysql|mariadb|percona.*|mongo(db)?|memcached|rabbitmq|kafka|zookeeper|nats|elasticsearch|opensearch|kibana|minio|nginx|traefik|haproxy|caddy|envoy|prometheus|alertmanager|grafana|loki|promtail|jaeger|all-in-one|tempo|otel.*|mailhog|mailpit|maildev|adminer|pgadmin4?|localstack|vault|consul|etcd|busybox|registry|portainer(-ce)?|watchtower|certbot|pgbouncer|keycloak|sonarqube|selenium.*)$/;
/** Tools that talk to a Redis for people: they are no application, and no server. */
const tools = /(exporter|commander|insight|redis-?ui|phpredisadmin|redisadmin|benchmark|redis-cli|redsmin|another-redis)/;

/** What a program is, by the command that it runs and by its image. */
export function kindOfProgram(program: Program): ProgramKind {
  const words = (program.command?.value ?? []).flatMap((word) => word.split(/\s+/));
  if (words.some((word) => /(^|\/)(redis|valkey|keydb)-sentinel$/.test(word)) || (words.includes('--sentinel') && words.some(isServerWord))) return 'sentinel';
  const image = program.image === null ? null : imageName(program.image.value);
  if (image !== null && tools.test(image)) return 'neighbour';
  if (image !== null && /^(redis|valkey|keydb)-?sentinel/.test(image)) return 'sentinel';
  if (words.some(isServerWord)) return 'redis';
  if (image !== null && /^(redis|valkey|keydb|dragonfly)(-stack(-server)?|-cluster|-alpine|-server|-bitnami|-ha)?$/.test(image)) return 'redis';
  if (program.format === 'redis-conf') return program.name.includes('sentinel') ? 'sentinel' : 'redis';
  if (image !== null && neighbours.test(image)) return 'neighbour';
  return 'application';
}

const isServerWord = (word: string): boolean => /(^|\/)(redis|valkey|keydb)-server$/.test(word);
