import { isIP } from 'node:net';
import type { ResolverFile } from './question.ts';

const words = (line: string): string[] =>
  line
    .replace(/[#;].*/, '')
    .trim()
    .split(/\s+/);

/** Addresses that a hosts file gives a name. */
export function addressesIn(hostsFile: string, name: string): string[] {
  const wanted = name.toLowerCase().replace(/\.$/, '');
  return hostsFile.split('\n').flatMap((line) => {
    const [address = '', ...names] = words(line);
    return isIP(address) !== 0 && names.some((each) => each.toLowerCase() === wanted) ? [address] : [];
  });
}

const mostSearched = 6;

/** Reads a resolv.conf as the C libraries do: of several `search` lines the last one counts, and without a name server it is the local one. */
export function resolverIn(text: string): ResolverFile {
  const nameServers: string[] = [];
  let search: string[] = [];
  let dots = 1;
  for (const line of text.split('\n')) {
    const [word, ...rest] = words(line);
    if (word === 'nameserver' && rest[0] !== undefined && isIP(rest[0].replace(/%.*$/, '')) !== 0) nameServers.push(rest[0]);
    else if (word === 'search' || word === 'domain') search = rest.filter((domain) => domain !== '.').slice(0, mostSearched);
    else if (word === 'options') for (const option of rest) if (/^ndots:\d+$/.test(option)) dots = Number(option.slice('ndots:'.length));
  }
  return { nameServers: nameServers.length > 0 ? nameServers : ['127.0.0.1'], search, dots };
}

/** The names that are asked for, in their order. */
export function candidates(name: string, { search, dots }: ResolverFile): string[] {
  if (name.endsWith('.')) return [name];
  const searched = search.map((domain) => `${name}.${domain}`);
  return name.split('.').length - 1 >= dots ? [name, ...searched] : [...searched, name];
}
