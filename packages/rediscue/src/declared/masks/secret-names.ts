/**
 * The one list of names by which something says that its value is a secret. The first three are sources of expressions, so that
 * each mask puts them where its form has the name.
 */

/** Directives of servers and Sentinels. Not `auth-pass`: a name stands between it and its value. */
export const secretDirectives = 'requirepass|masterauth|primaryauth|sentinel-pass|tls-(?:client-)?key-file-pass';

/** Words that tell a secret in any text. Others (`auth: failed`, `pass 2 of 3`) mean something else in prose. */
export const secretWords = 'password|passwd|passphrase|secret|token|api[-_]?key';

/** Options of programs, without their dashes. */
export const secretOptionNames = `${secretDirectives}|${secretWords}|pass`;

const wherever = 'credential|private[-_]?key|api[-_]?key|access[-_]?key';
const atEnd = 'pass(?:word|wd|phrase)?|pwd|secret(?:[-_]?(?:data|value|key|string))?|token|auth(?:[-_]?string)?|dsn|salt|webhook[-_]?url|(?:service|routing)[-_]?key';
const names = new RegExp(`(?:${atEnd})$|${wherever}`, 'i');
const suspects = new RegExp(`pass|pwd|secret|token|auth(?!or)|dsn|salt|webhook|private|key$|${wherever}`, 'i');

/** The value under this name is a secret: `redis_password`, `authToken`. Not what only speaks of one: `password_file`, `token_ttl`. */
export const isSecretName = (name: string): boolean => names.test(name);

/** The value may be a secret: `DB_PASS_1`, `SECRET_KEY_BASE`, `key`. For names that people make up, where hiding too much costs little. */
export const mayBeSecretName = (name: string): boolean => suspects.test(name);
