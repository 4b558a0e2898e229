/** What the name of a container image says: `docker.io/bitnami/redis:7.2@sha256:…`. Names are compared in small letters. */

/** Without tag and digest: `docker.io/bitnami/redis`. The port of a registry stays. */
export const repositoryOf = (image: string): string =>
  withoutDigest(image)
    .replace(/:[^/:]*$/, '')
    .toLowerCase();

/** The last part of its repository: `redis`. */
export function imageName(image: string): string {
  const repository = repositoryOf(image);
  return repository.slice(repository.lastIndexOf('/') + 1);
}

/** `7.2`; null where it has none. */
export const tagOf = (image: string): string | null => /:([^/:]*)$/.exec(withoutDigest(image))?.[1] ?? null;

const withoutDigest = (image: string): string => image.replace(/@.*$/, '');

const server = /^(redis|valkey|keydb|dragonfly)(-(stack(-server)?|cluster|alpine|server|bitnami|ha))?$/;
const sentinel = /^(redis|valkey|keydb)-?sentinel/;
const tool = /exporter|adminer|redsmin|another-redis|redis-?admin|(redis|valkey|memtier)[_-]?(benchmark|cli|commander|insight|stat(s|us)?$|ui)/;

/** A server of the Redis family, as it is published under a name that is known. */
export const isServerImage = (image: string): boolean => server.test(imageName(image));

export const isSentinelImage = (image: string): boolean => sentinel.test(imageName(image));

/** A tool that talks to a Redis for people: no application, and no server, whatever its name begins with. */
export const isRedisTool = (image: string): boolean => tool.test(imageName(image));
