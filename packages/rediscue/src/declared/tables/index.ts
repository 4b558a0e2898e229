export { type Entry, usesOfEntries } from './entries.ts';
export { isInForce, isPlainSettings } from './paths.ts';
