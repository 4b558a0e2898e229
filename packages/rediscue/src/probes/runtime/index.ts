export { probeRuntime } from './probe.ts';
export { wayInto } from './way.ts';
