import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { defects } from './defects.mjs';

/** Makes every file `broken` or `sound`; what is so already stays. Passwords are made where there are none. */
export function make(state) {
  const folder = process.env.EXAMPLE_DIR ?? import.meta.dirname;
  const env = join(folder, '.env');
  const secret = () => randomBytes(32).toString('base64url');
  if (!existsSync(env)) writeFileSync(env, `REDIS_PASSWORD=${secret()}\nGRAFANA_PASSWORD=${secret()}\n`, { mode: 0o600 });
  const other = state === 'sound' ? 'broken' : 'sound';
  for (const defect of defects) {
    const path = join(folder, defect.file);
    const text = readFileSync(path, 'utf8');
    if (defect[state] !== '' && text.includes(defect[state])) continue;
    if (defect[other] !== '')
      writeFileSync(
        path,
        text.replace(defect[other], () => defect[state]),
      );
    else writeFileSync(path, text + defect[state]);
  }
}
