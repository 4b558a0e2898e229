/** Folders whose files nobody runs as they are: a test's data, examples, templates that a generator fills in. */
export const isDecoy = (path: string): boolean => /(?:^|\/)(?:(?:__)?fixtures?(?:__)?|test-?data|__mocks__|examples?|samples?|templates?|node_modules)\/|\{\{/i.test(path);
