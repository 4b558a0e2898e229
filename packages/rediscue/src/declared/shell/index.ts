export { assignmentIn, parseShell } from './parse.ts';
export { positionsOf } from './positions.ts';
export type { ShellAssignment, ShellCommand, ShellWord } from './types.ts';
export { literalOf, meaningOf, type ShellValue } from './value.ts';
export { foreign, startOf } from './word.ts';
