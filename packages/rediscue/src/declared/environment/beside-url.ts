import type { Parts } from '../target/index.ts';
import { partsOfHost, passwordOf, type Reader, sourcesOf } from './read-group.ts';
import { isSameServer, sharesHost } from './same-server.ts';

/**
 * What host, port and login of a group say where it has a URL too: a declaration of its own. What they leave open is the
 * URL's where both mean the same server: silence contradicts nothing. Null when they say nothing.
 */
export function partsBesideUrl(url: Parts, reader: Reader): Parts | null {
  const host = reader.value('HOST') === null ? null : partsOfHost(reader);
  const port = Number(reader.value('PORT') ?? Number.NaN);
  const isSame = host === null || isSameServer(host, url) || (Number.isNaN(port) && sharesHost(host, url));
  if (!isSame) return host;
  const movesPort = host === null && url.scheme.kind === 'server' && Number.isInteger(port) && port > 0 && port < 65536;
  const sources = sourcesOf(reader, [...(host ? (['HOST'] as const) : []), ...(host || movesPort ? (['PORT'] as const) : []), 'USERNAME', 'PASSWORD', 'PASSWORD_FILE']);
  if (sources.length === 0) return null;
  return {
    ...url,
    addresses: movesPort ? url.addresses.map((address) => ({ ...address, port })) : url.addresses,
    username: reader.value('USERNAME') ?? url.username,
    password: passwordOf(reader, []) ?? url.password,
    hideUsername: false,
    sources,
    problems: [],
  };
}
