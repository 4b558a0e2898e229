import { remedy } from '../declaration.ts';
import { defineCause } from '../define.ts';
import { redisCli } from '../remedy.ts';
import { monitored, sentinelAt, sentinelGroup } from '../topology-examples.ts';

export default defineCause({
  code: 'sentinel/tilt',
  severity: 'error',
  scope: 'endpoint',
  title: 'Sentinel is in TILT and does nothing',
  meaning:
    'The clock jumped or the process was held up, so Sentinel does not trust its own timers: for 30 s after the last such event it watches, but takes no part in any failover.',
  detection: 'INFO of the Sentinel says `sentinel_tilt:1`.',
  advice: 'Wait 30 s. When it comes back, look for clock changes, for suspended virtual machines, and for a machine that is short of CPU or swapping.',
  source: 'redis.io, "High availability with Redis Sentinel", TILT mode',
  needs: ['sentinel'],
  explains: [],
  detect: (at) => {
    if (!at.value('sentinel')?.tilt) return null;
    const since = at.infoNumber('sentinel_tilt_since_seconds');
    return {
      summary: `Sentinel ${at.subject} is in TILT${since !== undefined && since >= 0 ? ` for ${since} s` : ''}: after a jump of the clock or a pause it takes no part in failovers.`,
      evidence: ['sentinel', 'info'],
      remedies: [remedy('Look at the clock and the load of its machine', ['timedatectl status', 'uptime'], `${redisCli(at)} INFO sentinel`)],
    };
  },
  examples: {
    bad: [
      {
        name: 'the clock jumped',
        facts: { endpoints: sentinelGroup({ sentinels: { '192.0.2.21:26379': sentinelAt('192.0.2.21:26379', [monitored('192.0.2.11:6379')], { entry: true, tilt: true }) } }) },
      },
    ],
    good: [{ name: 'no tilt', facts: { endpoints: sentinelGroup() } }],
  },
});
