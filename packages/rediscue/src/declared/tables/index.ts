export { type Entry, usesOfEntries } from './entries.ts';
export { isPlainSettings } from './paths.ts';
