export { openEngines } from './engines.ts';
export { probeRuntime } from './probe.ts';
export { runningServices } from './running.ts';
export { type ServiceLog, serviceLogs } from './service-logs.ts';
export { wayInto } from './way.ts';
