export { type AofCheck, checkAof } from './check-aof.ts';
export { checkRdb } from './check-rdb.ts';
export type { FileCheck } from './damage.ts';
export { type Loadable, loadableBy } from './versions.ts';
