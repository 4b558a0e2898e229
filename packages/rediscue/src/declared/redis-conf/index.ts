export { type AclFile, type AclUser, parseAclFile, readAclFile } from './acl-file.ts';
export { type ConfProblem, type Directive, isRedisConf, parseRedisConf, pathOf, type RedisConf, readRedisConf } from './read.ts';
export { shownDirective, shownDirectives } from './secrets.ts';
