/** Folders whose files are not what the application runs on. */
const folders =
  /(^|\/)(node_modules|vendor|third_party|testdata|test-data|fixtures?|__tests__|tests?|testing|mocks?|examples?|samples?|generated|gen|generated-sources|docs?|benchmarks?|bench|e2e)(\/|$)/i;
const sourceSets = /(^|\/)src\/((?!main(\/|$))\w*(test|it|fixtures|jmh)\w*|it)(\/|$)/i;
const outputs = /(^|\/)(target\/(classes|test-classes|generated-sources)|build\/(resources|classes|generated|tmp)|bin\/(main|test)|out\/production|dist)\//;

/** A test's, an example's, a vendored or a generated file. */
export function isDecoy(path: string): boolean {
  const cut = path.lastIndexOf('/');
  const folder = cut === -1 ? '' : path.slice(0, cut);
  // Below a Java source root folders are packages, where `com/acme/test` may be anything but `src/main/java` is the application.
  const root = /^(.*?(?:^|\/)src\/main)(?:\/|$)/.exec(folder);
  return folders.test(root?.[1] ?? folder) || sourceSets.test(folder) || outputs.test(`${folder}/`);
}
