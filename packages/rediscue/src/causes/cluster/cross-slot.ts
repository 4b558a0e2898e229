import { remedy } from '../declaration.ts';
import { defineCause } from '../define.ts';
import { diagnoseAgain, redisCli } from '../remedy.ts';
import { clusterNodeAt, nodeSeen } from '../topology-examples.ts';
import type { EndpointView } from '../view.ts';

const a = '192.0.2.11:6379';
const nodes = [nodeSeen(a, { slots: 8192 }), nodeSeen('192.0.2.12:6379', { slots: 8192 })];
/** One or two may be somebody's try at a prompt. */
const repeated = 3;

export default defineCause({
  code: 'cluster/cross-slot',
  severity: 'error',
  scope: 'endpoint',
  title: "The application's commands span slots",
  meaning: 'A command, transaction or script with several keys is refused with `-CROSSSLOT` when the keys do not all live in one slot of the cluster.',
  detection: 'The node counts three or more CROSSSLOT errors since its start (INFO errorstats); the commands with rejected calls are named from INFO commandstats.',
  advice: 'Give keys that belong together a common hash tag, such as `cart:{42}:items` and `cart:{42}:total`; or use one command a key.',
  source: 'redis.io, "Redis cluster specification", hash tags',
  needs: ['info'],
  explains: [],
  detect: (at) => {
    if (at.info('cluster_enabled') !== '1') return null;
    const count = Number(/count=(\d+)/.exec(at.info('errorstat_CROSSSLOT') ?? '')?.[1] ?? Number.NaN);
    if (!(count >= repeated)) return null;
    const commands = rejected(at);
    return {
      summary: `${at.subject} has refused ${count} commands with CROSSSLOT${commands.length > 0 ? ` (${commands.join(', ')} had rejected calls)` : ''}: their keys live in different slots.`,
      evidence: ['info'],
      remedies: [
        remedy(
          'Give keys that are used together the same hash tag, and see where two keys live',
          [`${redisCli(at)} CLUSTER KEYSLOT '<first key>'`, `${redisCli(at)} CLUSTER KEYSLOT '<second key>'`],
          diagnoseAgain(at),
        ),
      ],
    };
  },
  examples: {
    bad: [
      {
        name: 'MSET over several slots',
        facts: {
          endpoints: {
            [a]: clusterNodeAt(a, nodes, {
              entry: true,
              info: { errorstat_CROSSSLOT: 'count=41', cmdstat_mset: 'calls=0,usec=0,usec_per_call=0.00,rejected_calls=41,failed_calls=0' },
            }),
          },
        },
      },
    ],
    good: [
      { name: 'no such error', facts: { endpoints: { [a]: clusterNodeAt(a, nodes, { entry: true }) } } },
      { name: 'somebody tried it once', facts: { endpoints: { [a]: clusterNodeAt(a, nodes, { entry: true, info: { errorstat_CROSSSLOT: 'count=1' } }) } } },
    ],
  },
});

/** Commands that take several keys and had calls rejected before they ran. */
function rejected(at: EndpointView): string[] {
  // DEL and the like with a single key are rejected by MOVED too: they would be named for nothing.
  const several = /^(mset|msetnx|mget|rename|renamenx|copy|smove|[sz](inter|union|diff)(store)?|lmove|rpoplpush|bitop|pfmerge)$/;
  return Object.entries(at.value('info') ?? {}).flatMap(([field, text]) => {
    const name = /^cmdstat_(.+)$/.exec(field)?.[1];
    return name && several.test(name) && Number(/rejected_calls=(\d+)/.exec(text)?.[1] ?? 0) > 0 ? [name.toUpperCase()] : [];
  });
}
