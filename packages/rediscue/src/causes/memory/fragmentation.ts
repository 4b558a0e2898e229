import { defineCause } from '../define.ts';
import { bytes, redisCli } from '../remedy.ts';

const mebibyte = 1048576;

export default defineCause({
  code: 'memory/fragmentation',
  severity: 'warning',
  scope: 'endpoint',
  title: 'The process holds far more memory than its data needs',
  meaning: 'After many deletes or changes of size the allocator keeps pages that are mostly empty. The machine lacks that memory although Redis does not count it.',
  detection:
    'INFO: resident above 1.5 times the used memory, and more than 100 MB above it. On a tiny instance a high ratio means nothing, and a server that just saved or loaded holds more for a while.',
  advice: 'Let the server defragment while it runs, or restart it through a failover.',
  source: 'redis.io, "Memory optimization"; INFO, mem_fragmentation_ratio',
  needs: ['info'],
  explains: [],
  detect: (at) => {
    const used = at.infoNumber('used_memory');
    const resident = at.infoNumber('used_memory_rss');
    if (used === undefined || resident === undefined || used <= 0 || resident <= used * 1.5 || resident - used <= 100 * mebibyte) return null;
    if (at.info('loading') === '1' || at.info('rdb_bgsave_in_progress') === '1' || at.info('aof_rewrite_in_progress') === '1') return null;
    const canDefragment = at.info('mem_allocator')?.startsWith('jemalloc') !== false;
    return {
      summary: `${at.subject} holds ${bytes(resident)} of the machine's memory for ${bytes(used)} of its own (ratio ${(resident / used).toFixed(1)}).`,
      evidence: ['info'],
      remedies: [
        canDefragment
          ? {
              title: 'Give empty pages back, and let it defragment while it runs',
              commands: [`${redisCli(at)} MEMORY PURGE`, `${redisCli(at)} CONFIG SET activedefrag yes`],
              risk: 'safe',
              runbook: null,
              verify: `${redisCli(at)} INFO memory | grep -E 'mem_fragmentation|active_defrag_running'`,
            }
          : {
              title: `Restart it through a failover: its allocator (${at.info('mem_allocator')}) cannot defragment`,
              commands: [`${redisCli(at)} MEMORY DOCTOR`],
              risk: 'safe',
              runbook: null,
              verify: `${redisCli(at)} INFO memory | grep mem_fragmentation`,
            },
      ],
    };
  },
  examples: {
    bad: [
      { name: 'twice its size after a mass delete', facts: { info: { value: { used_memory: '1073741824', used_memory_rss: '2362232012', mem_allocator: 'jemalloc-5.3.0' } } } },
    ],
    good: [
      { name: 'a tiny instance with a ratio of 8', facts: { info: { value: { used_memory: '1000000', used_memory_rss: '8000000' } } } },
      { name: 'a snapshot is being written', facts: { info: { value: { used_memory: '1073741824', used_memory_rss: '2362232012', rdb_bgsave_in_progress: '1' } } } },
    ],
  },
});
