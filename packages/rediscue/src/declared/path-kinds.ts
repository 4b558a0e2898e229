/**
 * What a path says of a file: whether it is the project's own, and meant to be run as it is. The one list of such names; a reader adds
 * those of its language alone.
 */

/** Names of folders as tools spell them: what they fetched or built, what they remember, documents. */
const passedOver = new Set(
  (
    'node_modules bower_components jspm_packages vendor .git .hg .svn .venv venv virtualenv site-packages __pycache__ .tox .nox .mypy_cache .pytest_cache .ruff_cache ' +
    'dist build out target .next .nuxt .output .svelte-kit .turbo .parcel-cache .cache .gradle .idea .vscode .terraform .serverless .aws-sam .yarn .pnpm-store ' +
    'docs doc documentation coverage .nyc_output htmlcov Pods DerivedData .dart_tool .bundle tmp log logs .rediscue'
  ).split(' '),
);

/** A folder that is not even entered: nothing in it is a declaration of the project's own. */
export const isPassedOver = (folder: string): boolean => passedOver.has(folder) || folder.includes('{{');

const below = (names: string): RegExp => new RegExp(`(?:^|/)(?:${names})/`, 'i');

/** Sources of others, and data that only examples and tests look at. */
const foreign = below(
  'node_modules|bower_components|jspm_packages|vendor|vendored|_vendor|third[-_]party|site-packages|dist-packages|\\.?venv|virtualenv|\\.terraform|' +
    'examples?|samples?|fixtures?|test[-_]?data|test-fixtures|__(?:tests?|mocks?|fixtures?|snapshots?)__',
);
const templates = below('templates?');
const tests = below('tests?|testing|unit_?tests?|integration[-_]?tests?|acceptance|e2e|specs?|mocks?|stubs?|bench(?:mark)?s?');
/** Source sets of Gradle and Maven beside the application's. */
const testSets = /(^|\/)src\/((?!main\/)\w*(test|it|fixtures|jmh)\w*|it)\//i;
const written = below('docs?|documentation|doctests?|dist|build|out|target/(?:classes|test-classes|generated-sources)|bin/(?:main|test)|coverage|generated|gen|generated-sources');
const showcases = below('demos?|tutorials?|snippets?|notebooks?|playgrounds?|boilerplates?|scaffolds?|stories');

/**
 * The folders of a path, each with `/` behind it. Below the root of Java's sources folders are packages, where `com/acme/test` may be
 * anything: they are left out.
 */
function foldersOf(path: string): string {
  const folders = path.slice(0, path.lastIndexOf('/') + 1);
  const root = /(?:^|\/)src\/main\/(?:java|kotlin|scala|groovy|resources)\//.exec(folders);
  return root ? folders.slice(0, root.index + 1) : folders;
}

/** It belongs to others, to an example, or to a test's data: nobody runs it as it is. */
export const isForeign = (path: string): boolean => foreign.test(foldersOf(path));

/** It lies below a folder of templates, or its own path is one: `{{ name }}/compose.yml`. */
export const isTemplate = (path: string): boolean => templates.test(foldersOf(path)) || path.includes('{{');

/** A source or a setting of the application itself: no test, document or template, not generated, not another's. */
export function isOwnSource(path: string): boolean {
  const folders = foldersOf(path);
  return !foreign.test(folders) && !tests.test(folders) && !testSets.test(folders) && !written.test(folders) && !isTemplate(path);
}

/** It shows how something is done, in a language whose users keep such sources beside the application. */
export const isShowcase = (path: string): boolean => showcases.test(foldersOf(path));

/** Words of a file's name that say that a person copies it and fills it in. */
export const templateWords = 'examples?|samples?|templates?|tmpl|tpl|dist|skel|skeleton';
/** Words of a file's name that say that it is what another one was. */
const copyWords = 'bak|backup|old|orig';

const templateName = new RegExp(`(?:^|[._-])(?:${templateWords})(?:[._-]|$)`, 'i');
const copyName = new RegExp(`(?:^|[._-])(?:${copyWords})(?:[._-]|$)`, 'i');

/** `example`, `redis.conf.dist`, `compose-sample`: by a name, or by a part of one. */
export const isTemplateName = (name: string): boolean => templateName.test(name);

/** `compose.old.yml`, `Procfile.bak`. */
export const isCopyName = (name: string): boolean => copyName.test(name);
