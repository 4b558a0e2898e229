import type { Query } from './parse.ts';

/** What a rising figure means. */
type Direction = 'good' | 'bad';

interface Figure {
  direction: Direction;
  /** `switch`: 1 is well and 0 is not; `share`: of 1, or of `scale`; `count`: of something that should not be. */
  kind: 'switch' | 'share' | 'count';
  /** Of a share: 1, or 100. */
  scale: number;
  what: string;
}

/** Figures that are 1 where all is well. */
const switches =
  /^(redis_up|valkey_up|up|probe_success|redis_master_link_up|redis_rdb_last_bgsave_status|redis_aof_last_bgrewrite_status|redis_aof_last_write_status|redis_cluster_state|redis_sentinel_master_status)$/;
const hits = /(^|[_:])(keyspace_)?(cache_)?hits?(_total)?($|[_:])/;
const misses = /(^|[_:])(keyspace_)?(cache_)?miss(es)?(_total)?($|[_:])/;
const hitShare = /(^|[_:])hit_?(rate|ratio|percent(age)?|share)($|[_:])/;
const missShare = /(^|[_:])miss_?(rate|ratio|percent(age)?|share)($|[_:])/;
/** Counters of what should not happen. */
const faults = /^redis_(rejected_connections|rejected_connections_total|blocked_by_oom_total|acl_access_denied_\w+_total)$/;
const used = /^redis_memory_used(_rss|_dataset)?_bytes$/;
const limit = /^redis_(memory_max_bytes|config_maxmemory)$/;
const clients = /^redis_connected_clients$/;
const maxClients = /^redis_config_maxclients$/;

/** Functions that leave the meaning of a share or a switch as it is. */
const keeping = new Set([
  'sum',
  'avg',
  'min',
  'max',
  'avg_over_time',
  'min_over_time',
  'max_over_time',
  'last_over_time',
  'rate',
  'irate',
  'increase',
  'delta',
  'round',
  'floor',
  'ceil',
  'clamp_max',
  'clamp_min',
  'sort',
  'abs',
  'label_replace',
]);

/** Names of all metrics in an expression. */
export function metricsOf(query: Query): string[] {
  switch (query.kind) {
    case 'metric':
      return [query.name];
    case 'call':
      return query.args.flatMap(metricsOf);
    case 'binary':
      return [...metricsOf(query.left), ...metricsOf(query.right)];
    case 'minus':
      return metricsOf(query.of);
    default:
      return [];
  }
}

/** The direction of a figure, where its parts say it for certain; null for any other. */
export function figureOf(query: Query): Figure | null {
  if (query.kind === 'metric') return ofMetric(query);
  if (query.kind === 'call') {
    if (!keeping.has(query.name)) return null;
    const inner = query.args.find((arg) => arg.kind !== 'number' && arg.kind !== 'string');
    const figure = inner ? figureOf(inner) : null;
    // A sum of switches or shares is no share any more, and their rate is none at all.
    if (figure?.kind === 'switch') return /^(avg|min|max|(avg|min|max|last)_over_time)$/.test(query.name) ? figure : null;
    if (figure?.kind === 'share') return /rate|increase|delta|sum/.test(query.name) ? null : figure;
    return figure;
  }
  return query.kind === 'binary' ? ofCalculation(query) : null;
}

function ofMetric({ name, labels }: Extract<Query, { kind: 'metric' }>): Figure | null {
  if (switches.test(name)) {
    const about = /redis|valkey/i;
    // `up` and `probe_success` are everybody's: only those of a Redis.
    return /^(up|probe_success)$/.test(name) && !labels.some((label) => about.test(label.value) && /^(=|=~)$/.test(label.operator))
      ? null
      : { direction: 'good', kind: 'switch', scale: 1, what: name };
  }
  if (hitShare.test(name)) return { direction: 'good', kind: 'share', scale: /percent/.test(name) ? 100 : 0, what: 'the hit rate' };
  if (missShare.test(name)) return { direction: 'bad', kind: 'share', scale: /percent/.test(name) ? 100 : 0, what: 'the miss rate' };
  return faults.test(name) ? { direction: 'bad', kind: 'count', scale: 1, what: name } : null;
}

function ofCalculation({ operator, left, right }: Extract<Query, { kind: 'binary' }>): Figure | null {
  if (operator === '/') {
    // `100 * hits / all` is read from the left.
    const { factor, rest } = withoutFactor(left);
    const share = factor > 0 ? ofShare(rest, right) : null;
    if (share) return { ...share, scale: factor };
    const scaled = right.kind === 'number' && right.value > 0 ? figureOf(left) : null;
    return scaled && { ...scaled, scale: scaled.scale / (right.kind === 'number' ? right.value : 1) };
  }
  if (operator === '*') {
    const [figure, factor] = right.kind === 'number' ? [figureOf(left), right.value] : left.kind === 'number' ? [figureOf(right), left.value] : [null, 0];
    return figure && factor > 0 ? { ...figure, scale: figure.scale * factor } : null;
  }
  if (operator === '-' && left.kind === 'number') {
    const figure = figureOf(right);
    if (figure?.kind !== 'share' || (figure.scale !== 0 && figure.scale !== left.value)) return null;
    return {
      ...figure,
      direction: figure.direction === 'good' ? 'bad' : 'good',
      what: figure.what === 'the hit rate' ? 'the miss rate' : figure.what === 'the miss rate' ? 'the hit rate' : figure.what,
    };
  }
  return null;
}

function withoutFactor(query: Query): { factor: number; rest: Query } {
  if (query.kind === 'binary' && query.operator === '*') {
    if (query.left.kind === 'number') return { factor: query.left.value, rest: query.right };
    if (query.right.kind === 'number') return { factor: query.right.value, rest: query.left };
  }
  return { factor: 1, rest: query };
}

/** Hits of hits and misses, used of its limit. */
function ofShare(part: Query, whole: Query): Figure | null {
  const [above, below] = [metricsOf(part), metricsOf(whole)];
  if (!isPlain(part) || !isPlain(whole) || above.length === 0) return null;
  const all = (list: readonly string[], pattern: RegExp) => list.every((name) => pattern.test(name));
  const both = below.some((name) => hits.test(name)) && below.some((name) => misses.test(name)) && below.every((name) => hits.test(name) || misses.test(name));
  if (both && all(above, hits) && !above.some((name) => misses.test(name))) return { direction: 'good', kind: 'share', scale: 1, what: 'the hit rate' };
  if (both && all(above, misses)) return { direction: 'bad', kind: 'share', scale: 1, what: 'the miss rate' };
  if (all(above, used) && below.length > 0 && all(below, limit)) return { direction: 'bad', kind: 'share', scale: 1, what: 'memory in use' };
  if (all(above, clients) && below.length > 0 && all(below, maxClients)) return { direction: 'bad', kind: 'share', scale: 1, what: 'clients of the limit' };
  return null;
}

/** Sums and rates of metrics, and nothing that turns their meaning. */
function isPlain(query: Query): boolean {
  if (query.kind === 'metric' || query.kind === 'number') return true;
  if (query.kind === 'call') return keeping.has(query.name) && query.args.every((arg) => arg.kind === 'string' || isPlain(arg));
  return query.kind === 'binary' && query.operator === '+' && isPlain(query.left) && isPlain(query.right);
}
