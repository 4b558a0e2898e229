import type { SyntaxNode } from '@lezer/common';
import type { Use } from '../reading.ts';
import { asValue } from '../ruby/shape.ts';
import { type ClientPart, joinedValue, textValue } from '../settings/index.ts';
import { fixedText } from '../settings/value.ts';
import { addressValue, hostParts, loginParts, usesOfParts } from './client.ts';
import type { Evaluator } from './evaluate.ts';
import { argumentsOf, plainText, type Source, textOf } from './tree.ts';

/** WordPress' object cache is set by constants: `define('WP_REDIS_HOST', 'redis')`. */
export function definedSettings(source: Source, evaluator: Evaluator): Use[] {
  if (!source.text.includes('WP_REDIS_')) return [];
  const defined = new Map<string, SyntaxNode>();
  source.tree.iterate({
    enter({ name, node }) {
      if (name !== 'CallExpression' || node.firstChild === null || textOf(source, node.firstChild).replace(/^\\/, '') !== 'define') return;
      const [constant, value] = argumentsOf(source, node).list;
      const key = plainText(source, constant);
      if (key?.startsWith('WP_REDIS_') && value && !defined.has(key)) defined.set(key.slice('WP_REDIS_'.length), value);
    },
  });
  const parts: ClientPart[] = [];
  for (const [key, node] of defined) {
    const shape = evaluator.shape(node);
    const value = asValue(shape);
    if (key === 'HOST') parts.push(...hostParts(value));
    else if (key === 'PORT') parts.push({ setting: 'PORT', value });
    else if (key === 'DATABASE') parts.push({ setting: 'DB', value });
    else if (key === 'PASSWORD') parts.push(...loginParts(shape));
    else if (key === 'SENTINEL') parts.push({ setting: 'SENTINEL_NAME', value });
    else if (key === 'SERVERS') parts.push({ setting: defined.has('SENTINEL') ? 'SENTINELS' : 'CLUSTER_NODES', value: bare(addressValue(value)) });
    else if (key === 'CLUSTER') parts.push({ setting: 'CLUSTER_NODES', value: addressValue(value) });
    else if (key === 'PATH' && value.kind === 'text') parts.push({ setting: 'URL', value: joinedValue([textValue('unix://', value.place), value], value.place) });
    else if (key === 'SCHEME' && value.kind === 'text' && /^(tls|ssl|rediss)$/i.test(value.text)) parts.push({ setting: 'TLS', value: { ...value, text: 'true' } });
    else if (key === 'DISABLED' && fixedText(value) === 'true' && value.kind === 'text') parts.push({ setting: 'ENABLED', value: { ...value, text: 'false' } });
  }
  return usesOfParts(parts, { library: 'wordpress', use: 'CACHE' });
}

/** Servers stand as `host:port`; what follows `?` is for the client. */
const bare = (value: ReturnType<typeof asValue>): typeof value =>
  value.kind === 'list'
    ? { ...value, items: value.items.map((item) => (item.kind === 'text' ? { ...item, text: item.text.replace(/^\w+:\/\//, '').replace(/\?.*$/s, '') } : item)) }
    : value;
