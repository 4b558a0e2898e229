import { shapeOfSecret } from '../../declared/secret-shape.ts';
import { isSecretSetting, parseConfig, RedisError } from '../../redis/index.ts';
import { answer, defineServerProbe } from './question.ts';
import { canonicalName, settings } from './settings.ts';

/** Live settings by name; what is a secret leaves as its shape only. */
export const config = defineServerProbe({
  id: 'config',
  since: null,
  permission: '+config|get',
  cost: 'one look-up for each of about 170 settings; all of them (about 170) before 7.0, which takes one pattern only',
  commands: (server) => {
    const named = ['CONFIG', 'GET', ...settings];
    return [server.isAtLeast('7.0') ? named : ['CONFIG', 'GET', '*']];
  },
  read: ([outcome], server) =>
    answer(outcome, (reply) => {
      const found = parseConfig(reply);
      if (found === undefined) return undefined;
      const values: Record<string, string> = {};
      const secrets: Record<string, ReturnType<typeof shapeOfSecret>> = {};
      const user = found.get('masteruser') ?? found.get('primaryuser') ?? null;
      for (const [name, value] of found) {
        const canonical = canonicalName(name);
        if (!isSecretSetting(name)) values[canonical] = value;
        else secrets[canonical] = shapeOfSecret(value === '' ? null : value, canonical === 'masterauth' ? user || null : canonical === 'requirepass' ? 'default' : null);
      }
      if (found.size === 0 && server.info !== null) return undefined;
      return { values, secrets };
    }),
});

/** A server or proxy that calls itself 7.0 and takes only one name. */
export const takesOneNameOnly = (outcome: unknown): boolean => outcome instanceof RedisError && /wrong number of arguments/i.test(outcome.text);
