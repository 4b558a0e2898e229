// What the machine and its containers tell, apart from the wire. Loaded while a server's rates are measured: see decision 5.
export { probeApp } from './app/index.ts';
export { probeElsewhere } from './elsewhere/index.ts';
export { probeHost } from './host/index.ts';
export { type Consumers, probePlace, type SeenFrom } from './place/index.ts';
export { openEngines, probeRuntime, runningServices, wayInto } from './runtime/index.ts';
