export { readAclFile } from './acl-file.ts';
export { isRedisConf, parseRedisConf, type RedisConf, readRedisConf } from './read.ts';
export { shownDirectives } from './secrets.ts';
