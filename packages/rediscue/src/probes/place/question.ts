import type { PlaceLook } from '../../facts/index.ts';

/** What the process inside is asked, on its standard input: nothing of it is secret. */
export interface Question {
  host: string;
  port: number;
  tls: boolean;
  /** Addresses that the container's hosts file gives the name. */
  fromHostsFile: readonly string[];
  resolver: ResolverFile;
  /** It ends by itself after so many milliseconds. */
  endMs: number;
}

/** What counts of a resolv.conf. */
export interface ResolverFile {
  nameServers: readonly string[];
  search: readonly string[];
  /** Names with fewer dots are looked up in the search list first. */
  dots: number;
}

/** What it answers, on its standard output. */
export type Seen = Pick<PlaceLook, 'hasInterface' | 'byHostsFile' | 'resolve' | 'connect' | 'speak'>;
