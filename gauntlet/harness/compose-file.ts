/** Values as YAML writes them, or mappings of such. */
type Entries = Record<string, string | Record<string, string>>;

interface Differences {
  /** Of the application; null: the file has none. */
  app: Entries | null;
  cache?: Entries;
  /** Lines before and after the services. */
  before?: string;
  after?: string;
}

/** The compose file of an application and its cache, which is the server of the scenario. The scenario says what is special about it. */
export const composeFile = ({ port, password }: { port: number; password: string }, { app, cache = {}, before = '', after = '' }: Differences): string => {
  const services = {
    ...(app && { app: { image: 'registry.example.org/shop/app:1.4', ...app } }),
    cache: { image: 'redis:7.2', restart: 'unless-stopped', command: `redis-server --requirepass ${password}`, ports: `["127.0.0.1:${port}:6379"]`, ...cache },
  };
  const blocks = Object.entries<Entries>(services).map(([name, entries]) => `  ${name}:\n${lines(entries, '    ')}`);
  return `${before}services:\n${blocks.join('')}${after}`;
};

const lines = (entries: Entries, indent: string): string =>
  Object.entries(entries)
    .map(([key, value]) => (typeof value === 'string' ? `${indent}${key}: ${value}\n` : `${indent}${key}:\n${lines(value, `${indent}  `)}`))
    .join('');
