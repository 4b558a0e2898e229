import { type CloudInstance, instanceOf, scopeOf } from './cloud.ts';
import type { Remedy } from './define.ts';
import type { TargetView } from './view.ts';

/** A Redis that a provider runs: it refuses CONFIG and its like, and has ways of its own. */
export interface Managed {
  provider: CloudInstance['provider'];
  /** The name of the service. */
  product: string;
  name: string | null;
  region: string | null;
  project: string | null;
}

/** Names of hosts that belong to a provider's Redis alone. */
const hosts: readonly [RegExp, Managed['provider'], string][] = [
  [/\.cache\.amazonaws\.com(\.cn)?$/i, 'aws', 'ElastiCache'],
  [/\.memorydb\..*amazonaws\.com(\.cn)?$/i, 'aws', 'MemoryDB'],
  [/\.redis\.cache\.windows\.net$/i, 'azure', 'Azure Cache for Redis'],
  [/\.(redis\.azure|redisenterprise\.cache\.azure)\.net$/i, 'azure', 'Azure Managed Redis'],
  [/\.upstash\.io$/i, 'other', 'Upstash'],
  [/\.(redislabs|redis-cloud|redns\.redis-cloud)\.com$/i, 'other', 'Redis Cloud'],
];

/** Who runs the Redis of a target: by the cloud facts, or by its host's name; null where nothing tells. */
export function managedBy(target: TargetView): Managed | null {
  const instance = instanceOf(target);
  if (instance) return instance;
  const host = target.declared?.addresses[0]?.host ?? '';
  const known = hosts.find(([pattern]) => pattern.test(host));
  return known ? { provider: known[1], product: known[2], name: null, region: null, project: null } : null;
}

/** Names that AWS and Azure take for a setting; Google's are Redis's own. */
const azureSettings = new Set(['maxmemory-policy', 'notify-keyspace-events', 'maxmemory-reserved', 'maxfragmentationmemory-reserved']);

/** The command by which a provider changes a setting; null where it does not let it be changed. */
export function changeSetting(managed: Managed, setting: string, value: string): string | null {
  const { provider, product } = managed;
  const name = managed.name ?? (provider === 'azure' ? '"$NAME"' : '"$INSTANCE"');
  if (provider === 'google')
    return /^Memorystore for Redis$/.test(product) ? `gcloud redis instances update ${name}${scopeOf(managed)} --update-redis-config ${setting}=${value}` : null;
  if (provider === 'aws' && !/Serverless/.test(product)) {
    const [client, group] =
      product === 'MemoryDB' ? ['memorydb update-parameter-group', '--parameter-group-name'] : ['elasticache modify-cache-parameter-group', '--cache-parameter-group-name'];
    return `aws ${client} ${group} "$PARAMETER_GROUP"${scopeOf(managed)} --parameter-name-values ParameterName=${setting},ParameterValue=${value}`;
  }
  if (provider === 'azure' && product === 'Azure Cache for Redis' && azureSettings.has(setting))
    return `az redis update --name ${name} --resource-group "$GROUP" --set "redisConfiguration.${setting}"="${value}"`;
  return null;
}

const refusedCommand = /\b(CONFIG (SET|REWRITE|GET)|SAVE|BGSAVE|BGREWRITEAOF|SHUTDOWN|DEBUG|REPLICAOF|SLAVEOF|ACL (SETUSER|SAVE|LOAD)|MODULE LOAD)\b/;

/** A remedy as the provider lets it be done, where it needs a command that a managed service refuses. */
export function providersWay(remedy: Remedy, target: TargetView): Remedy {
  const lines = [...remedy.commands, remedy.verify];
  if (!lines.some((line) => /redis-cli|valkey-cli/.test(line) && refusedCommand.test(line))) return remedy;
  const managed = managedBy(target);
  if (managed === null) return remedy;
  const commands = remedy.commands.flatMap((line) => {
    if (!refusedCommand.test(line)) return [line];
    const set = /\bCONFIG SET ([a-z-]+) ('[^']*'|"[^"]*"|\S+)/i.exec(line);
    const way = set ? changeSetting(managed, set[1] ?? '', (set[2] ?? '').replace(/^['"]|['"]$/g, '')) : null;
    return way === null ? [] : [way];
  });
  const isWhole = commands.length > 0 || remedy.commands.length === 0;
  return {
    ...remedy,
    title: `${remedy.title} (${managed.product} refuses CONFIG: ${isWhole ? "by the provider's own command" : "in the provider's console, where it lets this be changed"})`,
    commands,
    verify: refusedCommand.test(remedy.verify) ? 'rediscue diagnose' : remedy.verify,
  };
}
