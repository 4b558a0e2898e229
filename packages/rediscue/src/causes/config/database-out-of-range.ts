import { change, diagnoseTarget, placeOfPart, quoted, remedy, sourceText } from '../declaration.ts';
import { defineCause } from '../define.ts';
import { about, change as changeFile, placeOf, programs, ways, whereOf } from '../in-files.ts';
import { hurt } from '../reach.ts';

export default defineCause({
  code: 'config/database-out-of-range',
  severity: 'critical',
  scope: 'endpoint',
  title: 'The database index does not exist on the server',
  meaning: 'The server has fewer databases than the declaration counts on; a cluster has only database 0. Clients fail at SELECT, right after the login.',
  detection: "The server's own answer to SELECT of the declared index.",
  advice: 'Use an index below `databases` (0 on a cluster), or raise `databases`, which needs a restart.',
  source: 'redis.conf: databases',
  needs: ['select'],
  explains: [],
  detect: (at) => {
    const select = at.get('select');
    if (select?.state !== 'refused' || !/out of range|not allowed in cluster mode|invalid (DB|database) index/i.test(select.reply ?? '')) return null;
    const databases = at.configNumber('databases');
    const cluster = /cluster mode/i.test(select.reply ?? '') || at.info('cluster_enabled') === '1';
    const last = cluster ? 0 : databases === undefined ? undefined : databases - 1;
    return {
      ...hurt(at, 'critical'),
      summary: `Database ${select.database} of ${sourceText(at.target, 'database')} does not exist on ${at.subject}${last === undefined ? '' : last === 0 ? ', which has database 0 alone' : `, whose databases are 0 to ${last}`} (${quoted(select.reply)}).`,
      why: `${at.subject} refuses SELECT ${select.database}`,
      evidence: ['select', 'config', 'target'],
      where: placeOfPart(at.target, 'database'),
      remedies: [
        remedy(last === 0 ? 'Use database 0, and a prefix to keep uses apart' : 'Use an index that exists', change(at.target, undefined, 'database'), diagnoseTarget(at.target)),
      ],
    };
  },
  inFiles: {
    detect: (project) =>
      ways(project).flatMap(({ target, server }) => {
        const database = target.declared?.database ?? 0;
        if (database === 0 || !server?.server) return [];
        const isCluster = server.setting('cluster-enabled') === 'yes';
        const databases = isCluster ? 1 : Number(server.setting('databases') ?? (server.server.isComplete ? 16 : Number.POSITIVE_INFINITY));
        if (!(database >= databases)) return [];
        const place = placeOf(target, /_(DB|URL)$/);
        return [
          {
            summary: `Database ${database} of ${sourceText(target, 'database')} does not exist on ${server.name}, ${isCluster ? 'a cluster, which has database 0 alone' : `whose databases are 0 to ${databases - 1}`}.`,
            evidence: ['target', ...programs(server)],
            where: whereOf(target, place),
            ...about(target),
            remedies: [changeFile(databases === 1 ? 'Use database 0, and a prefix to keep uses apart' : 'Use an index that exists', place)],
          },
        ];
      }),
  },
  examples: {
    bad: [
      { name: 'index 20 of 16', facts: { target: { database: 20 }, select: { database: 20, state: 'refused', reply: 'ERR DB index is out of range' } } },
      { name: 'index 1 on a cluster', facts: { target: { database: 1 }, select: { database: 1, state: 'refused', reply: 'ERR SELECT is not allowed in cluster mode' } } },
    ],
    good: [
      { name: 'index 5 of 16', facts: { target: { database: 5 }, select: { database: 5, state: 'ok', reply: 'OK' } } },
      {
        name: 'SELECT is not permitted',
        facts: { target: { database: 5 }, select: { database: 5, state: 'refused', reply: "NOPERM User app has no permissions to run the 'select' command" } },
      },
    ],
  },
  fileExamples: {
    bad: [
      {
        name: 'compose: four databases, the fifth is used',
        files: {
          'docker-compose.yml':
            'services:\n  app:\n    image: shop:1\n    environment:\n      REDIS_URL: redis://redis:6379/4\n  redis:\n    image: redis:7.2\n    command: ["redis-server", "--databases", "4"]\n',
        },
        at: 'docker-compose.yml:5',
      },
    ],
    good: [
      {
        name: 'compose: the sixteenth of the usual ones',
        files: { 'docker-compose.yml': 'services:\n  app:\n    image: shop:1\n    environment:\n      REDIS_URL: redis://redis:6379/15\n  redis:\n    image: redis:7.2\n' },
      },
    ],
  },
});
