import { defineCause } from '../define.ts';
import { bytes, redisCli } from '../remedy.ts';
import { quoted } from '../shell.ts';

const mebibyte = 1048576;

export default defineCause({
  code: 'memory/big-key',
  severity: 'warning',
  scope: 'endpoint',
  title: 'One key holds an outsized part of the data',
  meaning: 'Reading, deleting or migrating it blocks everybody else, and a cluster cannot spread it.',
  detection:
    'Among the sampled keys one takes at least 8 MiB and a quarter of the data set, or 256 MiB. A sample can miss one; it never invents one. What a command on it costs right now is `latency/slow-command`.',
  advice: 'Split it by a part of its fields, trim it (LTRIM, XTRIM, ZREMRANGEBYRANK), and delete it with UNLINK.',
  source: 'redis.io, "Memory optimization"; redis-cli --bigkeys',
  needs: ['keys'],
  explains: [],
  detect: (at) => {
    const biggest = at.value('keys')?.biggest.toSorted((a, b) => b.bytes - a.bytes)[0];
    if (biggest === undefined) return null;
    const dataset = at.infoNumber('used_memory_dataset');
    const isOutsized = biggest.bytes >= 8 * mebibyte && dataset !== undefined && dataset > 0 && biggest.bytes >= dataset / 4;
    if (!isOutsized && biggest.bytes < 256 * mebibyte) return null;
    const share = dataset ? `, ${Math.min(100, Math.round((biggest.bytes / dataset) * 100))} % of the data` : '';
    const count = { hash: 'HLEN', list: 'LLEN', set: 'SCARD', zset: 'ZCARD', stream: 'XLEN', string: 'STRLEN' }[biggest.type] ?? 'OBJECT ENCODING';
    return {
      summary: `The ${biggest.type} ${biggest.key} takes ${bytes(biggest.bytes)}${share} of ${at.subject}.`,
      evidence: ['keys', 'info'],
      remedies: [
        {
          title: 'See how many elements it has, then split or trim it',
          commands: [`${redisCli(at)} MEMORY USAGE ${quoted(biggest.key)} SAMPLES 100`, `${redisCli(at)} ${count} ${quoted(biggest.key)}`],
          risk: 'safe',
          runbook: null,
          verify: `${redisCli(at)} --memkeys`,
        },
      ],
    };
  },
  examples: {
    bad: [{ name: 'a set with half of the data', facts: { keys: { value: { biggest: [{ key: 'all-users', type: 'set', bytes: 52428800 }] } } } }],
    good: [
      {
        name: 'the biggest of a small instance',
        facts: { info: { value: { used_memory_dataset: '2000000' } }, keys: { value: { biggest: [{ key: 'config', type: 'string', bytes: 1500000 }] } } },
      },
      {
        name: 'large, in a far larger data set',
        facts: { info: { value: { used_memory_dataset: '10737418240' } }, keys: { value: { biggest: [{ key: 'all-users', type: 'set', bytes: 52428800 }] } } },
      },
    ],
  },
});
