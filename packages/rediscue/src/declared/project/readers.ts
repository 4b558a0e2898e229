import { dockerfileReader } from '../dockerfile/index.ts';
import { dotenvReader } from '../dotenv/index.ts';
import { packageScriptsReader } from '../package-scripts/index.ts';
import { procfileReader } from '../procfile/index.ts';
import type { Reader } from '../reading.ts';
import { redisConfReader } from '../redis-conf/reader.ts';
import { systemdReader } from '../systemd/index.ts';

/** Readers that need no parser of others. */
const light: readonly Reader[] = [dockerfileReader, dotenvReader, packageScriptsReader, procfileReader, redisConfReader, systemdReader];

/** Readers that bring a grammar along: loaded only where a file may be theirs, since a grammar costs more than most projects' files. */
const heavy: readonly { mayRead: RegExp; load: () => Promise<readonly Reader[]> }[] = [
  { mayRead: /\.(ya?ml|properties|rules)$|(^|\/)(?!package|tsconfig|composer)[^/]*\.json$/, load: async () => (await import('./yaml-readers.ts')).yamlReaders },
  { mayRead: /\.toml$/, load: async () => [(await import('../toml/index.ts')).tomlReader] },
  { mayRead: /\.(ini|cfg)$/, load: async () => [(await import('../ini/index.ts')).iniReader] },
  { mayRead: /(^|\/)(config|settings|conf)[^/]*(\/[^/]*)*\.json$/, load: async () => [(await import('../json/index.ts')).jsonReader] },
  { mayRead: /\.go$/, load: async () => [(await import('../golang/index.ts')).golangReader] },
  { mayRead: /\.(java|kt)$/, load: async () => [(await import('../java/index.ts')).javaReader] },
  { mayRead: /\.[cm]?[jt]sx?$|(^|\/)package\.json$/, load: async () => [(await import('../javascript/index.ts')).javascriptReader] },
  { mayRead: /\.php$|(^|\/)composer\.json$/, load: async () => [(await import('../php/index.ts')).phpReader] },
  { mayRead: /\.py$/, load: async () => [(await import('../python/index.ts')).pythonReader] },
  { mayRead: /\.(rb|ru|rake)$|(^|\/)(Rakefile|Gemfile)$|(^|\/)config\/.*\.ya?ml(\.erb)?$/, load: async () => [(await import('../ruby/index.ts')).rubyReader] },
  { mayRead: /\.tf(\.json|vars)?$/, load: async () => [(await import('../terraform/index.ts')).terraformReader] },
];

/** The readers of a project that has these files. */
export async function readersFor(paths: readonly string[]): Promise<readonly Reader[]> {
  const wanted = heavy.filter(({ mayRead }) => paths.some((path) => mayRead.test(path)));
  return [...light, ...(await Promise.all(wanted.map(({ load }) => load()))).flat()];
}
