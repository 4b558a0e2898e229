import { basename, dirname } from 'node:path/posix';
import { isOwnSource, isShowcase } from '../path-kinds.ts';
import type { Files } from '../reading.ts';

/** What Rails and Cucumber keep beside the application. */
const aside = /(^|\/)(features|generators|tmp|migrate|dummy)\//i;
const foreignName =
  /(_spec|_test|_steps|\.example|\.sample|\.template|\.dist|\.erb\.rb)\.|^(spec_helper|test_helper|rails_helper|capybara)|\.(example|sample|template|tt|dist|orig|bak)$|[._-](example|sample|template)\.ya?ml/i;

const isOwn = (path: string): boolean => isOwnSource(path) && !isShowcase(path) && !aside.test(path) && !foreignName.test(basename(path));

/** Sources: `.rb`, `config.ru`, Rakefiles. */
export const isSource = (path: string): boolean => /(\.(rb|ru|rake)|(^|\/)Rakefile)$/.test(path) && isOwn(path) && !/(^|\/)config\/deploy(\/|\.rb$)/.test(path);

const settings = /(^|\/)config\/(?:[\w-]+\/)?([\w.-]+)\.ya?ml(\.erb)?$/;
const others =
  /^(database|locales?|storage|i18n.*|webpacker|newrelic|rubocop|deploy.*|schedule|recurring|queue|puma|routes|importmap|brakeman.*|mongoid|elasticsearch|sunspot|scout_apm|honeybadger|appsignal|credentials.*)$/i;

/** Settings of a Rails application in YAML. Whether they are one's is seen by their content and what stands beside them. */
export function isSettings(path: string): boolean {
  const name = settings.exec(path)?.[2];
  return name !== undefined && isOwn(path) && !others.test(name) && !/(^|\/)config\/locales\//.test(path);
}

/** What a settings file is for, by its name: `cable`, `sidekiq`, `redis.cache`. */
export const settingsName = (path: string): string => basename(path).replace(/\.ya?ml(\.erb)?$/, '').toLowerCase(); // biome-ignore format: one chain

/** Folder of the application that a file under `config/` is of. */
export function applicationOf(path: string): string {
  const match = /^(.*?)(?:^|\/)config\//.exec(path);
  return match ? match[1] || '.' : dirname(path);
}

/** Whether the folder is a Ruby application's. */
export function isRubyApplication(folder: string, files: Files): boolean {
  const at = (name: string) => (folder === '.' ? name : `${folder}/${name}`);
  return ['Gemfile', 'config.ru', 'Rakefile', 'config/application.rb', 'config/environment.rb'].some((name) => files.kind(at(name)) === 'file');
}

/** `production` of `config/environments/production.rb`; null for a file that counts in all. */
export const environmentOf = (path: string): string | null => /(^|\/)config\/(?:environments|settings)\/([\w-]+)\.(rb|ya?ml)$/.exec(path)?.[2] ?? null;

export const isTest = (environment: string): boolean => /^(test|cucumber|ci)$/.test(environment);
