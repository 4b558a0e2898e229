import { basename, dirname } from 'node:path/posix';
import { isCopyName, isForeign, isTemplate, isTemplateName } from '../path-kinds.ts';
import { knownDirectives } from './known-directives.ts';
import type { RedisConf } from './read.ts';

/** Where servers' own sources, and tests, keep a configuration that none of the project's reads. */
const aside = /(^|\/)(spec|testenv|deps|dependencies)\//i;
const otherEnding = /\.(templ|default|erb|j2|jinja2?|ejs|hbs|mustache|save|swp|in|md|rst|txt|log)$/i;
const otherTool =
  /(^|\/)(nginx|apache2?|httpd|haproxy|supervisor[^/]*|logrotate[^/]*|systemd|tmpfiles\.d|sysctl\.d|init|upstart|monit[^/]*|rsyslog[^/]*|fail2ban|collectd[^/]*|telegraf[^/]*|[^/]*\.service\.d)\//i;

/** Whether a path may be a file that a server of the project reads. */
export function isMeant(path: string): boolean {
  const name = basename(path);
  return !isForeign(path) && !isTemplate(path) && !isTemplateName(name) && !isCopyName(name) && !aside.test(path) && !otherEnding.test(name) && !otherTool.test(path);
}

/** An ACL file by its name; others count when a configuration's `aclfile` names them. */
export const isAclName = (path: string): boolean => isMeant(path) && /(^|\/)([^/]*[-_.])?(users?|acls?|redis|valkey)([-_.][^/]*)?\.acl$/i.test(path);

/**
 * The name alone is shared with other tools (nginx's `conf.d/redis.conf`, a supervisor's programs): the file is a server's when
 * most of what it says are a server's directives.
 */
export function saysServer({ directives, problems, file }: RedisConf): boolean {
  if (directives.length === 0) return problems.length === 0 && /^(redis|valkey|sentinel)\.conf$/i.test(basename(file));
  let known = 0;
  for (const { name, values } of directives) {
    const last = values.at(-1) ?? name;
    if (/^\[.*\]$/.test([name, ...values].join(' ')) || last === '{' || last.endsWith(';') || values[0] === '=') return false;
    if (name === 'sentinel' || name === 'user' || knownDirectives.has(name)) known++;
  }
  return known * 2 >= directives.length && known > 0;
}

const variants: Readonly<Record<string, string>> = {
  dev: 'development', devel: 'development', develop: 'development', development: 'development', local: 'local', test: 'test', tests: 'test', testing: 'test', ci: 'test',
  qa: 'qa', stage: 'staging', staging: 'staging', uat: 'uat', preprod: 'staging', prod: 'production', production: 'production', live: 'production',
}; // biome-ignore format: a list to read

/** Environment that a path is for, by the words of its name and of the folders that hold it; null: for all. */
export function variantOf(path: string): string | null {
  const words = [basename(path), ...dirname(path).split('/').toReversed()];
  for (const word of words) for (const part of word.toLowerCase().split(/[-_.]/)) if (Object.hasOwn(variants, part)) return variants[part] ?? null;
  return null;
}
