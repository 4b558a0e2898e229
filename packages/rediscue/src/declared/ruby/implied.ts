import { dirname } from 'node:path/posix';
import type { Files, Use } from '../reading.ts';
import { linesOf } from '../settings/index.ts';
import { keyOf } from './arguments.ts';
import { scanRuby } from './scanner.ts';
import { isName, treeOf } from './tree.ts';

/** A Gemfile: what an application brings along connects by itself. */
export const isGemfile = (path: string): boolean => /(^|\/)(Gemfile|gems\.rb)$/.test(path);

const jobs = /\bSidekiq::(Job|Worker)\b|queue_adapter\s*=\s*:sidekiq\b/;

/**
 * Sidekiq without a word about Redis reads `REDIS_URL`, and then takes this machine's server. It counts where a job of the
 * application shows that it is used, and nothing in the files sets its connection.
 */
export function impliedUses(gemfiles: readonly string[], sources: readonly string[], told: readonly Use[], files: Files): Use[] {
  return gemfiles.flatMap((gemfile): Use[] => {
    const folder = dirname(gemfile);
    const isWithin = (path: string) => folder === '.' || path.startsWith(`${folder}/`);
    const text = files.text(gemfile);
    if (!text?.includes('sidekiq') || told.some(({ library, place }) => library === 'sidekiq' && isWithin(place.file))) return [];
    const offset = gemOffset(text);
    if (offset === null || !sources.some((path) => isWithin(path) && jobs.test(files.text(path) ?? ''))) return [];
    return [{ variable: 'REDIS_URL', means: 'REDIS_QUEUE_URL', fallback: 'redis://localhost:6379', place: linesOf(gemfile, text).at(offset), library: 'sidekiq' }];
  });
}

/** Where `gem 'sidekiq'` stands as code. */
function gemOffset(text: string): number | null {
  const nodes = treeOf(scanRuby(text.slice(0, 100_000)).tokens);
  for (const [index, node] of nodes.entries())
    if (isName(node, 'gem') && ['sidekiq', 'sidekiq-pro', 'sidekiq-ent'].includes(keyOf(nodes[index + 1]) ?? '')) return nodes[index + 1]?.from ?? node.from;
  return null;
}
