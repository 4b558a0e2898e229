import type { Endpoint } from './types.ts';

const bracketed = (host: string): string => (host.includes(':') ? `[${host}]` : host);

const hostPort = ({ host, port }: { host: string; port: number }): string => `${bracketed(host)}:${port}`;

export const endpointAt = (host: string, port: number): Endpoint => ({ subject: hostPort({ host, port }), host, port, path: null });

export const endpointOfSocket = (path: string): Endpoint => ({ subject: path, host: 'localhost', port: 0, path });

export interface Shown {
  scheme: string;
  username: string | null;
  /** How the password is shown; null when there is none. */
  password: string | null;
  addresses: readonly { host: string; port: number }[];
  path: string | null;
  primaryName: string | null;
  database: number | null;
}

/** A target as it may be shown: `redis://user:***@host:6379/0`. */
export function render({ scheme, username, password, addresses, path, primaryName, database }: Shown): string {
  const login = username === null && password === null ? '' : `${username === null ? '' : encodeURIComponent(username)}${password === null ? '' : `:${password}`}@`;
  if (path !== null) return `${scheme}://${login}${path.replaceAll(' ', '%20')}${database === null ? '' : `?db=${database}`}`;
  const tail = [primaryName, database].filter((part) => part !== null);
  return `${scheme}://${login}${addresses.map(hostPort).join(',')}${tail.length > 0 ? `/${tail.join('/')}` : ''}`;
}

/** A password with its reserved characters encoded and all else hidden: `***%23***`. Shows that they are there, not where. */
export function maskedWithEscapes(password: string): string {
  const signs = [...password].filter((sign) => /[/?#@:%[\]\\^|<>{}"`\s]/.test(sign)).map((sign) => encodeURIComponent(sign));
  return ['***', ...[...new Set(signs)].flatMap((sign) => [sign, '***'])].join('');
}
