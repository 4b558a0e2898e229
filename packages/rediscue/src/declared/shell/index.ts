export { hostProgram } from './host-program.ts';
export { assignmentIn, parseShell } from './parse.ts';
export { positionsOf } from './positions.ts';
export { isRelevant } from './relevant.ts';
export { callsOf, commandOfLine, isServerCall, type ShellCall, variablesOf } from './set-by-line.ts';
export type { ShellWord } from './types.ts';
export { literalOf, meaningOf } from './value.ts';
export { foreign, startOf } from './word.ts';
