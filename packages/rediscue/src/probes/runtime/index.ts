export { probeRuntime } from './probe.ts';
