export { probeRuntime } from './probe.ts';
export { type Way, wayInto } from './way.ts';
