import type { ConfigFileFact, SecretShape } from '../../facts/index.ts';
import { shapeOfSecret } from '../secret-shape.ts';
import { knownDirectives } from './known-directives.ts';
import type { Directive, RedisConf } from './read.ts';

const secretDirectives = new Set(['requirepass', 'masterauth', 'primaryauth', 'tls-key-file-pass', 'tls-client-key-file-pass']);
const hidden = '***';

/** What no version knows may be a misspelt `requirepas`. */
const looksSecret = (name: string) => secretDirectives.has(name) || !knownDirectives.has(name);

/** A directive as it may be shown: secrets replaced, with the shape of the first one. */
function shownDirective({ name, values }: Directive, usernameOf: (name: string) => string | null = () => null): { values: string[]; secret: SecretShape | null } {
  if (looksSecret(name)) return { values: values.map(() => hidden), secret: shapeOfSecret(values[0] ?? null, usernameOf(name)) };
  if (name === 'sentinel') {
    const sub = values[0]?.toLowerCase();
    const at = sub === 'auth-pass' ? 2 : sub === 'sentinel-pass' ? 1 : -1;
    if (at > 0) return { values: values.map((value, index) => (index >= at ? hidden : value)), secret: shapeOfSecret(values[at] ?? null, null) };
  }
  // A command's new name is what keeps others from using it; an empty one only switches it off.
  if (name === 'rename-command') return { values: values.map((value, index) => (index > 0 && value !== '' ? hidden : value)), secret: null };
  if (name === 'user') {
    const password = values.find((value) => value.startsWith('>'));
    const shown = values.map((value, index) => (index > 0 && /^[><#!]./.test(value) ? `${value[0]}${hidden}` : value));
    return { values: shown, secret: password === undefined ? null : shapeOfSecret(password.slice(1), values[0] ?? null) };
  }
  // Arguments of a module may be anything.
  if (name === 'loadmodule') return { values: values.slice(0, 1), secret: null };
  return { values: [...values], secret: null };
}

/** All directives of a file without secrets, as the facts keep them. */
export function shownDirectives(conf: RedisConf): ConfigFileFact['directives'] {
  const username = conf.setting('masteruser') ?? conf.setting('primaryuser') ?? null;
  // What no server knows may be a line of any file that is included: it is told as a problem, without its values.
  return conf.directives
    .filter(({ name }) => knownDirectives.has(name))
    .map((directive) => ({
      name: directive.name,
      place: directive.place,
      ...shownDirective(directive, (name) => (name === 'masterauth' || name === 'primaryauth' ? username : name === 'requirepass' ? 'default' : null)),
    }));
}
