export { readAclFile } from './acl-file.ts';
export { rulesInAclFile, rulesInConf, takesPassword } from './login.ts';
export { isRedisConf, parseRedisConf, type RedisConf, readRedisConf } from './read.ts';
export { shownDirectives } from './secrets.ts';
