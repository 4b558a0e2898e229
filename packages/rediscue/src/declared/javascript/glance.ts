/** Words without which a file neither reads what Redis is nor connects to it. */
const words = /redis|valkey|bullmq|['"`](?:@nestjs\/)?bull['"`]|bee-queue|['"`]kue['"`]|keyv|redlock|rsmq/i;

/** The same nearer: each finds one thing that is read here. Files that only use a client have none of them. */
const nearer: readonly RegExp[] = [
  // Variables.
  /REDIS|VALKEY/,
  // Addresses.
  /\b(?:redis|valkey)s?:\/\//i,
  // Libraries that are imported.
  /(?:from|require\(|import\(?)\s{0,4}['"`](?:npm:|jsr:|https:[^'"`\s]{0,120})?(?:@[\w.-]{1,60}\/)?[\w.-]{0,60}(?:redis|valkey|bull|bullmq|bee-queue|kue|keyv|redlock|resque|rsmq|rate-limiter-flexible|socket\.io-emitter)[\w.-]{0,60}(?:@[^'"`\s]{0,60})?(?:\/[\w./-]{0,60})?['"`]/i,
  // Settings of that name.
  /(?:redis|valkey)\w{0,40}['"`]?\s{0,20}[:=]\s{0,20}(?:[{'"`([]|process\b|env\b|config|async\b|\d|true|false|Number|parseInt)/i,
  /registerAs\(\s{0,20}['"`]\w{0,40}(?:redis|cache|queue|bull)/i,
  /\bRedisClient\(|Transport\.REDIS|(?:driver|adapter|type)\s{0,4}:\s{0,4}['"](?:io)?redis/,
];

/** Sources that people write are shorter. */
const maxLength = 400_000;

/** Whether a file is worth being parsed: by a few words, before anything costs. */
export const isWorthParsing = (text: string): boolean => words.test(text) && nearer.some((pattern) => pattern.test(text));

/** Whether a file that others import can lead to a client, a setting or a variable: by a word of them, or by what it hands on. */
export const mayLead = (text: string): boolean => words.test(text) || /\benv\b|config|settings|export\s{0,4}\*|export\s{0,4}\{[^}]{0,2000}\}\s{0,4}from|^\s{0,20}\{/i.test(text);

/** Whether what stands around an error could have been about Redis. */
export const isAbout = (text: string): boolean => words.test(text);

/** Code that a tool wrote: bundles and minified files are copies of what is declared elsewhere. */
export function isGenerated(text: string): boolean {
  if (/__webpack_require__|__commonJS\(|\bsystemJSPrerequisite\b|^\/\*! For license information/.test(text)) return true;
  let lines = 1;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines += 1;
  return text.length / lines > 350 && text.length > 2_000;
}

export const isTooLarge = (text: string): boolean => text.length > maxLength;
