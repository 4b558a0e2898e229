export { type Consumers, probePlace, type SeenFrom } from './probe.ts';
