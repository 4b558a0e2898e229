import { defineCause } from '../define.ts';
import { bytes, diagnoseAgain, redisCli } from '../remedy.ts';
import { keyCounts } from '../server-state.ts';
import { quoted } from '../shell.ts';
import type { EndpointView } from '../view.ts';

/** Why nothing can be evicted, in a few words; null when the policy leaves keys to evict. */
function whyNothing(at: EndpointView, policy: string | undefined): string | null {
  if (policy === undefined) return 'nothing could be evicted';
  if (policy === 'noeviction') return 'the policy noeviction forbids to evict';
  const expiring = keyCounts(at)?.expires ?? at.value('keys')?.databases.reduce((sum, { expires }) => sum + expires, 0);
  if (policy.startsWith('volatile-') && expiring !== undefined && expiring * 100 < (keyCounts(at)?.keys ?? 0) + 1) {
    return expiring === 0
      ? `the policy ${policy} evicts only keys with an expiry, and none has one`
      : `the policy ${policy} evicts only keys with an expiry, and only ${expiring} have one`;
  }
  return null;
}

/** The limit is reached for larger writes although the probe's small one still passed. */
function refusesLargeWrites(at: EndpointView, used: number | undefined, limit: number | undefined): boolean {
  const refused = /count=(\d+)/.exec(at.info('errorstat_OOM') ?? '')?.[1];
  return refused !== undefined && Number(refused) > 0 && used !== undefined && limit !== undefined && limit > 0 && used >= limit * 0.95;
}

/** How much the limit may grow here without starving the machine: null when that is not known, 0 when there is no room. */
function room(at: EndpointView, limit: number): number | null {
  if (at.get('process') === undefined) return null;
  const group = at.get('cgroup');
  const free = [
    at.machine.get('kernel')?.memoryAvailableBytes ?? null,
    group?.memoryLimitBytes != null && group.memoryUsedBytes !== null ? group.memoryLimitBytes - group.memoryUsedBytes : null,
  ];
  const known = free.filter((each) => each !== null);
  return known.length === 0 ? null : Math.min(limit / 2, Math.max(0, Math.min(...known) / 2));
}

const mebibyte = 1048576;
const oom = { state: 'refused', step: 'set', error: 'OOM', reply: "OOM command not allowed when used memory > 'maxmemory'." } as const;

