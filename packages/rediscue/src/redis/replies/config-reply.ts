import type { Reply } from '../resp.ts';
import { text } from '../resp.ts';
import { clip, fields } from './shape.ts';

/** Every version has fewer than 400 settings; modules add theirs. */
const most = 2000;

/** CONFIG GET: values by name in lower case, secrets among them. Undefined when the reply is no list of settings. */
export function parseConfig(reply: Reply): Map<string, string> | undefined {
  const named = fields(reply);
  if (named === undefined) return undefined;
  const settings = new Map<string, string>();
  for (const [name, value] of named) {
    const written = value === null ? '' : text(value);
    if (written === undefined || settings.size >= most) continue;
    // `save`, `bind` and module paths may be long; a secret must stay whole, or its shape would be another.
    settings.set(clip(name.toLowerCase(), 128), written.length > 4096 ? written.slice(0, 4096) : written);
  }
  return settings;
}

/** Settings whose value is a secret, by name: those of every version, and those of modules that look like one. */
export function isSecretSetting(name: string): boolean {
  return (
    /^(requirepass|masterauth|primaryauth|sentinel-pass|auth-pass)$/.test(name) ||
    /(^|[-_.])(pass|passwd|password|passphrase|secret|token|credentials?|apikey|api-key|private-key)$/.test(name)
  );
}
