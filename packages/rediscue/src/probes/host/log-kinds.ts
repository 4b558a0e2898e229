export { type LogKind, logKinds } from '../../facts/log-kinds.ts';
