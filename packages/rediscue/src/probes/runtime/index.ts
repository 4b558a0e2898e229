export { probeRuntime } from './probe.ts';
export { runningServices } from './running.ts';
export { wayInto } from './way.ts';