export default defineCause({
  code: 'memory/full-noeviction',
  severity: 'critical',
  scope: 'endpoint',
  title: 'The memory limit is reached and nothing may be evicted',
  meaning: 'Redis refuses every command that would need memory with `-OOM`. Reads still work, so the application looks half alive.',
  detection:
    "The probe's own small write is refused with `OOM`; the policy is `noeviction`, or `volatile-*` while hardly a key has an expiry. An `error` when small writes pass, but the server has refused larger ones and is within 5 % of its limit. Without a write, a primary above its limit under such a policy.",
  advice: 'Raise `maxmemory` if the machine has room, delete or expire what is not needed, or choose an eviction policy if all of the data is a cache.',
  source: 'redis.io, "Key eviction"',
  needs: ['write', 'info'],
  explains: ['memory/near-limit'],
  detect: (at) => {
    const write = at.get('write');
    const used = at.infoNumber('used_memory');
    const limit = at.infoNumber('maxmemory') ?? at.configNumber('maxmemory');
    const policy = at.info('maxmemory_policy') ?? at.config('maxmemory-policy');
    const reason = whyNothing(at, policy);
    const isRefused = write?.error === 'OOM';
    const uncounted = at.infoNumber('mem_not_counted_for_evict') ?? 0;
    const isOver = write?.state !== 'ok' && at.info('role') === 'master' && used !== undefined && limit !== undefined && limit > 0 && used - uncounted > limit;
    const isPartly = !isRefused && reason !== null && refusesLargeWrites(at, used, limit);
    if (!isRefused && !(reason !== null && (isOver || isPartly))) return null;
    const figures = used !== undefined && limit ? ` (${bytes(used)} used of ${bytes(limit)})` : '';
    const cli = redisCli(at);
    const verify = diagnoseAgain(at);
    const more = limit ? room(at, limit) : null;
    const raised = limit ? Math.ceil((limit + (more ?? limit / 2)) / mebibyte) : null;
    const lasting = (at.value('keys')?.prefixes ?? []).find(({ withoutExpiry }) => withoutExpiry > 0)?.prefix;
    const holdsLasting = (at.value('keys')?.lasting.length ?? 0) > 0;
    return {
      summary: `${isPartly ? 'Larger writes' : 'Writes'} to ${at.subject} are refused (OOM): its memory limit is reached${figures} and ${reason ?? 'eviction does not free enough'}.`,
      why: `the memory limit is reached${figures} and ${reason ?? 'eviction does not free enough'}`,
      evidence: ['write', 'info', 'config', 'keys'],
      ...(isPartly ? { severity: 'error' as const } : {}),
      remedies: [
        ...(more !== null && limit && more < limit / 20
          ? []
          : [
              {
                title: more === null ? 'Raise the limit, if the machine has room for it' : `Raise the limit: the machine has room for ${bytes(more)} more`,
                commands: [`${cli} CONFIG SET maxmemory ${raised === null ? '<bytes>' : `${raised}mb`}`, `${cli} CONFIG REWRITE`],
                risk: 'safe' as const,
                runbook: 'raise-memory-limit',
                verify,
              },
            ]),
        {
          title: 'See what takes the memory, and let what is not needed expire',
          commands: [`${cli} --memkeys`, `${cli} EXPIRE ${lasting === undefined ? '<key>' : quoted(`${lasting}<name>`)} 3600`],
          risk: 'destructive',
          runbook: null,
          verify: `${cli} INFO memory | grep -E 'used_memory_human|maxmemory_human'`,
        },
        ...(holdsLasting
          ? []
          : [
              {
                title: 'If every key here is a cache entry: let the least used ones go',
                commands: [`${cli} CONFIG SET maxmemory-policy allkeys-lru`, `${cli} CONFIG REWRITE`],
                risk: 'destructive' as const,
                runbook: null,
                verify,
              },
            ]),
      ],
    };
  },
  examples: {
    bad: [
      { name: 'a 2 MiB limit is reached under noeviction', facts: { write: oom, info: { value: { used_memory: '2097152', maxmemory: '2097152' } } } },
      {
        name: 'volatile-lru, and no key expires',
        facts: { write: oom, info: { value: { used_memory: '1073750000', maxmemory: '1073741824', maxmemory_policy: 'volatile-lru', db0: 'keys=100000,expires=0,avg_ttl=0' } } },
      },
      {
        name: 'only the refusal is known',
        facts: { write: oom, info: { state: 'refused', reply: 'NOPERM' }, config: { state: 'refused', reply: 'NOPERM' }, keys: { state: 'refused', reply: 'NOPERM' } },
      },
      { name: 'small writes pass, larger ones have been refused', facts: { info: { value: { used_memory: '1072000000', errorstat_OOM: 'count=812' } } } },
      { name: 'no write was tried', facts: { write: { state: 'not-asked', why: '--no-write' }, info: { value: { used_memory: '1073750000' } } } },
    ],
    good: [
      { name: 'nearly full, but eviction makes room', facts: { info: { value: { used_memory: '1070000000', maxmemory_policy: 'allkeys-lru' } } } },
      { name: 'nearly full, nothing was refused yet', facts: { info: { value: { used_memory: '1060000000' } } } },
      { name: 'volatile-lru with keys to evict', facts: { info: { value: { used_memory: '1072000000', maxmemory_policy: 'volatile-lru', errorstat_OOM: 'count=2' } } } },
      { name: 'refusals of a time before the limit was raised', facts: { info: { value: { errorstat_OOM: 'count=812' } } } },
    ],
  },
});
