import { basename } from 'node:path/posix';
import type { DeclaredFault, Files } from '../reading.ts';
import type { RedisConf } from './read.ts';

/** References to variables in a configuration: the server expands nothing, and takes the text itself. */
export const unexpandedIn = (conf: RedisConf): DeclaredFault[] =>
  conf.variables.map(({ place, directive, text }) => ({
    code: 'config/interpolation-not-expanded',
    place,
    summary: `\`${directive}\` in ${place.file}:${place.line} is the literal text ${text}: ${conf.sentinel ? 'Sentinel' : 'the server'} expands no variables in its configuration.`,
    also: [],
    subject: conf.file,
  }));

/** Files that may start a server, or prepare what it reads. */
const starters = /\.(sh|bash|ya?ml|service|mk|tf)$|(^|\/)([^/]*Dockerfile[^/]*|Makefile|[^/]*entrypoint[^/]*)$/;

/** Whether something of the project fills in the file before a server reads it. */
export function isFilledIn({ file }: RedisConf, files: Files): boolean {
  const name = basename(file);
  return files.paths.some((path) => {
    const text = starters.test(path) ? files.text(path) : null;
    if (text === null) return false;
    return /\b(envsubst|gomplate|confd|dockerize|ytt|consul-template)\b/.test(text) || (text.includes(name) && /\b(sed|perl|awk|eval|jinja2?|j2)\b/.test(text));
  });
}
