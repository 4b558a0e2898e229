export { probeHost } from './probe.ts';
