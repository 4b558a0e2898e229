import type { SecretShape } from '../facts/index.ts';
import { secretPlaceholderIn, secretVariableIn } from './placeholder.ts';

/** Passwords that are known defaults of servers, images and sample files. */
const defaults = new Set(['foobared', 'bitnami', 'default', 'redis', 'valkey', 'redislabs', 'redis-stack', 'sentinel', 'rediscloud']);

/** Words that head every list of guessed passwords; compared after `plain`. */
const common = new Set(
  (
    'password passwort passwd pass passphrase mypassword mypass secret mysecret supersecret topsecret secretpassword mysecretpassword somepassword test testing tester ' +
    'guest admin administrator root toor user login welcome letmein master masterpassword access hello world helloworld monkey dragon shadow sunshine princess ' +
    'football baseball superman batman trustno qwerty qwertyuiop qwertz azerty asdf asdfgh asdfghjkl zxcvbn zxcvbnm qazwsx iloveyou starwars whatever freedom ' +
    'computer internet server database cache queue session demo dev develop development staging prod production local localhost docker kubernetes container postgres ' +
    'mysql mongo rabbitmq memcached redispass redispassword redispwd redissecret redisauth redisadmin redismaster redisdb valkeypassword valkeypass valkeysecret ' +
    'strongpassword strongpass securepassword mystrongpassword abc abcd abcdef abcdefgh pwd temp temporary nopassword none null changed hunter'
  ).split(' '),
);

/** Shortest that is not called short: eight random characters still take an attacker years at a server's pace. */
const shortest = 8;
/** Digits alone have a third of the strength of mixed characters for each place. */
const shortestDigits = 12;

const leet: Readonly<Record<string, string>> = { '0': 'o', '1': 'i', '3': 'e', '4': 'a', '5': 's', '7': 't', $: 's', '@': 'a', '!': 'i' };

/** The word below the usual decorations: case, leet, separators, a short tail of digits or signs. */
function plain(text: string): string {
  const lower = text.toLowerCase();
  const bare = lower.replace(/[^a-z]{1,5}$/, '');
  return (bare === '' ? lower : bare).replace(/[0134578$@!]/g, (sign) => leet[sign] ?? sign).replace(/[-_. ]/g, '');
}

/** `aaaaaaaa`, `12345678`, `abcabcabc`: no more to guess than their first characters. */
function isMonotonous(text: string): boolean {
  if (/^(.{1,4})\1+$/.test(text)) return true;
  const steps = new Set<number>();
  for (let i = 1; i < text.length; i += 1) steps.add(text.charCodeAt(i) - text.charCodeAt(i - 1));
  return text.length > 2 && steps.size === 1 && [...steps].every((step) => Math.abs(step) === 1);
}

function weakness(text: string, username: string | null): SecretShape['weak'] {
  const lower = text.toLowerCase();
  if (defaults.has(lower)) return 'default';
  if (username !== null && username !== '' && lower === username.toLowerCase()) return 'same-as-user';
  if (isMonotonous(lower) || lower === '1234567890' || lower === '0123456789') return 'common';
  if (defaults.has(plain(text)) || common.has(plain(text)) || common.has(lower)) return 'common';
  if (text.length < shortest || (/^\d+$/.test(text) && text.length < shortestDigits)) return 'short';
  return null;
}

/** All that may be known of a secret outside of memory. An empty text counts as none. */
export function shapeOfSecret(text: string | null, username: string | null): SecretShape {
  if (text === null || text === '') return { set: false, placeholder: null, variable: null, weak: null, padded: false };
  const trimmed = text.trim();
  const variable = secretVariableIn(trimmed);
  const placeholder = variable === null ? secretPlaceholderIn(trimmed) : null;
  return {
    set: true,
    placeholder,
    variable,
    weak: variable !== null || placeholder !== null ? null : weakness(trimmed, username),
    padded: trimmed !== text,
  };
}
