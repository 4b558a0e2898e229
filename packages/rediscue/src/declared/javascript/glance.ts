/** Words without which a file neither reads what Redis is nor connects to it. */
const words = /redis|valkey|bullmq|['"`](?:@nestjs\/)?bull['"`]|bee-queue|['"`]kue['"`]|keyv|redlock/i;

/** The same nearer: a variable or a setting of that name, an address, or a library that is imported. Mere users of a client have none. */
const nearer =
  /REDIS|VALKEY|\b(?:redis|valkey)s?:\/\/|['"`](?:npm:|jsr:|https:[^'"`\s]{0,120})?(?:@[\w.-]{1,60}\/)?[\w.-]{0,60}(?:redis|valkey|bull|bullmq|queue|kue|keyv|redlock)[\w.-]{0,60}(?:@[^'"`\s]{0,60})?(?:\/[\w./-]{0,60})?['"`]|(?:redis|valkey)\w{0,40}['"`]?\s{0,20}[:=]|RedisClient/i;

const maxBytes = 400_000;

/** Whether a file is worth being parsed: by a few words, before anything costs. */
export const isWorthParsing = (text: string): boolean => words.test(text) && nearer.test(text);

/** Code that a tool wrote: bundles and minified files are copies of what is declared elsewhere. */
export function isGenerated(text: string): boolean {
  if (/__webpack_require__|__commonJS\(|\bsystemJSPrerequisite\b|^\/\*! For license information/.test(text)) return true;
  let lines = 1;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines += 1;
  return text.length / lines > 350 && text.length > 2_000;
}

export const isTooLarge = (text: string): boolean => text.length > maxBytes;
