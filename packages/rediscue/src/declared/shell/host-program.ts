import type { Program } from '../reading.ts';

/** A program of a host, of which only what is given is known. */
export const hostProgram = (known: Pick<Program, 'name' | 'format' | 'place' | 'group'> & Partial<Program>): Program => ({
  runs: 'host',
  variant: null,
  image: null,
  folder: null,
  dockerfile: null,
  command: null,
  layers: [],
  ports: [],
  networks: [],
  hostNetwork: true,
  mounts: [],
  healthCheck: null,
  restart: null,
  memoryLimitBytes: null,
  user: null,
  replicas: null,
  dependsOn: [],
  reachedAs: [],
  ...known,
});
