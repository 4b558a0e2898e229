export { type AofCheck, type AofOptions, type AofPlace, checkAof } from './check-aof.ts';
export { checkRdb, type RdbOptions } from './check-rdb.ts';
export type { CheckOptions, FileCheck } from './damage.ts';
export { type Loadable, loadableBy } from './versions.ts';
