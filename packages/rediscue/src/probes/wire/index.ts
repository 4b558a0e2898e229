export { probeWire } from './probe-wire.ts';
