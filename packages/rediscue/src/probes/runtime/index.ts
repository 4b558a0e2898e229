export { probeRuntime } from './probe.ts';
export { type RunningService, runningServices } from './running.ts';
export { wayInto } from './way.ts';
